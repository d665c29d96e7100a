import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Urgency } from '../stacks/operations.ts';
import type { PlatformStack } from '../stacks/platform-stack.ts';

/** Alarms look at five minutes at a time; most things heal within them. */
export const alarmPeriod = Duration.minutes(5);

export type AlarmAbout = Pick<AlarmProps, 'threshold'> & {
  readonly metric: IMetric;
  /** What is wrong, as one sentence: the first that an operator reads. */
  readonly says: string;
  /** @default 1, so the first period that is bad */
  readonly periods?: number;
  /** @default at the threshold or above */
  readonly comparison?: ComparisonOperator;
  /** @default no data is good: what is not used does not fail */
  readonly missing?: TreatMissingData;
};

/**
 * Makes a capability's alarms: each has a name, tells somebody, and leads to
 * the heading of the same name in `docs/runbooks/<capability>.md`.
 */
export class AlarmDesk extends Construct {
  readonly #stack: PlatformStack;
  readonly #capability: string;
  readonly #topics = new Map<Urgency, ITopic>();

  constructor(stack: PlatformStack, capability: string) {
    super(stack, 'Alarms');
    this.#stack = stack;
    this.#capability = capability;
  }

  /** The name in its stage of an alarm, or of a thing that is watched. */
  named(noun: string): string {
    return this.#stack.names.own(`${this.#capability}-${noun}`);
  }

  /** Somebody must look now. */
  page(name: string, about: AlarmAbout): Alarm {
    return this.tell('page', name, about);
  }

  /** Somebody must look on the next working day. */
  ticket(name: string, about: AlarmAbout): Alarm {
    return this.tell('ticket', name, about);
  }

  /** As urgent as what it watches. */
  tell(urgency: Urgency, name: string, about: AlarmAbout): Alarm {
    const { metric, threshold, says, periods = 1 } = about;
    const {
      comparison = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    } = about;
    const { missing = TreatMissingData.NOT_BREACHING } = about;
    const heading = `${this.#capability}-${name}`;
    const alarm = new Alarm(this, name, {
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: comparison,
      treatMissingData: missing,
      alarmName: this.named(name),
      alarmDescription: `${says} Runbook: docs/runbooks/${this.#capability}.md#${heading}`,
    });
    const action = new SnsAction(this.#topic(urgency));
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    return alarm;
  }

  #topic(urgency: Urgency): ITopic {
    const known = this.#topics.get(urgency);
    if (known !== undefined) return known;
    const topic = Topic.fromTopicArn(
      this,
      urgency,
      this.#stack.names.topicArn(urgency),
    );
    this.#topics.set(urgency, topic);
    return topic;
  }
}
