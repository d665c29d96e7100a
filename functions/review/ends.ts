import type { Language } from '../platform/contract.ts';
import { seated } from './model/panel.ts';
import { reasonIn } from './reasons.ts';
import { endedReviews } from './store/ends.ts';

/** What people are told of a review's end. */
export type ReviewEnd = {
  /** Why; nothing where nobody decided. */
  readonly reasonIn: (language: Language) => string | undefined;
  /** Who sat on its panel to the end and had not scored. */
  readonly waiting: readonly string[];
};

/**
 * How these reviews ended, by id, at most a hundred; open ones are left out.
 * Cost: `endedReviews`.
 */
export async function endsOf(
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReviewEnd>> {
  if (ids.length === 0) return new Map();
  const ended = await endedReviews(ids);
  return new Map(
    ended.map((kept) => [
      kept.id,
      {
        reasonIn: (language) => reasonIn(kept, language),
        waiting: seated(kept.panel)
          .filter(({ state }) => state === 'assigned')
          .map(({ reviewer }) => reviewer),
      },
    ]),
  );
}
export type EndsOf = typeof endsOf;
