import type { Tool } from '../../tool.ts';
import { reconcile } from '../reconcile.ts';
import { reindex } from '../reindex.ts';

/**
 * `restore index`: the search index anew from the catalogue. Without `--apply`
 * it says how the index and the catalogue differ now.
 */
export const restoreIndex: Tool = {
  usage: 'restore index [--segments <n>] [--apply]',
  summary: 'restoreIndexSummary',
  options: { ...reindex.options, apply: { type: 'boolean' } },
  use: async (at, given, say) => {
    if (given.values.apply === true) return reindex.use(at, given, say);
    const seen = await reconcile.use(at, { positionals: [], values: {} }, say);
    return { lines: [...seen.lines, say('restoreIndexWould')], isDone: true };
  },
};
