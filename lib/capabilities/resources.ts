import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { routes } from '../../functions/resources/contract.ts';
import { dueEvents } from '../../functions/resources/due/contract.ts';
import type { Stage } from '../config.ts';
import { Schedule } from '../constructs/schedule.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** Ten minutes after the hour, beside the sealing and not at once with it. */
const asking = {
  timeout: Duration.minutes(1),
  expression: 'cron(10 * * * ? *)',
} as const;

/**
 * Begins pages for 40 s. Five at once are 50 resources a second: 50,000 that are
 * due on one day take 17 minutes.
 */
const working = {
  timeout: Duration.seconds(60),
  concurrency: 5,
  batchSize: 1,
} as const;

/** Resources: their drafts, versions, history, and the way to their files. */
export class ResourcesStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'resources', stage);
    const environment = { EPOCH: String(stage.epoch) };
    const { minorCorrections } = stage.review;
    const api = this.api({
      routes,
      environment: {
        ...environment,
        MINOR_CORRECTIONS: String(minorCorrections),
      },
    });
    api.useTable(
      'catalogue',
      [
        'GetItem',
        'BatchGetItem',
        'Query',
        'PutItem',
        'UpdateItem',
        'DeleteItem',
        'ConditionCheckItem',
      ],
      ['byOwner', 'byDay'],
    );
    api.useTable('work', ['GetItem']);
    api.useTable('directory', [
      'GetItem',
      'BatchGetItem',
      'Query',
      'ConditionCheckItem',
    ]);
    api.useBucket('library', ['GetObject']);
    this.#days(environment);
    // No route and no event leads to it: the tool `restore resource` invokes it.
    const onRestore = this.function('OnRestore', {
      entry: 'on-restore',
      environment,
      timeout: Duration.minutes(1),
    });
    onRestore.useTable('catalogue', ['Query', 'PutItem']);
    onRestore.useBucket('library', ['GetObject']);
  }

  /** What works off what is due by its date: on a schedule, part by part. */
  #days(environment: Readonly<Record<string, string>>): void {
    const entry = 'on-day';
    const onDay = this.function('OnDay', { entry, timeout: asking.timeout });
    onDay.useTable('catalogue', ['GetItem', 'PutItem'], ['byDay']);
    onDay.useBus();
    const { alarms, capability } = this;
    new Schedule(this, 'Hourly', {
      alarms,
      capability,
      entry,
      expression: asking.expression,
      target: onDay,
    });
    const worker = this.consumer('OnDayWaiting', {
      entry: 'on-day-waiting',
      events: Object.keys(dueEvents),
      environment,
      ...working,
    });
    worker.useTable(
      'catalogue',
      ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      ['byDay'],
    );
    worker.useBus();
  }
}
