import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { eventConsumer } from '../platform/events.ts';
import { metrics } from '../platform/log.ts';
import { ResourceEvent } from '../resources/history/contract.ts';
import { searchableMetric } from './contract.ts';
import { indexer } from './indexer.ts';
import { indexResource } from './service/indexing.ts';

/** Indexes the resource as it is now, so repeats and late arrivals do no harm. */
export const handler = eventConsumer({
  capability: 'search',
  event: ResourceEvent,
  consume: async ({ resourceId, step, time }) => {
    await indexResource(indexer, resourceId);
    if (step !== 'publish') return;
    const waited = Date.now() - Date.parse(time);
    metrics.addMetric(searchableMetric, MetricUnit.Milliseconds, waited);
  },
});
