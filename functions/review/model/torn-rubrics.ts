import type { Rubric } from '../rubric/contract.ts';
import { firstRubric } from './default-rubric.ts';
import type { TornReview } from './torn.ts';

/** All that a table has of one rubric. */
export type KeptRubric = {
  readonly id: string;
  readonly latest?: Rubric | undefined;
  readonly versions: readonly Rubric[];
};

/** What is torn of a rubric, and what is to be written so that it is whole. */
export type JudgedRubric = {
  readonly torn: readonly TornReview[];
  readonly latest?: Rubric;
  readonly version?: Rubric;
};

/**
 * Each version is written twice, by its number and as the newest: whichever
 * arrived is believed. An older version that is gone is told of.
 */
export function judgedRubric({
  id: of,
  latest,
  versions,
}: KeptRubric): JudgedRubric {
  const item = 'rubric';
  const newest = [...versions, ...(latest ? [latest] : [])]
    .toSorted((one, other) => one.version - other.version)
    .at(-1);
  if (newest === undefined) return { torn: [] };
  const isLatest = latest?.version === newest.version;
  const tear = latest === undefined ? 'lost' : 'behind';
  const stale: TornReview[] = isLatest
    ? []
    : [{ of, item, tear, which: 'latest' }];
  const known = new Set(versions.map(({ version }) => version));
  if (of === firstRubric.id) known.add(firstRubric.version);
  const lost = Array.from({ length: newest.version }, (_, at) => at + 1)
    .filter((version) => !known.has(version))
    .map((version): TornReview => {
      return { of, item, tear: 'lost', which: String(version) };
    });
  return {
    torn: [...stale, ...lost],
    ...(!isLatest && { latest: newest }),
    ...(!known.has(newest.version) && { version: newest }),
  };
}
