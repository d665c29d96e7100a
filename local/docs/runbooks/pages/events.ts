import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const events: Page = {
  title: 'Events',
  sections: [
    ...sectionsOf('events', [
      {
        entry: 'on-record',
        stack: 'events',
        trigger: 'stream',
        does: 'relays the news of the tables to the event bus',
        users:
          'Search lags behind, new files are not read, and jobs do not begin.',
        errors: {
          check:
            'One record that says nothing sensible does not crash it: that one is set aside (`EVENT_SET_ASIDE`). A crash means that the bus or the dead-letter queue as a whole does not answer, or that a permission is gone; the line names which.',
        },
        duration: {
          check:
            'Each batch is at most ten calls of the bus. See `EVENTS_RELAYED` with its count; the bus sheds load when an account exceeds its quota (`PutEventsApproximateThrottledCount`).',
          act: 'Raise the quota of PutEvents (Service Quotas, EventBridge), or lower the rate of an import that runs.',
        },
        'dead-letters': {
          users: 'Whoever waits for that event has not heard of it.',
          check:
            "The letter holds the record's keys and why (`why`); one that the stream set aside holds only the stretch of the stream that it stood in.",
          act: 'It came from no queue, so that it cannot be redriven. `no-event`: a record was written that the relay has no event for; mend who wrote it. Then tell what it would have told: of resources by `npm run ops -- replay --since <time> --stage <stage>`; of a file by putting its `file.promoted` on the bus (`aws events put-events`, source `xueyuan`, detail `{"file":"<sha256>","time":"<now>"}`); of a job its `<kind>.requested` (`{"job":"<id>","time":"<now>"}`). Then delete the letter: `aws sqs purge-queue --queue-url <url>`.',
          afterwards:
            '`npm run ops -- reconcile --stage <stage>` shows whether search is as the catalogue is.',
        },
      },
      {
        entry: 'on-replay',
        stack: 'events',
        trigger: 'operator',
        does: 'sends events of the history again',
        users: "An operator's replay stands still.",
        errors: {
          check:
            '`The bus refuses` means that one event is not taken even after three tries: see the health of EventBridge and the quota of PutEvents.',
          afterwards:
            '`npm run ops -- replay --since <time> --stage <stage>` for the same time: what was sent before is sent twice, and consumers bear that.',
        },
        duration: {
          check:
            'A step ends 20 s after it began, and after its page of some thousands of events at most. The bus takes them slowly: see `PutEventsApproximateThrottledCount`.',
          act: 'Replay shorter times: `npm run ops -- replay --since <time> --until <time> --stage <stage>`.',
        },
      },
    ]),
    {
      heading: 'events-on-record-delay',
      parts: {
        symptom:
          'What happened in the catalogue, or a job, is relayed more than five minutes late.',
        users:
          'Search lags behind, new files are not read, and jobs do not begin. What people save is saved.',
        check:
          'Do `events-on-record-errors` or `events-on-record-throttles` ring too? Begin there. Else many records came at once: compare `IteratorAge` with the `ConsumedWriteCapacityUnits` of the table. Is the relay still connected: `aws lambda list-event-source-mappings --function-name xueyuan-<stage>-events-on-record` says `Enabled`?',
        act: 'After a large import it catches up by itself. If the age only grows, the relay is down or too slow: see its log `/xueyuan/<stage>/events/on-record`. The stream forgets after 24 hours: before that, stop the import.',
        verify:
          'On the dashboard `xueyuan-<stage>-duty`, the picture of the relay falls below 10 s.',
        afterwards:
          'If it took more than 24 hours, events are gone from the stream: `npm run ops -- replay --since <time> --stage <stage>` sends those of resources again, and `npm run ops -- reconcile --stage <stage>` shows what is left.',
      },
    },
  ],
};
