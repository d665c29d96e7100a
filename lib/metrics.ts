import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { exportedMetric } from '../functions/operations/export/contract.ts';
import {
  eventMetrics,
  metricNamespace,
  requestMetrics,
} from '../functions/platform/contract.ts';
import { upToDateMetric } from '../functions/seals/contract.ts';
import { searchableMetric } from '../functions/search/contract.ts';

const { read, write } = requestMetrics;

/**
 * The metrics of our own that alarms and dashboards look at, by the capability
 * whose functions write them. A test finds each in what functions really wrote.
 */
export const ownMetrics = {
  resources: [read.latency, read.faults, write.latency, write.faults],
  files: [write.latency, write.faults],
  search: [
    read.latency,
    read.faults,
    eventMetrics.taken,
    eventMetrics.failed,
    searchableMetric,
  ],
  seals: [upToDateMetric],
  operations: [exportedMetric],
} as const;
export type MeasuredBy = keyof typeof ownMetrics;

/** A metric that the functions of a capability write. */
export function ownMetric<C extends MeasuredBy>(
  capability: C,
  metricName: (typeof ownMetrics)[C][number],
  options: MetricOptions,
): Metric {
  return new Metric({
    namespace: metricNamespace,
    metricName,
    dimensionsMap: { service: capability },
    ...options,
  });
}
