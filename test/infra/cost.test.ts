import { expect, test } from 'vitest';
import * as z from 'zod';
import { standing } from '../../cost/deployment.ts';
import { all, allAway, type Placed } from './synthesised.ts';

/** How far the estimate may be from what is deployed, of one. */
const near = 0.25;

const both = (type: string): Placed[] => [
  ...all('prod', type),
  ...allAway('prod', type),
];
const Alarm = z.object({
  Metrics: z
    .array(z.object({ MetricStat: z.unknown().optional() }))
    .default([]),
});

/** A formula is paid for by each metric in it. */
const alarmMetrics = both('AWS::CloudWatch::Alarm')
  .map(({ props }) => Alarm.parse(props).Metrics)
  .map((of) => of.filter(({ MetricStat }) => MetricStat).length || 1)
  .reduce((sum, count) => sum + count, 0);

const deployed = {
  alarmMetrics,
  compositeAlarms: both('AWS::CloudWatch::CompositeAlarm').length,
  dashboards: both('AWS::CloudWatch::Dashboard').length,
  keys: both('AWS::KMS::Key').length,
  // In the Region that stands by consumers are there, and ask too.
  polledQueues: both('AWS::Lambda::EventSourceMapping').filter(
    ({ props }) => props.StartingPosition === undefined,
  ).length,
} satisfies Record<keyof typeof standing, number>;

test.each(Object.entries(standing))(
  'the estimate takes about as many %s as are deployed',
  (name, count) => {
    const there = deployed[name as keyof typeof standing];
    expect(there).toBeGreaterThan(0);
    expect(Math.abs(count - there) / there).toBeLessThanOrEqual(near);
  },
);
