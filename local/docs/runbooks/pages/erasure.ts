import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const erasure: Page = {
  title: { 'zh-CN': '个人信息删除', en: 'Erasure' },
  intro: {
    'zh-CN':
      '一次删除是一个类型为 `erasure` 的任务：进展见 `GET /v1/people/{id}/erasure` 和 `GET /v1/jobs/{id}`。每一步都可重做，整个任务也可从头再来，不会丢失任何内容。哪里保存什么：[personal-data.md](../personal-data.md)；恢复数据时必须做什么：[erasure-ledger.md](../erasure-ledger.md)。',
    en: 'An erasure is a job of kind `erasure`: `GET /v1/people/{id}/erasure` and `GET /v1/jobs/{id}` tell where it stands. Each of its steps may be done again, and the whole from the beginning; nothing is lost by that. What is kept where: [personal-data.md](../personal-data.md); what a restore must do: [erasure-ledger.md](../erasure-ledger.md).',
  },
  sections: sectionsOf('erasure', [
    {
      entry: 'api',
      trigger: 'request',
      does: { 'zh-CN': '处理 `/v1/people`', en: 'answers `/v1/people`' },
      users: {
        'zh-CN':
          '无法查询平台保存了自己的哪些信息，也无法申请删除；已开始的删除照常进行。',
        en: 'Nobody can ask what is held about them, or for an erasure; erasures that were begun go on.',
      },
      errors: {
        check: {
          'zh-CN':
            '日志中只有人员编号，从不出现姓名。日志若提到 DynamoDB，看区域的健康状态。',
          en: "The lines name the person's id and never their name. If they name DynamoDB, see the health of the Region.",
        },
        act: {
          'zh-CN': '申请删除是一个事务：再次申请，得到的是已开始的那个任务。',
          en: 'A request for an erasure is one transaction: asked for again, the job that it began is answered.',
        },
      },
      duration: {
        check: {
          'zh-CN': '查询个人记录时，要读取该页中每个资源的全部溯源记录。',
          en: 'A record reads the whole history of each resource in its page.',
        },
        act: {
          'zh-CN': '请查询者减小每页条数（`?limit=`）。',
          en: 'Whoever asks takes a smaller page (`?limit=`).',
        },
      },
    },
    {
      entry: 'on-erasure-requested',
      trigger: 'queue',
      does: { 'zh-CN': '删除个人信息', en: 'erases people' },
      users: {
        'zh-CN': '应被删除的人尚未删除，或只删除了一部分。',
        en: 'Somebody who is to be erased is not yet, or only in part.',
      },
      errors: {
        check: {
          'zh-CN':
            '`ERASURE_STEP` 说明最后完成了哪一步。`resources` 这一步崩溃，问题出在某一个资源：堆栈中有 DynamoDB 或 S3 拒绝的键。',
          en: '`ERASURE_STEP` tells which step was done last. A crash in the step `resources` is of one resource: the trace has the key that DynamoDB or S3 refused.',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '它每运行一分钟就自行停下，由下一次调用继续，所以超时的是某一步。慢在多个区域的文件删除：每个版本一次请求。',
          en: 'It stops by itself after a minute and goes on in another call, so that a single step is slow. Deleting files in several Regions is the slow one: each version is one request.',
        },
        act: {
          'zh-CN': '若某人的资源很多，并非故障：它每次处理十个。',
          en: 'If one person has very many resources, nothing is wrong: it takes ten at a time.',
        },
      },
      'dead-letters': {
        check: {
          'zh-CN':
            '死信中有任务编号，进展见 `GET /v1/jobs/{id}`。STS 或 S3 的 `AccessDenied` 指明哪一份副本无法清除：恢复区域的角色 `xueyuan-<stage>-<recovery-region>-storage-eraser` 还在吗，是否仍信任本账户？',
          en: "The letter holds the job's id; `GET /v1/jobs/{id}` tells where it stands. `AccessDenied` of STS or S3 names the copy that could not be cleared: has the recovery Region still its role `xueyuan-<stage>-<recovery-region>-storage-eraser`, and does it trust the account?",
        },
        afterwards: {
          'zh-CN':
            '法律可能规定了完成期限：申请时间见 `GET /v1/people/{id}/erasure` 的 `askedAt`。',
          en: 'The law may set a date by which it must be done: see `askedAt` of `GET /v1/people/{id}/erasure`.',
        },
      },
      delay: {
        check: {
          'zh-CN': '同时只处理两人；学校成批删除一个年级时会排队。',
          en: 'Two people are erased at once; a school that erases a whole year queues.',
        },
      },
    },
  ]),
};
