import { Duration } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { eventSource } from '../../functions/platform/contract.ts';
import type { PlatformStack } from '../stacks/platform-stack.ts';
import { type AlarmDesk, alarmPeriod } from './alarm-desk.ts';
import { deadLetterQueue } from './dead-letters.ts';
import type { ServiceFunction } from './service-function.ts';

/** A message is tried this often: a dependency may be down for a while. */
const tries = 5;

/**
 * Lambda may hold a batch for six times its time limit when it is throttled.
 * Source: AWS Lambda, "Using Lambda with Amazon SQS".
 */
const visibilityTimeouts = 6;

/** What waits longer than this is no longer "soon". */
const lateAfter = Duration.minutes(15);

export interface EventQueueProps {
  readonly consumer: ServiceFunction;
  /** The consumer's file name without `.ts`. */
  readonly entry: string;
  /** The consumer's time limit. */
  readonly timeout: Duration;
  /** Types of the events that it takes. */
  readonly events: readonly string[];
  readonly alarms: AlarmDesk;
  /** Most calls at once, so that a flood does not sink what stands behind. */
  readonly concurrency: number;
  /** Most events that one call gets. @default 10 */
  readonly batchSize?: number;
}

/**
 * Brings events from the bus to one consumer through a queue of its own. What
 * cannot be worked off ends in the dead-letter queue and holds up nobody.
 */
export class EventQueue extends Construct {
  constructor(stack: PlatformStack, id: string, props: EventQueueProps) {
    super(stack, id);
    const { alarms, concurrency, consumer, entry, events, timeout } = props;
    const { batchSize = 10 } = props;
    const deadLetters = deadLetterQueue(this, {
      alarms,
      entry,
      // The rest goes on, and nothing is lost for a fortnight.
      urgency: 'ticket',
    });
    const queue = new Queue(this, 'Queue', {
      queueName: alarms.named(entry),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(
        visibilityTimeouts * timeout.toSeconds(),
      ),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: tries },
    });
    new Rule(this, 'Rule', {
      description: `Events for ${entry}`,
      eventBus: EventBus.fromEventBusName(this, 'Bus', stack.names.bus),
      eventPattern: { source: [eventSource], detailType: [...events] },
      targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
    });
    consumer.allow({
      actions: [
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
      ],
      resources: [queue.queueArn],
    });
    const source = new CfnEventSourceMapping(this, 'Source', {
      functionName: consumer.lambda.functionName,
      eventSourceArn: queue.queueArn,
      batchSize,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: concurrency },
    });
    source.node.addDependency(consumer.role);
    alarms.page(`${entry}-delay`, {
      metric: queue.metricApproximateAgeOfOldestMessage({
        period: alarmPeriod,
        statistic: 'Maximum',
      }),
      threshold: lateAfter.toSeconds(),
      says: {
        'zh-CN': '队列中最早的事件已等待 15 分钟。',
        en: 'The oldest event of this queue has waited for 15 minutes.',
      },
    });
  }
}
