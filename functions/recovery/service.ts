import type { Log } from '../platform/log.ts';
import { ok } from '../platform/result.ts';
import { logs, type RecoveryStatus } from './contract.ts';
import type { Metrics } from './store/metrics.ts';
import type { RecoveryStore } from './store/records.ts';

export type StatusNeeds = {
  readonly store: Pick<RecoveryStore, 'lastDrill' | 'oldestChange'>;
  /** Up to when all is sealed. */
  readonly sealed: { readonly until: () => Promise<string | undefined> };
  readonly metrics: Metrics;
  readonly log: Log;
  readonly epoch: number;
  readonly now: () => Date;
};

/**
 * How ready the platform is to lose a Region. Cost: 2 RRU, ten queries of 0.5
 * RRU in each of two tables for each day that is not sealed yet, and one request
 * to CloudWatch. It answers also when CloudWatch does not.
 */
export async function recoveryStatus(needs: StatusNeeds) {
  const { epoch, now, sealed, store } = needs;
  const [sealedUntil, lastDrill, replication] = await Promise.all([
    sealed.until(),
    store.lastDrill(),
    replicationOf(needs),
  ]);
  const oldestUnsealed = await store.oldestChange(sealedUntil, now());
  const status: RecoveryStatus = {
    epoch,
    lastDrill: lastDrill ?? null,
    replication,
    seals: {
      ...(sealedUntil !== undefined && { sealedUntil }),
      ...(oldestUnsealed !== undefined && { oldestUnsealed }),
    },
  };
  return ok(status);
}

async function replicationOf({
  log,
  metrics,
  now,
}: StatusNeeds): Promise<RecoveryStatus['replication']> {
  try {
    const lags = await metrics.lags(now());
    return lags.length > 0
      ? { state: 'measured', lags }
      : { state: 'unmeasured' };
  } catch (error) {
    log.warn(logs.unanswered, { error });
    return { state: 'unanswered' };
  }
}
