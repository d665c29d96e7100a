import type { Text } from '../../../functions/platform/contract.ts';

/** What is said of the dead letters that one kind of caller leaves. */
export type Letters = {
  readonly [P in
    | 'lettersSymptom'
    | 'lettersCheck'
    | 'lettersAct'
    | 'lettersAfterwards']: Text;
};

const nothing: Text = { 'zh-CN': '', en: '' };

/** By who calls; `none` is of those that leave no letters. */
export const letters = {
  queue: {
    lettersSymptom: {
      'zh-CN':
        '有事件失败五次，或无法送达其队列，已搁置，保留 14 天。其余事件照常处理。',
      en: 'An event failed five times, or could not be brought to its queue, and was set aside for 14 days. The rest goes on.',
    },
    lettersCheck: {
      'zh-CN': '{log} 中的 `EVENT_REFUSED` 行带有每次尝试的错误。',
      en: 'In {log} `EVENT_REFUSED` carries the error of each try.',
    },
    lettersAct: {
      'zh-CN':
        '先排除原因，再运行 `npm run ops -- dlq redrive {letters} --stage <stage>`：消费者读取的是当前状态，事件重发、晚到或重复都无妨。',
      en: 'Mend the cause. Then `npm run ops -- dlq redrive {letters} --stage <stage>`: consumers read what is so now, so that an event sent again, late or twice does no harm.',
    },
    lettersAfterwards: {
      'zh-CN':
        '记下是什么事件、为何失败。若任何消费者都读不了，是写入方的缺陷：先修好，把其余的送回，再清空死信队列（`aws sqs purge-queue --queue-url <url>`，其中所有死信都会删除）。',
      en: 'Write down what the event was and why it failed. One that no consumer can ever read is a defect of its writer: mend that, redrive the others, then empty the queue (`aws sqs purge-queue --queue-url <url>`, which deletes every letter in it).',
    },
  },
  clock: {
    lettersSymptom: {
      'zh-CN': '定时任务半小时内都未能调用此函数；这次调用已搁置，保留 14 天。',
      en: 'For half an hour the schedule could not call the function; the call was set aside for 14 days.',
    },
    lettersCheck: {
      'zh-CN':
        '属性 `ERROR_CODE` 和 `ERROR_MESSAGE` 说明调用为何被拒绝：多半是没有并发额度，或角色不再有权调用此函数。{log} 中有更新的日志吗？',
      en: 'The attributes `ERROR_CODE` and `ERROR_MESSAGE` say why the call was refused: mostly no concurrency, or a role that may not call the function any more. Has {log} newer lines?',
    },
    lettersAct: {
      'zh-CN':
        "先排除原因（若是角色，部署该栈）。再手动调用一次：`aws lambda invoke --function-name {name} --payload '{}' answer.json`。然后清空死信队列：`aws sqs purge-queue --queue-url <url>`，其中所有死信都会删除。",
      en: "Mend the cause (a role: deploy the stack). Call the function once by hand: `aws lambda invoke --function-name {name} --payload '{}' answer.json`. Then empty the queue: `aws sqs purge-queue --queue-url <url>`, which deletes every letter in it.",
    },
    lettersAfterwards: {
      'zh-CN': '无需其他操作：每次调用都会处理全部到期事项，错过的时段会补上。',
      en: 'Nothing: every call works off all that is due, so that missed hours are caught up.',
    },
  },
  stream: {
    lettersSymptom: {
      'zh-CN':
        '有一条表记录无法转发，已由转发器搁置，或在十二小时后由数据流搁置。',
      en: 'A record of the tables could not be relayed and was set aside, by the relay itself or, after twelve hours, by the stream.',
    },
    lettersCheck: {
      'zh-CN': '{log} 中同一时刻有 `EVENT_SET_ASIDE` 行。',
      en: 'In {log} the line `EVENT_SET_ASIDE` stands at the same time.',
    },
    lettersAct: nothing,
    lettersAfterwards: nothing,
  },
  none: {
    lettersSymptom: nothing,
    lettersCheck: nothing,
    lettersAct: nothing,
    lettersAfterwards: nothing,
  },
} as const satisfies Readonly<Record<string, Letters>>;
