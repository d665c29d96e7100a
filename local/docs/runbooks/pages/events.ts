import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const events: Page = {
  title: { 'zh-CN': '事件', en: 'Events' },
  sections: [
    ...sectionsOf('events', [
      {
        entry: 'on-record',
        stack: 'events',
        trigger: 'stream',
        does: {
          'zh-CN': '把各表的变更转发到事件总线',
          en: 'relays the news of the tables to the event bus',
        },
        users: {
          'zh-CN': '检索滞后，新文件未被读取，任务未开始。',
          en: 'Search lags behind, new files are not read, and jobs do not begin.',
        },
        errors: {
          check: {
            'zh-CN':
              '单条无意义的记录不会使它崩溃：那一条会被搁置（`EVENT_SET_ASIDE`）。崩溃意味着事件总线或死信队列整体没有响应，或缺少权限；日志会指明是哪一个。',
            en: 'One record that says nothing sensible does not crash it: that one is set aside (`EVENT_SET_ASIDE`). A crash means that the bus or the dead-letter queue as a whole does not answer, or that a permission is gone; the line names which.',
          },
        },
        duration: {
          check: {
            'zh-CN':
              '每批最多调用总线十次。看 `EVENTS_RELAYED` 及其数量；账户超出额度时，总线会限流（`PutEventsApproximateThrottledCount`）。',
            en: 'Each batch is at most ten calls of the bus. See `EVENTS_RELAYED` with its count; the bus sheds load when an account exceeds its quota (`PutEventsApproximateThrottledCount`).',
          },
          act: {
            'zh-CN':
              '提高 PutEvents 的额度（Service Quotas，EventBridge），或放慢正在进行的导入。',
            en: 'Raise the quota of PutEvents (Service Quotas, EventBridge), or lower the rate of an import that runs.',
          },
        },
        'dead-letters': {
          users: {
            'zh-CN': '等待该事件的一方没有收到它。',
            en: 'Whoever waits for that event has not heard of it.',
          },
          check: {
            'zh-CN':
              '死信中有记录的键和原因（`why`）；由数据流搁置的，只有它所在的那一段数据流。',
            en: "The letter holds the record's keys and why (`why`); one that the stream set aside holds only the stretch of the stream that it stood in.",
          },
          act: {
            'zh-CN':
              '它不是从队列来的，不能送回。`no-event`：写入了转发器没有对应事件的记录，修好写入方。再补发它本应发出的事件：资源用 `npm run ops -- replay --since <time> --stage <stage>`；文件须把它的 `file.promoted` 放上总线（`aws events put-events`，来源 `xueyuan`，内容 `{"file":"<sha256>","time":"<now>"}`）；任务则是 `<kind>.requested`（`{"job":"<id>","time":"<now>"}`）。全部补发之后，清空死信队列：`aws sqs purge-queue --queue-url <url>`，其中所有死信都会删除。',
            en: 'It came from no queue, so that it cannot be redriven. `no-event`: a record was written that the relay has no event for; mend who wrote it. Then tell what it would have told: of resources by `npm run ops -- replay --since <time> --stage <stage>`; of a file by putting its `file.promoted` on the bus (`aws events put-events`, source `xueyuan`, detail `{"file":"<sha256>","time":"<now>"}`); of a job its `<kind>.requested` (`{"job":"<id>","time":"<now>"}`). When all letters are told, empty the queue: `aws sqs purge-queue --queue-url <url>`, which deletes every one in it.',
          },
          afterwards: {
            'zh-CN':
              '`npm run ops -- reconcile --stage <stage>` 显示检索与资源目录是否一致。',
            en: '`npm run ops -- reconcile --stage <stage>` shows whether search is as the catalogue is.',
          },
        },
      },
      {
        entry: 'on-replay',
        stack: 'events',
        trigger: 'operator',
        does: {
          'zh-CN': '依据溯源记录重新发送事件',
          en: 'sends events of the history again',
        },
        users: {
          'zh-CN': '运维人员的重放停住了。',
          en: "An operator's replay stands still.",
        },
        errors: {
          check: {
            'zh-CN':
              '`The bus refuses` 表示某个事件试了三次仍不被接受：看 EventBridge 的健康状态和 PutEvents 的额度。',
            en: '`The bus refuses` means that one event is not taken even after three tries: see the health of EventBridge and the quota of PutEvents.',
          },
          afterwards: {
            'zh-CN':
              '对同一时段再运行 `npm run ops -- replay --since <time> --stage <stage>`：已发过的会再发一次，消费者可承受重复。',
            en: '`npm run ops -- replay --since <time> --stage <stage>` for the same time: what was sent before is sent twice, and consumers bear that.',
          },
        },
        duration: {
          check: {
            'zh-CN':
              '每一步在开始 20 秒后结束，最多再处理完手上那一页（几千个事件）。总线接收缓慢：看 `PutEventsApproximateThrottledCount`。',
            en: 'A step ends 20 s after it began, and after its page of some thousands of events at most. The bus takes them slowly: see `PutEventsApproximateThrottledCount`.',
          },
          act: {
            'zh-CN':
              '缩短重放的时段：`npm run ops -- replay --since <time> --until <time> --stage <stage>`。',
            en: 'Replay shorter times: `npm run ops -- replay --since <time> --until <time> --stage <stage>`.',
          },
        },
      },
    ]),
    {
      heading: 'events-on-record-delay',
      parts: {
        symptom: {
          'zh-CN': '资源目录的变更或任务，转发延迟超过五分钟。',
          en: 'What happened in the catalogue, or a job, is relayed more than five minutes late.',
        },
        users: {
          'zh-CN':
            '检索滞后，新文件未被读取，任务未开始。用户保存的内容都已保存。',
          en: 'Search lags behind, new files are not read, and jobs do not begin. What people save is saved.',
        },
        check: {
          'zh-CN':
            '`events-on-record-errors` 或 `events-on-record-throttles` 也在告警吗？先处理它们。否则是一下子来了许多记录：比较 `IteratorAge` 与该表的 `ConsumedWriteCapacityUnits`。转发器是否仍连着数据流：`aws lambda list-event-source-mappings --function-name xueyuan-<stage>-events-on-record` 应显示 `Enabled`。',
          en: 'Do `events-on-record-errors` or `events-on-record-throttles` ring too? Begin there. Else many records came at once: compare `IteratorAge` with the `ConsumedWriteCapacityUnits` of the table. Is the relay still connected: `aws lambda list-event-source-mappings --function-name xueyuan-<stage>-events-on-record` says `Enabled`?',
        },
        act: {
          'zh-CN':
            '大批导入之后，它会自行赶上。若延迟只增不减，是转发器停了或太慢：看日志 `/xueyuan/<stage>/events/on-record`。数据流只保留 24 小时：在此之前停止导入。',
          en: 'After a large import it catches up by itself. If the age only grows, the relay is down or too slow: see its log `/xueyuan/<stage>/events/on-record`. The stream forgets after 24 hours: before that, stop the import.',
        },
        verify: {
          'zh-CN': '仪表盘 `xueyuan-<stage>-duty` 上转发器的图降到 10 秒以下。',
          en: 'On the dashboard `xueyuan-<stage>-duty`, the picture of the relay falls below 10 s.',
        },
        afterwards: {
          'zh-CN':
            '若超过 24 小时，数据流中的事件已丢失：`npm run ops -- replay --since <time> --stage <stage>` 补发资源的事件，`npm run ops -- reconcile --stage <stage>` 显示还有哪些不一致。',
          en: 'If it took more than 24 hours, events are gone from the stream: `npm run ops -- replay --since <time> --stage <stage>` sends those of resources again, and `npm run ops -- reconcile --stage <stage>` shows what is left.',
        },
      },
    },
  ],
};
