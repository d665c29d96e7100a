import {
  Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { AlarmDesk } from '../constructs/alarm-desk.ts';
import { ownMetric } from '../metrics.ts';
import {
  type Burn,
  burns,
  type ServiceLevel,
  serviceLevels,
} from '../service-levels.ts';
import { PlatformStack } from './platform-stack.ts';

/** What an operator wants to see first when a promise is not kept. */
const slowOrFailed = `filter code = "REQUEST" and (status >= 500 or duration > 1000)
| stats count(*) as requests, max(duration) as slowest by capability, route, status
| sort requests desc
| limit 50`;

/** Whose logs say what people waited for. */
const answering = [
  ['resources', 'api'],
  ['search', 'api'],
  ['files', 'api'],
  ['search', 'on-resource-changed'],
] as const;

type Window = Burn['long'];

/**
 * What we promise to people, and who is told when the month's allowance of
 * failures burns too fast: for each promise and rate one alarm of two windows.
 */
export class ServiceLevelsStack extends PlatformStack {
  readonly #desk: AlarmDesk;

  constructor(scope: Construct, stage: Stage) {
    super(scope, 'service-levels', stage, 'operations');
    this.#desk = new AlarmDesk(this, 'service-levels', {
      text: slowOrFailed,
      logs: answering.map(([capability, entry]) =>
        this.names.logGroup(capability, entry),
      ),
    });
    for (const [name, level] of Object.entries(serviceLevels)) {
      for (const [rate, burn] of Object.entries(burns)) {
        this.#watch(name, level, rate, burn);
      }
    }
  }

  #watch(name: string, level: ServiceLevel, rate: string, burn: Burn): void {
    const { says, goodPercent } = level;
    const part = (window: 'long' | 'short') =>
      AlarmRule.fromAlarm(
        this.#part(`${name}-${rate}-${window}`, level, burn, window),
        AlarmState.ALARM,
      );
    this.#desk.tellOf(burn.urgency, `${name}-${rate}`, {
      heading: name,
      rule: AlarmRule.allOf(part('long'), part('short')),
      says: {
        'zh-CN': `“${says['zh-CN']}”应达 ${goodPercent}%，目前失败过快：${burn.says['zh-CN']}。`,
        en: `"${says.en}" should hold for ${goodPercent} %; at this rate ${burn.says.en}.`,
      },
    });
  }

  /** One window of one rate: it tells nobody by itself. */
  #part(
    id: string,
    level: ServiceLevel,
    burn: Burn,
    window: 'long' | 'short',
  ): Alarm {
    const { periods } = burn[window];
    const allowedPercent = burn.times * (100 - level.goodPercent);
    return new Alarm(this, id, {
      alarmName: this.#desk.named(id),
      alarmDescription: `Part of ${this.#desk.named(id.replace(/-(long|short)$/, ''))}`,
      metric: badPercent(level, burn[window], window === 'long'),
      threshold: allowedPercent,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

/**
 * How many of a hundred were not good in a window; none while there were fewer
 * than `least`, if that is asked. A fault is counted 1 and its absence 0, so that
 * their average is the share that failed.
 */
function badPercent(
  { by, least, withinMs }: ServiceLevel,
  { period }: Window,
  asksLeast: boolean,
): IMetric {
  const [capability, name] = by;
  const of = (statistic: string) =>
    ownMetric(capability, name as never, { statistic, period });
  const bad =
    withinMs === undefined
      ? { expression: '100 * share', share: of('Average') }
      : { expression: '100 - share', share: of(`PR(:${withinMs})`) };
  const { expression, share } = bad;
  return new MathExpression({
    expression: asksLeast
      ? `IF(requests >= ${least}, ${expression}, 0)`
      : expression,
    usingMetrics: {
      share,
      ...(asksLeast && { requests: of('SampleCount') }),
    },
    period,
    label: 'Not good, percent',
  });
}
