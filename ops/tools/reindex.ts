import type { Tool } from '../tool.ts';
import { invoke } from './invoke.ts';
import { rebuild } from './rebuild.ts';

/** Parts of the catalogue that are read side by side. */
const segments = { usual: '4', most: 64 } as const;

/**
 * `reindex`: makes the search index anew while people read and write. Done only
 * when readers use the new one.
 */
export const reindex: Tool = {
  usage: `reindex [--segments <1-${segments.most}>]`,
  summary: 'reindexSummary',
  options: {
    segments: {
      type: 'string',
      default: segments.usual,
      whole: { least: 1, most: segments.most },
    },
  },
  use: async (at, { values: { segments: count } }, say) => {
    const began = performance.now();
    const rebuilt = await rebuild(
      {
        invoke: (step) => invoke(at, ['search', 'on-reindex'], step),
        onProgress: (given) =>
          process.stderr.write(`\r${say('reindexGiven', { given })}`),
      },
      Number(count),
    );
    process.stderr.write('\n');
    const seconds = Math.round((performance.now() - began) / 1_000);
    return rebuilt.outcome === 'short'
      ? { lines: [say('reindexShort', rebuilt)], isDone: false }
      : { lines: [say('reindexed', { ...rebuilt, seconds })], isDone: true };
  },
};
