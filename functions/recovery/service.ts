import { ok } from '../platform/result.ts';
import type { RecoveryStatus } from './contract.ts';
import type { Metrics } from './store/metrics.ts';
import type { RecoveryStore } from './store/records.ts';

export type StatusNeeds = {
  readonly store: Pick<RecoveryStore, 'lastDrill' | 'oldestChange'>;
  /** Up to when all is sealed. */
  readonly sealed: { readonly until: () => Promise<string | undefined> };
  readonly metrics: Metrics;
  readonly epoch: number;
  readonly now: () => Date;
};

/**
 * How ready the platform is to lose a Region. Cost: 2 RRU, ten queries of 0.5
 * RRU in each of two tables for each day that is not sealed yet, and one request
 * to CloudWatch.
 */
export async function recoveryStatus({
  epoch,
  metrics,
  now,
  sealed,
  store,
}: StatusNeeds) {
  const [sealedUntil, lastDrill, lags] = await Promise.all([
    sealed.until(),
    store.lastDrill(),
    metrics.lags(now()),
  ]);
  const oldestUnsealed = await store.oldestChange(sealedUntil, now());
  const status: RecoveryStatus = {
    epoch,
    lastDrill: lastDrill ?? null,
    replication:
      lags.length > 0 ? { state: 'measured', lags } : { state: 'unmeasured' },
    seals: {
      ...(sealedUntil !== undefined && { sealedUntil }),
      ...(oldestUnsealed !== undefined && { oldestUnsealed }),
    },
  };
  return ok(status);
}
