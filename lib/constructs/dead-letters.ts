import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type AlarmDesk, alarmPeriod } from './alarm-desk.ts';

/** The longest that SQS keeps a message: time to mend and to send it again. */
const kept = Duration.days(14);

/** A queue for what could not be worked off; somebody is told of the first. */
export function deadLetterQueue(
  scope: Construct,
  alarms: AlarmDesk,
  entry: string,
): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: kept,
  });
  alarms.page(`${entry}-dead-letters`, {
    metric: queue.metricApproximateNumberOfMessagesVisible({
      period: alarmPeriod,
      statistic: 'Maximum',
    }),
    threshold: 1,
    says: 'An event could not be worked off and waits for somebody.',
  });
  return queue;
}
