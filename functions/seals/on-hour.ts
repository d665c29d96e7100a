import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { chains as organisations } from '../identity/chains.ts';
import { environment } from '../platform/environment.ts';
import { log, logger, metrics } from '../platform/log.ts';
import { chains as resources } from '../resources/chains.ts';
import { type SealReport, SealRequest, upToDateMetric } from './contract.ts';
import { type SealingNeeds, sealDue } from './service/sealing.ts';
import { lockedSeals } from './store/locked.ts';
import { sealReads } from './store/reads.ts';
import { sealSigner } from './store/signer.ts';
import { sealWrites } from './store/writes.ts';

const needs: SealingNeeds = {
  sources: [resources, organisations],
  reads: sealReads,
  writes: sealWrites,
  locked: lockedSeals,
  signer: sealSigner,
  epoch: Number(environment('EPOCH')),
  now: () => new Date(),
  log,
};

/** No new hour is begun when less than this is left of the function's time. */
const reserveMs = 120_000;

/**
 * Seals what is due. The schedule calls it each hour; what it leaves undone, the
 * next call does.
 */
export async function handler(
  event: unknown,
  context: Context,
): Promise<SealReport> {
  logger.resetKeys();
  logger.appendKeys({ capability: 'seals' });
  const { until } = SealRequest.parse(event);
  const isTimeUp = () => context.getRemainingTimeInMillis() < reserveMs;
  const report = await sealDue(needs, { until, isTimeUp });
  const count = report.isUpToDate ? 1 : 0;
  metrics.addMetric(upToDateMetric, MetricUnit.Count, count);
  metrics.publishStoredMetrics();
  return report;
}
