import type { Text } from '../../../functions/platform/contract.ts';
import type { Kind } from './kinds.ts';
import { type Letters, letters } from './letters.ts';

/** What calls a function, and so what a failed call means to who waits. */
export type Triggered = { readonly trigger: Trigger };
export type Trigger =
  | 'request'
  | 'sign-in'
  | 'queue'
  | 'clock'
  | 'stream'
  | 'operator'
  | 'deployment';

type Means = {
  readonly kinds: readonly Kind[];
  /** How many failures ring. */
  readonly many: Text;
  /** What becomes of the call that crashed. */
  readonly crashed: Text;
  /** What becomes of the call that was turned away. */
  readonly throttled: Text;
  readonly slow: Text;
  /** Where durations stand. */
  readonly lines: Text;
  /** Where else to look. */
  readonly look: Text;
  /** What works again. */
  readonly works: Text;
  /** What somebody has to do over. */
  readonly repeat: Text;
} & Letters;

const nothing: Text = { 'zh-CN': '', en: '' };
const none: readonly Kind[] = ['errors', 'throttles', 'duration'];
const one: Text = { 'zh-CN': '一次调用', en: 'a call' };
const five: Text = { 'zh-CN': '五次以上调用', en: 'five or more calls' };
const slowLater: Text = {
  'zh-CN': '暂无感受。调用一旦被中断：{users}',
  en: 'Nothing yet. What follows when calls are cut off: {users}',
};
/** What durations mean where a line has the cost beside them. */
const byCost: Text = {
  'zh-CN':
    '`cost` 照常却变慢：是后面的服务慢，看区域的健康状态。`cost` 比以前高：它做的事多了，看最近部署了什么。',
  en: 'Is it slow at its usual `cost`? Then what stands behind it is slow: see the health of the Region. Does it cost more than before? Then it does more: see what was deployed.',
};
const reportLines: Text = {
  'zh-CN':
    '看 {log} 中的 `REPORT` 行：同样的工作量，耗时是否变长？若是，则是后面的服务慢：看区域的健康状态。',
  en: 'See the `REPORT` lines in {log}: does it take longer at the same work? Then what stands behind it is slow: see the health of the Region.',
};

export const triggers: Readonly<Record<Trigger, Means>> = {
  request: {
    kinds: none,
    many: five,
    crashed: {
      'zh-CN': '这些请求返回 500，其他请求照常。',
      en: 'Those requests were answered 500; the others go on.',
    },
    throttled: {
      'zh-CN': '部分请求返回 429 或 503，客户端可以重发。{users}',
      en: 'Some requests are answered 429 or 503; clients may send them again. {users}',
    },
    slow: {
      'zh-CN': '部分用户等待较久。调用一旦被中断：{users}',
      en: 'Some wait long. What follows when calls are cut off: {users}',
    },
    lines: {
      'zh-CN': `{log} 中的 \`REQUEST\` 行带有 \`route\`、\`duration\` 和 \`cost\`：哪个接口慢？${byCost['zh-CN']}`,
      en: `Lines \`REQUEST\` in {log} carry \`route\`, \`duration\` and \`cost\`: which route is slow? ${byCost.en}`,
    },
    look: {
      'zh-CN':
        '查一次请求的全部日志：`npm run ops -- request <x-request-id> --stage <stage>`。',
      en: ' One request in full: `npm run ops -- request <x-request-id> --stage <stage>`.',
    },
    works: nothing,
    repeat: {
      'zh-CN':
        '无需补做：被拒绝的人已得到提示；带原 `Idempotency-Key` 重发的请求只执行一次。',
      en: 'Nothing is to be done over: who was refused was told so, and a request that is sent again with its `Idempotency-Key` is done once.',
    },
    ...letters.none,
  },
  'sign-in': {
    kinds: none,
    many: five,
    crashed: nothing,
    throttled: {
      'zh-CN': '当时登录的人被拒绝。{users}',
      en: 'People who signed in at that moment were refused. {users}',
    },
    slow: {
      'zh-CN': '登录变慢。调用一旦被中断：{users}',
      en: 'Signing in is slow. What follows when calls are cut off: {users}',
    },
    lines: reportLines,
    look: nothing,
    works: { 'zh-CN': '自己登录一次。', en: ' Sign in yourself.' },
    repeat: { 'zh-CN': '请用户重新登录。', en: 'People sign in again.' },
    ...letters.none,
  },
  queue: {
    kinds: [...none, 'dead-letters', 'delay'],
    many: one,
    crashed: {
      'zh-CN': '该事件会自动再来。',
      en: 'The event comes again by itself.',
    },
    throttled: {
      'zh-CN': '队列会再次投递事件，不会丢失，只是晚到。{users}',
      en: 'The queue gives its events again; nothing is lost, it is only late. {users}',
    },
    slow: slowLater,
    lines: {
      'zh-CN': `{log} 中的 \`CONSUMED\` 行带有 \`duration\` 和 \`cost\`。${byCost['zh-CN']}`,
      en: `Lines \`CONSUMED\` in {log} carry \`duration\` and \`cost\`. ${byCost.en}`,
    },
    look: {
      'zh-CN': '`EVENT_REFUSED` 行带有单个事件的错误。',
      en: ' `EVENT_REFUSED` carries the error of one event.',
    },
    works: {
      'zh-CN': '`npm run ops -- dlq list --stage <stage>` 中，它没有新的死信。',
      en: ' `npm run ops -- dlq list --stage <stage>` shows no new letters of it.',
    },
    repeat: {
      'zh-CN': '失败五次的事件在死信中：见死信告警那一节。',
      en: 'What failed five times is among the dead letters: see that alarm.',
    },
    ...letters.queue,
  },
  clock: {
    kinds: [...none, 'dead-letters'],
    many: one,
    crashed: {
      'zh-CN': '下一次定时调用会从中断处继续。',
      en: 'The next call by the clock goes on where it stopped.',
    },
    throttled: {
      'zh-CN': '定时任务会重试半小时；之后由下一次调用补做。{users}',
      en: 'The schedule tries again for half an hour; then the next call does its work. {users}',
    },
    slow: slowLater,
    lines: reportLines,
    look: nothing,
    works: nothing,
    repeat: {
      'zh-CN': '等不到下一次定时调用的，可手动调用，方法见其死信告警那一节。',
      en: 'Whoever cannot wait for the next call by the clock makes it by hand, as the section of its dead letters says.',
    },
    ...letters.clock,
  },
  stream: {
    kinds: [...none, 'dead-letters'],
    many: five,
    crashed: {
      'zh-CN': '不会丢失：数据流保留记录 24 小时。',
      en: 'Nothing is lost: the stream keeps records for 24 hours.',
    },
    throttled: {
      'zh-CN': '数据流会再次投递记录，不会丢失。{users}',
      en: 'The stream gives its records again; nothing is lost. {users}',
    },
    slow: slowLater,
    lines: reportLines,
    look: nothing,
    works: nothing,
    repeat: {
      'zh-CN': '数据流会在十二小时内自动重新投递这一批，每次减半。',
      en: 'The stream gives the batch again by itself for twelve hours, halved each time.',
    },
    ...letters.stream,
  },
  operator: {
    kinds: none,
    many: one,
    crashed: { 'zh-CN': '其他人没有感受。', en: 'Nobody else notices.' },
    throttled: {
      'zh-CN': '调用者须再调用一次，不会丢失任何内容。{users}',
      en: 'Whoever called it has to call again; nothing is lost. {users}',
    },
    slow: slowLater,
    lines: reportLines,
    look: nothing,
    works: {
      'zh-CN': '停住的命令能正常结束。',
      en: ' The command that stood still ends well.',
    },
    repeat: { 'zh-CN': '重新运行该命令。', en: 'Run the command again.' },
    ...letters.none,
  },
  deployment: {
    kinds: none,
    many: one,
    crashed: nothing,
    throttled: {
      'zh-CN': 'CloudFormation 会重试。{users}',
      en: 'CloudFormation tries again. {users}',
    },
    slow: slowLater,
    lines: reportLines,
    look: nothing,
    works: { 'zh-CN': '部署正常结束。', en: ' The deployment ends well.' },
    repeat: { 'zh-CN': '重新部署。', en: 'Deploy again.' },
    ...letters.none,
  },
};
