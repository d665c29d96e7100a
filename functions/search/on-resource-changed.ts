import { eventConsumer } from '../platform/events.ts';
import { ResourceEvent } from '../resources/history/contract.ts';
import { indexer } from './indexer.ts';
import { indexResource } from './service/indexing.ts';

/** Indexes the resource as it is now, so repeats and late arrivals do no harm. */
export const handler = eventConsumer({
  capability: 'search',
  event: ResourceEvent,
  consume: ({ resourceId }) => indexResource(indexer, resourceId),
});
