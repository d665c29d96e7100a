import { Duration, Lazy, type Stack } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmBase,
  type AlarmProps,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarmRule,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { CfnLogGroup, CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Text } from '../../functions/platform/contract.ts';
import { isActive } from '../seats.ts';
import type { Urgency } from '../stacks/operations.ts';
import type { PlatformStack } from '../stacks/platform-stack.ts';

/** Alarms look at five minutes at a time; most things heal within them. */
export const alarmPeriod = Duration.minutes(5);

export type AlarmAbout = Pick<AlarmProps, 'threshold'> & {
  readonly metric: IMetric;
  /** What is wrong, as one sentence: the first that an operator reads. */
  readonly says: Text;
  /** @default 1, so the first period that is bad */
  readonly periods?: number;
  /** @default at the threshold or above */
  readonly comparison?: ComparisonOperator;
  /** @default no data is good: what is not used does not fail */
  readonly missing?: TreatMissingData;
  /** @default false: who stands by has no traffic, and that is no news */
  readonly tellsWhileStandingBy?: boolean;
};

/** What an operator wants to see of a function's log first. */
const troubles = `fields @timestamp, level, code, requestId, route, status, duration, error.message
| filter level in ["ERROR", "WARN"] or @message like /Task timed out|Runtime\\./
| sort @timestamp desc
| limit 100`;

/** Where runbooks are when a stage does not say where they are read. */
const runbooks = 'docs/runbooks/';

export type Query = {
  /** In the language of Logs Insights. @default errors and warnings */
  readonly text?: string;
  /** @default the logs of the desk's own stack */
  readonly logs?: readonly string[];
};

/**
 * Makes a capability's alarms: each has a name, says in both languages what is
 * wrong, tells somebody, and leads to a saved query and, in both languages, to
 * the heading of the same name in the capability's runbook.
 */
export class AlarmDesk extends Construct {
  readonly #stack: PlatformStack;
  readonly #capability: string;
  readonly #query: string;
  readonly #topics = new Map<Urgency, ITopic>();

  constructor(stack: PlatformStack, capability: string, query: Query = {}) {
    super(stack, 'Alarms');
    this.#stack = stack;
    this.#capability = capability;
    this.#query = `xueyuan/${stack.stage.name}/${stack.node.id}`;
    const { text = troubles, logs } = query;
    new CfnQueryDefinition(this, 'Query', {
      name: this.#query,
      queryString: text,
      logGroupNames: Lazy.list({ produce: () => [...(logs ?? logsIn(stack))] }),
    });
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
    const { tellsWhileStandingBy = false } = about;
    const tells = tellsWhileStandingBy || isActive(this.#stack.stage);
    const alarm = new Alarm(this, name, {
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: comparison,
      treatMissingData: missing,
      ...(!tells && { actionsEnabled: false }),
      alarmName: this.named(name),
      alarmDescription: this.#description(says, name),
    });
    return this.#told(alarm, urgency);
  }

  /** Rings while a rule of other alarms, which tell nobody, is met. */
  tellOf(
    urgency: Urgency,
    name: string,
    about: {
      readonly rule: IAlarmRule;
      readonly says: Text;
      /** @default the name */
      readonly heading?: string;
    },
  ): CompositeAlarm {
    const { heading = name, rule, says } = about;
    const alarm = new CompositeAlarm(this, name, {
      alarmRule: rule,
      compositeAlarmName: this.named(name),
      alarmDescription: this.#description(says, heading),
    });
    return this.#told(alarm, urgency);
  }

  #told<A extends AlarmBase>(alarm: A, urgency: Urgency): A {
    const action = new SnsAction(this.#topic(urgency));
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    return alarm;
  }

  #description(says: Text, heading: string): string {
    const folder = this.#stack.stage.operations.runbooks ?? runbooks;
    const section = `${this.#capability}.md#${this.#capability}-${heading}`;
    return `${says['zh-CN']} ${says.en} Query: ${this.#query} 处置手册: ${folder}zh-CN/${section} Runbook: ${folder}${section}`;
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

/** The names of all logs of a stack. */
function logsIn(stack: Stack): string[] {
  return stack.node
    .findAll()
    .filter((one) => one instanceof CfnLogGroup)
    .map((one) => one.logGroupName ?? '');
}
