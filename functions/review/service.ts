import type { Part } from '../platform/commit.ts';
import type { Person } from '../platform/contract.ts';
import { mayEver } from '../platform/policy.ts';
import type { Head } from '../resources/head/contract.ts';
import type { OpenReview } from '../resources/view/contract.ts';
import { queueOf } from './model/review.ts';
import type { PanelStore } from './store/panels.ts';
import type { ReviewStore } from './store/reviews.ts';

/** What other capabilities ask of reviews. */
export type ReviewDesk = {
  /**
   * A review that opens, of any version: of one that is submitted, or of one
   * that is published and due again. 4 WRU under 1 KB.
   */
  opened(review: OpenReview): Part[];
  /**
   * An open review whose resource another organisation answers for now: 5 WRU,
   * and 4 for each who sits on its panel.
   */
  moved(
    review: Pick<NonNullable<Head['review']>, 'id' | 'reviewers'>,
    holder: string,
  ): Part[];
  /**
   * A review that ends without a decision: 4 WRU per KB, and 6 for each who
   * sat on its panel.
   */
  ended(
    review: Pick<NonNullable<Head['review']>, 'id' | 'reviewers'>,
    outcome: 'taken-back' | 'withdrawn',
    at: string,
  ): Part[];
  /**
   * What waits for somebody: assigned to them, the next due first, then the
   * oldest of their queue. Nothing for who neither reviews nor decides. 0.5 RRU
   * per 4 KB of each, some ten.
   */
  waiting(
    principal: Person,
    limit: number,
  ): Promise<readonly OpenReview[] | undefined>;
};

export function reviewDesk(
  store: Pick<
    ReviewStore,
    'openedPart' | 'heldPart' | 'endedPart' | 'openReviews' | 'assigned'
  > &
    Pick<PanelStore, 'heldParts' | 'leavingParts'>,
): ReviewDesk {
  return {
    opened: (review) => [store.openedPart(review)],
    moved: ({ id, reviewers = [] }, holder) => [
      store.heldPart(id, holder),
      ...store.heldParts(id, reviewers, holder),
    ],
    ended: ({ id, reviewers = [] }, outcome, at) => [
      store.endedPart(id, { outcome, closedAt: at }),
      ...store.leavingParts(id, reviewers),
    ],
    async waiting(principal, limit) {
      const decides = mayEver(principal, 'decide').allowed;
      const queue = decides ? queueOf(principal, undefined) : undefined;
      const scores = mayEver(principal, 'score').allowed;
      const [own, open] = await Promise.all([
        scores ? store.assigned(principal.id, { limit }) : undefined,
        queue?.ok ? store.openReviews(queue.value, { limit }) : undefined,
      ]);
      if (!queue?.ok && !own?.items.length) return undefined;
      const first = own?.items ?? [];
      const known = new Set(first.map(({ id }) => id));
      const rest = open?.items.filter(({ id }) => !known.has(id)) ?? [];
      return [...first, ...rest].slice(0, limit);
    },
  };
}
