import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { deadLetterSuffix } from '../names.ts';
import type { Urgency } from '../stacks/operations.ts';
import { type AlarmDesk, alarmPeriod } from './alarm-desk.ts';

/** The longest that SQS keeps a message: time to mend and to send it again. */
const kept = Duration.days(14);

export interface DeadLettersProps {
  readonly alarms: AlarmDesk;
  /** Whose dead letters they are: a file's name without `.ts`. */
  readonly entry: string;
  readonly urgency: Urgency;
}

/** A queue for what could not be worked off; somebody is told of the first. */
export function deadLetterQueue(
  scope: Construct,
  { alarms, entry, urgency }: DeadLettersProps,
): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    queueName: alarms.named(`${entry}${deadLetterSuffix}`),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: kept,
  });
  alarms.tell(urgency, `${entry}${deadLetterSuffix}`, {
    metric: queue.metricApproximateNumberOfMessagesVisible({
      period: alarmPeriod,
      statistic: 'Maximum',
    }),
    threshold: 1,
    says: {
      'zh-CN': '有事件无法处理，已转入死信队列，等待人工处置。',
      en: 'An event could not be worked off and waits for somebody.',
    },
  });
  return queue;
}
