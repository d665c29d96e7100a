import { Duration } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { accept, acceptWildcard } from '../constructs/accepted.ts';
import { AlarmDesk, alarmPeriod } from '../constructs/alarm-desk.ts';
import { deadLetterQueue } from '../constructs/dead-letters.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { isActive } from '../seats.ts';
import { PlatformStack } from './platform-stack.ts';

const entry = 'on-record';

/**
 * By table, sort keys of the items whose appearance is news: history headers,
 * a review's news, of a file its own item and that of its text, and jobs. All
 * else never reaches the relay.
 */
const news = {
  catalogue: [{ prefix: 'H#' }, { prefix: 'NEWS#' }, 'FILE', 'TEXT'],
  work: ['JOB'],
} as const;

/** Longer than three attempts of the bus and of the queue together. */
const timeout = Duration.seconds(60);

/** A step answers after 20 s; one page that the bus takes slowly may follow. */
const replaying = Duration.minutes(5);

/**
 * How long the stream gives a batch again while the relay itself is down. A
 * stream keeps records for 24 hours; half of them are left to put things right.
 */
const patience = Duration.hours(12);

/** What is relayed later than this is no longer "soon". */
const lateAfter = Duration.minutes(5);

/** The event bus, and the relay that turns the tables' news into events. */
export class EventsStack extends PlatformStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'events', stage);
    const bus = new EventBus(this, 'Bus', { eventBusName: this.names.bus });
    const alarms = new AlarmDesk(this, 'events');
    const relay = new ServiceFunction(this, 'Relay', {
      capability: 'events',
      entry,
      alarms,
      timeout,
      urgency: 'page',
    });
    relay.node.addDependency(bus);
    relay.useBus();
    // What the relay sets aside, nobody else has heard of.
    const deadLetters = deadLetterQueue(this, {
      alarms,
      entry,
      urgency: 'page',
    });
    accept(
      deadLetters,
      'SQS3',
      'It is a dead-letter queue itself: of the relay and of its stream.',
    );
    relay.allow({
      actions: ['sqs:SendMessage'],
      resources: [deadLetters.queueArn],
    });
    relay.lambda.addEnvironment('DEAD_LETTERS', deadLetters.queueUrl);
    // In a Region that stands by, the relay sleeps.
    if (isActive(stage)) {
      this.#listen(relay, deadLetters.queueArn, 'catalogue');
      this.#listen(relay, deadLetters.queueArn, 'work');
    }
    const replay = new ServiceFunction(this, 'Replay', {
      capability: 'events',
      entry: 'on-replay',
      alarms,
      timeout: replaying,
    });
    replay.node.addDependency(bus);
    replay.useTable('catalogue', [], ['byDay']);
    replay.useBus();
    alarms.page(`${entry}-delay`, {
      metric: relay.lambda.metric('IteratorAge', {
        period: alarmPeriod,
        statistic: 'Maximum',
      }),
      threshold: lateAfter.toMilliseconds(),
      says: {
        'zh-CN': '目录变更或任务的事件转发延迟超过五分钟。',
        en: 'What happened in the catalogue, or a job, is relayed five minutes late.',
      },
    });
  }

  #listen(
    relay: ServiceFunction,
    deadLettersArn: string,
    table: keyof typeof news,
  ): void {
    const stream = this.find(`${table}-stream-arn`);
    relay.allow({
      actions: [
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
      ],
      resources: [stream],
    });
    const streams = `${this.names.tableArn(table)}/stream/*`;
    relay.allow({ actions: ['dynamodb:ListStreams'], resources: [streams] });
    acceptWildcard(relay.role, streams, 'Listing is of all of one table.');
    const source = new CfnEventSourceMapping(this, `Stream-${table}`, {
      functionName: relay.lambda.functionName,
      eventSourceArn: stream,
      startingPosition: 'TRIM_HORIZON',
      batchSize: 100,
      bisectBatchOnFunctionError: true,
      maximumRecordAgeInSeconds: patience.toSeconds(),
      destinationConfig: { onFailure: { destination: deadLettersArn } },
      filterCriteria: {
        filters: [
          {
            pattern: JSON.stringify({
              eventName: ['INSERT'],
              dynamodb: { Keys: { sk: { S: news[table] } } },
            }),
          },
        ],
      },
    });
    source.node.addDependency(relay.role);
  }
}
