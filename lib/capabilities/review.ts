import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { events as resourceEvents } from '../../functions/resources/history/contract.ts';
import { routes } from '../../functions/review/contract.ts';
import type { Stage } from '../config.ts';
import { Schedule } from '../constructs/schedule.ts';
import type { ServiceFunction } from '../constructs/service-function.ts';
import type { IndexName } from '../names.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** What is due in an hour: a second for each, and many hours to catch up in. */
const dueTimeout = Duration.minutes(5);

/** One after the other: two of them would write the same person's item. */
const collaborating = {
  timeout: Duration.seconds(30),
  concurrency: 2,
} as const;

/** Review: panels and rubrics, what waits for a decision, and the decisions. */
export class ReviewStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'review', stage);
    const environment = { EPOCH: String(stage.epoch) };
    const { authorSeesScores } = stage.review;
    const api = this.api({
      routes,
      environment: { ...environment, AUTHOR_SEES_SCORES: authorSeesScores },
    });
    judges(api, 'byOwner', 'byDay');
    api.useTable(
      'directory',
      ['GetItem', 'BatchGetItem', 'Query'],
      ['byOwner'],
    );

    const onDue = this.function('OnDue', {
      entry: 'on-due',
      environment,
      timeout: dueTimeout,
    });
    judges(onDue, 'byDay');
    onDue.useTable('directory', ['BatchGetItem', 'Query'], ['byOwner']);
    new Schedule(this, 'Hourly', {
      alarms: this.alarms,
      capability: this.capability,
      entry: 'on-due',
      expression: 'rate(1 hour)',
      target: onDue,
    });

    const onSubmitted = this.consumer('OnResourceSubmitted', {
      entry: 'on-resource-submitted',
      events: ['resource.submitted'] satisfies (keyof typeof resourceEvents)[],
      ...collaborating,
    });
    onSubmitted.useTable('catalogue', ['GetItem', 'PutItem']);
    onSubmitted.useTable('directory', ['Query']);
  }
}

/** What deciding on a version needs, and putting people on its panel. */
function judges(by: ServiceFunction, ...queues: IndexName[]): void {
  by.useTable(
    'catalogue',
    ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
    queues,
  );
}
