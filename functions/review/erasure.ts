import type { ReviewDesk } from './service.ts';
import type { ErasureStore } from './store/erasure.ts';

/** What erasing a person asks of reviews. */
export type ReviewErasure = Pick<ReviewDesk, 'ended'> & {
  /**
   * Takes out of a review what a person wrote in it: reason, scores, comments.
   * Their id stays: that somebody decided is the record's, and the id leads to
   * nobody any more. Again does no harm. Cost: `dropReason`, `dropOpinions`.
   */
  erase(review: string, person: string): Promise<void>;
  /** Forgets what is counted of them as a reviewer. 2 WRU. */
  eraseReviewer(person: string): Promise<void>;
};

export function reviewErasure(
  desk: Pick<ReviewDesk, 'ended'>,
  store: ErasureStore,
): ReviewErasure {
  return {
    ended: desk.ended,
    async erase(review, person) {
      await store.dropReason(review, person);
      await store.dropOpinions(review, person);
    },
    eraseReviewer: store.dropReviewer,
  };
}
