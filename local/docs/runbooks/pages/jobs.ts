import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const jobs: Page = {
  title: { 'zh-CN': '任务', en: 'Jobs' },
  intro: {
    'zh-CN':
      '任务停滞没有单独的告警：看 `GET /v1/jobs/{id}` 的 `changedAt`，或由该类任务的死信告警得知（`<capability>-on-<kind>-requested-dead-letters`）。处理程序每收到一条消息取得两分钟的租约，工作一分钟（本环境的 `jobs.stepsSeconds`），再请求继续（`JOB_WORKED`）。中途被终止的，消息十二分钟后再来，从检查点继续。终止五次后，消息进入死信：先排除终止它的原因，再送回，任务即继续。`JOB_LEASE_LOST` 表示两次调用相遇，由后到的继续。',
    en: "A job that does not go on has no alarm of its own: it is seen by `changedAt` of `GET /v1/jobs/{id}`, or told by the alarm of dead letters of its kind's worker (`<capability>-on-<kind>-requested-dead-letters`). A worker takes a lease of two minutes with every message, works for one (`jobs.stepsSeconds` of the stage), and asks for itself again (`JOB_WORKED`). Killed in between, its message comes again after twelve minutes and goes on from the checkpoint. After five deaths the message is among the dead letters: mend what kills it, then redrive, and the job goes on. `JOB_LEASE_LOST` means that two invocations met; the later one goes on.",
  },
  sections: sectionsOf('jobs', [
    {
      entry: 'api',
      trigger: 'request',
      does: { 'zh-CN': '处理 `/v1/jobs`', en: 'answers `/v1/jobs`' },
      users: {
        'zh-CN': '看不到任务的进展，也无法下载报告；任务本身照常进行。',
        en: 'Nobody sees where a job stands, and no report is downloaded; jobs themselves go on.',
      },
      errors: {
        check: {
          'zh-CN':
            '查看无权查看的任务不是错误：返回 404。日志若提到 DynamoDB，看区域的健康状态。',
          en: 'A job that somebody may not see is no error: it is answered 404. If the lines name DynamoDB, see the health of the Region.',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '每次请求读取本人和 `work` 表的一项；公式在 `functions/jobs/service.ts`。',
          en: 'Each request reads the person and one item of `work`; the formula stands in `functions/jobs/service.ts`.',
        },
      },
    },
  ]),
};
