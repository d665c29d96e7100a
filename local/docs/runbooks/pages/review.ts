import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const review: Page = {
  title: { 'zh-CN': '评审', en: 'Review' },
  sections: sectionsOf('review', [
    {
      entry: 'api',
      trigger: 'request',
      does: { 'zh-CN': '处理 `/v1/reviews`', en: 'answers `/v1/reviews`' },
      users: {
        'zh-CN': '资源管理员无法作出评审结论；其间没有新的发布。',
        en: 'Librarians cannot decide; nothing is published meanwhile.',
      },
      errors: {
        check: {
          'zh-CN':
            '来得太晚的结论不是错误：返回 409 或 412。日志若提到 DynamoDB，看区域的健康状态。',
          en: 'A decision that came too late is no error: it is answered 409 or 412. If the lines name DynamoDB, see the health of the Region.',
        },
        afterwards: {
          'zh-CN':
            '每个结论与资源的当前状态在同一事务中写入：`GET /v1/reviews/{id}` 显示是否已作出。',
          en: "Decisions are one transaction each with the resource's head: `GET /v1/reviews/{id}` tells whether one was done.",
        },
      },
      duration: {
        check: {
          'zh-CN':
            '待评审很多时，列表每次只读一页，见 `limit`。公式在 `functions/review/service.ts`。',
          en: 'The queue of a district with many open reviews reads one page at a time; see `limit`. The formula stands in `functions/review/service.ts`.',
        },
      },
    },
    {
      entry: 'on-due',
      trigger: 'clock',
      does: {
        'zh-CN': '每小时提醒评审专家、替换未回应者，并按专家组的规则作出结论',
        en: "reminds reviewers each hour, replaces silent ones and lets panels' rules decide",
      },
      users: {
        'zh-CN': '评审的提醒和期限延后生效；其间资源管理员仍可作出结论。',
        en: 'Reminders and deadlines of reviews take effect late; librarians may decide meanwhile.',
      },
      errors: {
        symptom: {
          'zh-CN':
            '每小时提醒评审专家、替换未回应者并按专家组规则作出结论的运行崩溃、超时，或有部分评审任务未能处理。',
          en: "The hourly run that reminds reviewers, replaces silent ones and lets panels' rules decide crashed, ran out of time, or could not work off some assignments.",
        },
        check: {
          'zh-CN':
            '`REVIEW_DUE_FAILED` 指明评审，并带有错误；`REVIEW_DUE_WORKED_OFF` 给出数量。被他人抢先的运行不写错误。',
          en: '`REVIEW_DUE_FAILED` names the review and carries the error; `REVIEW_DUE_WORKED_OFF` counts. A run that lost a race to somebody writes no error.',
        },
        afterwards: {
          'zh-CN': '其他评审任务都已处理；重复处理无妨。',
          en: 'All other assignments were done; doing one twice does no harm.',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '它在五分钟时限之前自行停下，下一小时继续。把 `REVIEW_DUE_WORKED_OFF` 行中的 `looked` 与其他日子比较：可能有许多专家组的期限相同。',
          en: 'It stops by itself before its five minutes end, and goes on in the next hour. Compare `looked` in the lines `REVIEW_DUE_WORKED_OFF` with other days: many panels may have the same deadline.',
        },
        act: {
          'zh-CN':
            "手动调用，直到 `looked` 变小：`aws lambda invoke --function-name xueyuan-<stage>-review-on-due --payload '{}' answer.json`。",
          en: "Call it by hand until `looked` is small: `aws lambda invoke --function-name xueyuan-<stage>-review-on-due --payload '{}' answer.json`.",
        },
      },
    },
    {
      entry: 'on-resource-submitted',
      trigger: 'queue',
      does: {
        'zh-CN': '记录哪些人共同提交过资源',
        en: 'remembers who submits something together',
      },
      users: {
        'zh-CN': '专家组候选人中，可能出现近期与贡献者合作过的人。其余照常。',
        en: 'Candidates for a panel may be listed who have worked with a contributor of late. All else goes on.',
      },
      duration: {
        check: {
          'zh-CN':
            '每个事件读取一个资源的当前状态，并为至多 40 名贡献者各读写一项；公式在 `functions/review/service/collaborating.ts`。',
          en: 'Each event reads a head, and reads and writes one item for each of up to 40 contributors; the formula stands in `functions/review/service/collaborating.ts`.',
        },
      },
    },
  ]),
};
