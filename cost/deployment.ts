import type { Stage } from '../lib/config.ts';
import { ownMetrics } from '../lib/metrics.ts';
import { copiedBuckets } from '../lib/names.ts';
import { inRecoveryRegion } from '../lib/seats.ts';

/**
 * What stands in a stage whether anybody comes or not. `test/infra/cost.test.ts`
 * holds the counts near those of the templates of both Regions.
 */
export const standing = {
  /** Metrics that alarms look at; one of a formula counts each. */
  alarmMetrics: 320,
  compositeAlarms: 24,
  dashboards: 2,
  keys: 6,
  /** Queues that consumers ask for events all the time. */
  polledQueues: 14,
} as const;

/** Memory of a function; `service-function.ts`. */
export const functionGb = 1;

/**
 * S3 counts four things of each rule with a time limit, each at the price of a
 * metric of one's own. Source: Amazon S3 User Guide, "Using S3 Replication
 * metrics".
 */
const metricsOfReplication = 4;

type Domain = Pick<
  Stage['search'],
  'instanceType' | 'instanceCount' | 'managers' | 'volumeGib'
>;

/** What the estimate needs to know of a stage. */
export type Deployment = {
  /** Every search domain that stands there all the time. */
  readonly domains: readonly Domain[];
  readonly logDays: number;
  /** Full copies of the tables that are kept, in each vault. */
  readonly tableBackups: number;
  /** Whether buckets are copied to the other Region. */
  readonly copies: boolean;
  /** Days that a night's export is kept. */
  readonly exportDays: number;
  /** Metrics that are paid for one by one. */
  readonly metrics: number;
};

/** A stage as it is when it has run for so long that nothing is kept longer. */
export function deploymentOf(stage: Stage): Deployment {
  const { backup, logDays, recovery, search } = stage;
  const there = inRecoveryRegion(stage).search;
  return {
    domains: recovery.keepSearch ? [search, there] : [search],
    logDays,
    tableBackups:
      backup.dailyDays +
      Math.floor(backup.monthlyDays / 31) +
      Math.floor(backup.yearlyDays / 366),
    copies: recovery.copies,
    exportDays: recovery.exportDays,
    metrics:
      Object.values(ownMetrics).flat().length +
      (recovery.copies ? copiedBuckets.length * metricsOfReplication : 0),
  };
}
