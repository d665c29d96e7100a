import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { exportSources } from '../identity/exporting.ts';
import { environment } from '../platform/environment.ts';
import { log, logger, metrics } from '../platform/log.ts';
import { indexSettings } from '../search/settings.ts';
import { exportedMetric, type Manifest } from './export/contract.ts';
import { exportNight } from './service/exporting.ts';
import { parameters, putExport } from './store/exports.ts';

/**
 * Exports what no service backs up to the other Region. The schedule calls it
 * each night; called again, it makes another.
 */
export async function handler(): Promise<Manifest> {
  logger.resetKeys();
  logger.appendKeys({ capability: 'operations' });
  const manifest = await exportNight({
    sources: [
      { kind: 'accounts', pages: exportSources.accounts },
      { kind: 'directory', pages: exportSources.directory },
      { kind: 'search', pages: indexSettings },
      { kind: 'configuration', pages: parameters },
    ],
    put: putExport,
    from: {
      stage: environment('STAGE'),
      region: environment('AWS_REGION'),
      epoch: Number(environment('EPOCH')),
    },
    now: () => new Date(),
    log,
  });
  const { missing } = manifest;
  const count = missing.length === 0 ? 1 : 0;
  metrics.addMetric(exportedMetric, MetricUnit.Count, count);
  metrics.publishStoredMetrics();
  if (missing.length > 0) throw new Error(`Not exported: ${missing.join()}.`);
  return manifest;
}
