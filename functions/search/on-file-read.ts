import { events } from '../files/contract.ts';
import { files } from '../files/files.ts';
import { eventConsumer } from '../platform/events.ts';
import { indexer } from './indexer.ts';
import { indexHolders } from './service/indexing.ts';

const needs = { ...indexer, resourcesWith: files.resourcesWith };

/** Indexes every resource that holds the file, now that its text is known. */
export const handler = eventConsumer({
  capability: 'search',
  event: events['file.read'],
  consume: ({ file }) => indexHolders(needs, file),
});
