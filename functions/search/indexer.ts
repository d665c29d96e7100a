import { files } from '../files/files.ts';
import { log } from '../platform/log.ts';
import { resources } from '../resources/resources.ts';
import type { IndexingNeeds } from './service/indexing.ts';
import { searchFromEnvironment } from './store/from-environment.ts';
import { searchStore } from './store.ts';

/** Three tries end within 17 s, before a consumer's own 30 s limit. */
const { engine, aliases } = searchFromEnvironment({
  timeoutMs: 5_000,
  attempts: 3,
});

/** What the consumers of events index with in a deployed function. */
export const indexer: IndexingNeeds = {
  store: searchStore(engine, aliases),
  readHead: resources.headNow,
  textOf: files.text,
  log,
};
