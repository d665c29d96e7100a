import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const rosters: Page = {
  title: { 'zh-CN': '名单导入', en: 'Rosters' },
  sections: sectionsOf('rosters', [
    {
      entry: 'api',
      trigger: 'request',
      does: { 'zh-CN': '处理 `/v1/rosters`', en: 'answers `/v1/rosters`' },
      users: {
        'zh-CN':
          '无法上传、检查或导入名单，也无法领取初始密码；正在进行的任务照常。',
        en: 'Nobody can send, check or apply a roster, or take first passwords; jobs that run go on.',
      },
      errors: {
        check: {
          'zh-CN':
            'S3 或 KMS 拒绝访问时会指明权限：核对密钥的状态（KMS，别名 `xueyuan-<stage>-files` 必须为 Enabled）。日志若提到 DynamoDB，看区域的健康状态。',
          en: "Access denied by S3 or KMS names the permission: compare the key's state (KMS, alias `xueyuan-<stage>-files` must be Enabled). If the lines name DynamoDB, see the health of the Region.",
        },
        afterwards: {
          'zh-CN': '检查可以重新开始；重复开始的导入，第二次不改变任何内容。',
          en: 'Checks may be begun again; an application that was begun twice changes nothing the second time.',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '制作 20,000 人的初始密码表，实测时用去繁忙处理器 4 秒。其余只读写一两项。',
          en: 'Making the sheet of first passwords for 20,000 people took 4 s of a busy processor when it was measured. All else reads and writes an item or two.',
        },
        act: {
          'zh-CN':
            '响应中断、没有收到的密码表已丢失：见 [rosters](../rosters.md) 的 "If the passwords are lost"。',
          en: 'A sheet of passwords whose answer was cut off is gone: see [rosters](../rosters.md), "If the passwords are lost".',
        },
      },
    },
    {
      entry: 'on-roster-requested',
      trigger: 'queue',
      does: { 'zh-CN': '处理名单', en: 'works on rosters' },
      users: {
        'zh-CN': '学校的名单停住了：在等待检查或导入。已导入的部分有效。',
        en: "A school's roster stands still: it waits for its check or its application. What was applied of it stays.",
      },
      errors: {
        check: {
          'zh-CN':
            '`TooManyRequestsException`：超出 Cognito 的速率。REPORT 行中 `Max Memory Used` 接近上限，或出现 `ROSTER_MEMORY`：文件比实测过的更大。',
          en: "`TooManyRequestsException`: Cognito's rate is exceeded. `Max Memory Used` near the limit in the REPORT line, or `ROSTER_MEMORY`, means a file larger than it was measured with.",
        },
        act: {
          'zh-CN':
            '若是 Cognito，调低本环境配置中的 `identity.accountsPerSecond`，或申请提高 UserCreation 的额度（Service Quotas，Cognito）。若是内存不足，在 `lib/capabilities/rosters.ts` 中提高 `memoryMib`。',
          en: "For Cognito lower `identity.accountsPerSecond` in the stage's configuration, or have the quota of UserCreation raised (Service Quotas, Cognito). For want of memory raise `memoryMib` in `lib/capabilities/rosters.ts`.",
        },
        afterwards: {
          'zh-CN': '任务十二分钟后从检查点继续。',
          en: 'A job goes on from its checkpoint after twelve minutes.',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '一步是一次检查，或 24 人。`JOB_WORKED` 说明一次调用做了几步；步数少，表示 Cognito 或 DynamoDB 慢（Cognito 的 `ThrottleCount`），或 `identity.accountsPerSecond` 设得低。每次调用一分钟后不再开始新的一步，另留一分钟做完最后一步；只有检查最大的文件才会接近时限。',
          en: 'A step is one check or 24 people. `JOB_WORKED` tells how many steps an invocation took; few steps mean that Cognito or DynamoDB is slow (`ThrottleCount` of Cognito), or that `identity.accountsPerSecond` is low. Each invocation stops taking steps after a minute and has another for the last; only a check of the largest files may come near.',
        },
      },
      'dead-letters': {
        check: {
          'zh-CN': '死信中有任务编号：`GET /v1/jobs/{id}`。',
          en: "The letter holds the job's id: `GET /v1/jobs/{id}`.",
        },
        act: {
          'zh-CN':
            '任务从检查点继续。其文件和导入计划保留 `jobs.fileDays` 天；若已过期，由学校重新检查名单。',
          en: 'The job goes on from its checkpoint. Its file and plan are kept for `jobs.fileDays`; if they have expired, the school checks its roster again.',
        },
      },
      delay: {
        check: {
          'zh-CN': '开学时许多学校同时送来名单：看 `JOB_WORKED` 行。',
          en: 'At the beginning of a school year many schools send rosters at once; see the lines `JOB_WORKED`.',
        },
        act: {
          'zh-CN':
            '因共用 Cognito 的速率，同时只处理两份名单，会自动轮到。若 Cognito 的额度已提高，也提高 `identity.accountsPerSecond`。',
          en: "Two rosters are worked on at a time, because Cognito's rate is shared: they get their turns by themselves. If Cognito's quota was raised, raise `identity.accountsPerSecond` too.",
        },
      },
    },
  ]),
};
