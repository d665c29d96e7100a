import {
  CloudWatchClient,
  GetMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { environment } from '../../platform/environment.ts';
import type { Lag } from '../contract.ts';

/**
 * Bounds of the one call: two attempts with the SDK's jittered backoff end within
 * 5 s, so that the rest is answered before the API's own 10 s limit.
 */
const client = new CloudWatchClient({
  maxAttempts: 2,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 2_000,
    throwOnRequestTimeout: true,
  },
});

/** How far back is looked, and by what steps. */
const window = { milliseconds: 15 * 60_000, periodSeconds: 60 } as const;

/**
 * The newest lag of each table's copy in the other Region, as far as any was
 * measured. Source: DynamoDB Developer Guide, "DynamoDB metrics and dimensions",
 * `ReplicationLatency`. One request.
 */
async function lags(now: Date): Promise<Lag[]> {
  const ReceivingRegion = environment('OTHER_REGION');
  const tables = [
    environment('CATALOGUE_TABLE'),
    environment('WORK_TABLE'),
    environment('DIRECTORY_TABLE'),
  ];
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(now.getTime() - window.milliseconds),
      EndTime: now,
      ScanBy: 'TimestampDescending',
      MetricDataQueries: tables.map((table, at) => ({
        Id: `table${at}`,
        MetricStat: {
          Stat: 'Average',
          Period: window.periodSeconds,
          Metric: {
            Namespace: 'AWS/DynamoDB',
            MetricName: 'ReplicationLatency',
            Dimensions: [
              { Name: 'TableName', Value: table },
              { Name: 'ReceivingRegion', Value: ReceivingRegion },
            ],
          },
        },
      })),
    }),
  );
  return tables.flatMap((table, at): Lag[] => {
    const found = MetricDataResults.find(({ Id }) => Id === `table${at}`);
    const [milliseconds] = found?.Values ?? [];
    const [time] = found?.Timestamps ?? [];
    if (milliseconds === undefined || time === undefined) return [];
    return [{ table, milliseconds, at: time.toISOString() }];
  });
}

export const metrics = { lags };
export type Metrics = typeof metrics;
