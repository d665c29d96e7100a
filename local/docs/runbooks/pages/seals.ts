import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

const byHand =
  "`aws lambda invoke --function-name xueyuan-<stage>-seals-on-hour --payload '{}' answer.json`";

export const seals: Page = {
  title: { 'zh-CN': '存证', en: 'Seals' },
  intro: {
    'zh-CN': '什么是存证：[history format](../history-format.md)。',
    en: 'What a seal is: [history format](../history-format.md).',
  },
  sections: [
    ...sectionsOf('seals', [
      {
        entry: 'api',
        trigger: 'request',
        does: { 'zh-CN': '处理 `/v1/seals`', en: 'answers `/v1/seals`' },
        users: {
          'zh-CN':
            '无法在此读取存证或公钥。存证照常进行；资源的溯源记录及其导出自带证明，由另一个函数提供。',
          en: "Nobody can read seals or public keys there. Seals are made all the same, and a resource's history and its export, which carry their own proofs, are answered by another function.",
        },
        errors: {
          check: {
            'zh-CN': '日志若提到 DynamoDB，看区域的健康状态。',
            en: 'If the lines name DynamoDB, see the health of the Region.',
          },
        },
        duration: {
          check: {
            'zh-CN': '一页 100 个存证约需 9 RRU。',
            en: 'A page of 100 seals is some 9 RRU.',
          },
        },
      },
      {
        entry: 'on-hour',
        trigger: 'clock',
        does: { 'zh-CN': '每小时存证', en: 'makes the hourly seal' },
        users: {
          'zh-CN':
            '没有人会察觉。最近几小时的记录显示为尚未存证；错过的整点会补上。',
          en: 'Nobody. Entries of the last hours are answered as not yet sealed; missed hours are caught up.',
        },
        errors: {
          check: {
            'zh-CN':
              '`kms:` 指签名密钥（被停用、等待删除，或角色失去了 `kms:Sign`）；存储桶 `seals` 的 `AccessDenied` 指其策略或文件密钥；`ZodError` 指出一条不合格的溯源记录头，是有人绕过应用写入的。',
            en: '`kms:` means the signing key (disabled, pending deletion, or the role lost `kms:Sign`); `AccessDenied` on the bucket `seals` its policy or the key of files; `ZodError` names a history header that is none, which somebody wrote past the application.',
          },
          act: {
            'zh-CN': `先排除原因，再手动调用一次：${byHand}。全部存证后，返回结果中有 \`isUpToDate: true\`。`,
            en: `Mend the cause, then call the function once by hand: ${byHand}. The answer has \`isUpToDate: true\` when all is sealed.`,
          },
          afterwards: {
            'zh-CN':
              '不合格的记录头不得删除：作为证据保留，在 CloudTrail 的数据事件中查出是谁写入的，并上报。',
            en: "A header that is none must not be deleted: keep it as evidence, find who wrote it in CloudTrail's data events, and report it.",
          },
        },
        duration: {
          check: {
            'zh-CN':
              '每小时 10,000 次变更时，只用去 15 分钟时限中的几秒。`SEAL_MADE` 行有 `leaves`，每补上一个整点一行；`SEAL_BEHIND` 说明做到了哪里。',
            en: 'With 10,000 changes an hour it takes seconds of its 15 minutes. Lines `SEAL_MADE` have `leaves`, one line each hour that was caught up; `SEAL_BEHIND` says up to where it came.',
          },
          act: {
            'zh-CN': `积压由之后的调用逐个整点补上；手动调用可加快：${byHand}。`,
            en: `A backlog is worked off hour by hour over the next calls; calling it by hand speeds that up: ${byHand}.`,
          },
        },
      },
    ]),
    {
      heading: 'seals-on-hour-missed',
      parts: {
        symptom: {
          'zh-CN': '已有两小时没有任何一次调用报告溯源记录已存证到上一整点。',
          en: 'For two hours no call has reported that the history is sealed up to the last full hour.',
        },
        users: {
          'zh-CN':
            '没有人会察觉。已存证的不受影响；但其后发生的，对有权写表的人没有防护。',
          en: 'Nobody. What was sealed is as it was; but what happened since is not protected against somebody with write access to the table.',
        },
        check: {
          'zh-CN':
            '`/xueyuan/<stage>/seals/on-hour` 中有 `SEAL_MADE` 行吗？若没有，函数是否被调用：`aws scheduler get-schedule --name xueyuan-<stage>-seals-on-hour` 应显示 `ENABLED`。再看本页的其他告警。每小时都有 `SEAL_RACE_LOST`，表示有两个定时任务在调用它，或某个存证没有前一个：比较 `GET /v1/seals` 与存储桶中 `seals/` 下的对象。',
          en: 'Are there `SEAL_MADE` lines in `/xueyuan/<stage>/seals/on-hour`? With none, is the function called at all: `aws scheduler get-schedule --name xueyuan-<stage>-seals-on-hour` says `ENABLED`? Then see the other alarms of this page. `SEAL_RACE_LOST` every hour means that two schedules call it, or a seal without its predecessor: compare `GET /v1/seals` with the objects under `seals/` in the bucket.',
        },
        act: {
          'zh-CN': `先排除原因，再手动调用：${byHand}。它会补上所有整点。`,
          en: `Mend the cause, then call the function by hand: ${byHand}. It catches up all hours.`,
        },
        verify: {
          'zh-CN':
            '返回结果中有 `isUpToDate: true`；仪表盘 `xueyuan-<stage>-duty` 的“溯源记录是否已存证到上一整点？”在该小时显示 1。',
          en: 'The answer has `isUpToDate: true`; on the dashboard `xueyuan-<stage>-duty`, "Is the history sealed to the last hour?" shows 1 for the hour.',
        },
        afterwards: {
          'zh-CN':
            '若有人关闭了定时任务，问明原因，并把这几小时的记录视为未受保护：与上一次导出比较。',
          en: 'If somebody switched the schedule off, ask why, and treat entries of these hours as not protected: compare them with the last export.',
        },
      },
    },
  ],
};
