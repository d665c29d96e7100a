import type { Text } from '../../../functions/platform/contract.ts';
import type { Kind } from './kinds.ts';
import type { Parts } from './section.ts';

export const deployBefore: Text = {
  'zh-CN':
    '若故障始于某次部署，请[部署上一个提交](README.md#deploying-another-commit)。',
  en: 'If it began with a deployment, [deploy the commit before](README.md#deploying-another-commit).',
};

/**
 * What is true of one kind of alarm, whatever the function. `{…}` are facts of
 * the function, and what `triggers.ts` says of what calls it.
 */
export const common: Readonly<Record<Kind, Parts>> = {
  errors: {
    symptom: {
      'zh-CN': '五分钟内，此函数（负责{does}）有{many}崩溃、内存耗尽或超时。',
      en: 'Within five minutes, {many} of the function that {does} crashed, ran out of memory or ran out of time.',
    },
    users: { 'zh-CN': '{users}{crashed}', en: '{users} {crashed}' },
    check: {
      'zh-CN':
        '运行已保存的查询 {query}：`error.message` 是什么，从何时开始？{log} 中的 `Task timed out` 和 `Runtime.` 是被中断的调用。{look}',
      en: 'Run the saved query {query}: what does `error.message` say, and since when? `Task timed out` and `Runtime.` in {log} are calls that were cut off.{look}',
    },
    act: { 'zh-CN': '{deployBefore}', en: '{deployBefore}' },
    verify: {
      'zh-CN':
        '仪表盘 `xueyuan-<stage>-duty` 的“有函数出错吗？”中，`{name}` 连续十分钟为 0；告警自行解除。{works}',
      en: 'On the dashboard `xueyuan-<stage>-duty`, "Do functions fail?" shows 0 for `{name}` for ten minutes; the alarm ends by itself.{works}',
    },
    afterwards: {
      'zh-CN':
        '{repeat}记下何时开始、多少次、什么原因；若是程序缺陷，补一个当时会失败的测试。',
      en: '{repeat} Write down since when, how many and why; a defect of ours gets a test that would have failed.',
    },
  },
  throttles: {
    symptom: {
      'zh-CN':
        'Lambda 拒绝了此函数（负责{does}）的调用：账户在本区域的并发额度已用完。',
      en: 'Lambda turned away calls of the function that {does}: the account had no concurrency left in this Region.',
    },
    users: { 'zh-CN': '{throttled}', en: '{throttled}' },
    check: {
      'zh-CN':
        '在 CloudWatch 中把所有函数的 `ConcurrentExecutions` 与账户额度比较；已用多少见 [watch-concurrency](watch.md#watch-concurrency)。若某个函数几乎占满，它就是原因：先看它自己的告警。',
      en: "In CloudWatch compare `ConcurrentExecutions` of all functions with the account's quota; [watch-concurrency](watch.md#watch-concurrency) tells how full it is. One function that takes nearly all of it is the cause: see its own alarms first.",
    },
    act: {
      'zh-CN':
        '提高额度（Service Quotas，Lambda，Concurrent executions；幅度不大时往往立即生效）。若某个函数调用量暴增，查清谁在调用：接口函数查访问日志 `/xueyuan/<stage>/api/access` 中的地址，消费者看队列积压。请求过多时，调低本环境配置中的 `api.throttle`，并部署 `api` 栈。',
      en: "Raise the quota (Service Quotas, Lambda, Concurrent executions; often at once for moderate numbers). If one function floods, find who calls it: of an API by address in the access log `/xueyuan/<stage>/api/access`, of a consumer by the depth of its queue. Against a flood of requests lower `api.throttle` in the stage's configuration and deploy the stack `api`.",
    },
    verify: {
      'zh-CN':
        '`{name}` 的 `Throttles` 连续十分钟为 0，账户用量低于额度的 80%。',
      en: '`Throttles` of `{name}` stays 0 for ten minutes, and the account is below 80 % of its quota.',
    },
    afterwards: {
      'zh-CN': '{repeat}若用量属自然增长，申请两倍于峰值的额度。',
      en: '{repeat} If use grew by itself, ask for a quota of twice the peak.',
    },
  },
  duration: {
    symptom: {
      'zh-CN':
        '连续 15 分钟，此函数（负责{does}）每百次调用中有一次耗时超过时限的 80%。',
      en: 'For 15 minutes, one call in a hundred of the function that {does} has taken more than 80 % of its time limit.',
    },
    users: { 'zh-CN': '{slow}', en: '{slow}' },
    check: { 'zh-CN': '{lines}', en: '{lines}' },
    act: {
      'zh-CN': '{deployBefore}若是区域本身变慢，等它恢复。',
      en: '{deployBefore} A Region that is slow: wait.',
    },
    verify: {
      'zh-CN': '`{name}` 的 `Duration` p99 连续一刻钟低于其时限。',
      en: 'p99 of `Duration` of `{name}` stays below its limit for a quarter of an hour.',
    },
    afterwards: {
      'zh-CN': '若负载属自然增长，先测量，再在 `{source}` 中提高内存或时限。',
      en: 'If load grew by itself, measure, then raise memory or time limit in `{source}`.',
    },
  },
  'dead-letters': {
    symptom: { 'zh-CN': '{lettersSymptom}', en: '{lettersSymptom}' },
    users: { 'zh-CN': '{users}', en: '{users}' },
    check: {
      'zh-CN':
        '`npm run ops -- dlq show {letters} --stage <stage>` 显示被搁置的内容；其中只有编号，没有正文。{lettersCheck}',
      en: '`npm run ops -- dlq show {letters} --stage <stage>` shows what was set aside; it holds ids, no content. {lettersCheck}',
    },
    act: { 'zh-CN': '{lettersAct}', en: '{lettersAct}' },
    verify: {
      'zh-CN':
        '`npm run ops -- dlq list --stage <stage>` 不再列出 `{letters}`，十分钟后再看仍没有。',
      en: '`npm run ops -- dlq list --stage <stage>` names `{letters}` no more, also ten minutes later.',
    },
    afterwards: { 'zh-CN': '{lettersAfterwards}', en: '{lettersAfterwards}' },
  },
  delay: {
    symptom: {
      'zh-CN': '队列 `{name}` 中最早的事件已等待 15 分钟。',
      en: 'The oldest event in the queue `{name}` has waited for 15 minutes.',
    },
    users: { 'zh-CN': '{users}', en: '{users}' },
    check: {
      'zh-CN':
        '`{alarms}-errors` 或 `{alarms}-throttles` 也在告警吗？先处理它们。事件是否比平时来得快（`NumberOfMessagesSent`）？{log} 中 `CONSUMED` 行的耗时是否变长？消费者是否仍连着队列：`aws lambda list-event-source-mappings --function-name {name}` 应显示 `Enabled`。',
      en: 'Do `{alarms}-errors` or `{alarms}-throttles` ring too? Begin there. Do events come faster than usual (`NumberOfMessagesSent`)? Do the lines `CONSUMED` in {log} take longer? Is the consumer still connected: `aws lambda list-event-source-mappings --function-name {name}` says `Enabled`?',
    },
    act: {
      'zh-CN':
        '若刚做过导入，队列会自行排空：曲线在下降。若消费者所依赖的服务不可用，先恢复它：事件保留四天。若只是太慢，在 `{source}` 中提高 `concurrency`，部署，并观察它后面的服务。',
      en: 'After an import the queue empties by itself: its graph falls. If what the consumer needs is down, mend that first: events are kept for four days. If it is merely too slow, raise `concurrency` in `{source}`, deploy, and watch what stands behind it.',
    },
    verify: {
      'zh-CN':
        '仪表盘 `xueyuan-<stage>-duty` 的“事件等了多久？”中，`{name}` 降到 60 秒以下。',
      en: 'On the dashboard `xueyuan-<stage>-duty`, "How long have events waited?" falls below 60 s for `{name}`.',
    },
    afterwards: {
      'zh-CN':
        '`npm run ops -- dlq list --stage <stage>`：其间失败五次的事件在死信中，把它们送回。',
      en: '`npm run ops -- dlq list --stage <stage>`: what failed five times meanwhile is there; redrive it.',
    },
  },
};
