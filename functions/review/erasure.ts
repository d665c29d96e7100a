import type { ReviewDesk } from './service.ts';
import type { ErasureStore } from './store/erasure.ts';

/** What erasing a person asks of reviews. */
export type ReviewErasure = Pick<ReviewDesk, 'ended'> & {
  /**
   * Takes out of a review what a person wrote in it. Their id stays: that
   * somebody decided is the record's, and the id leads to nobody any more.
   * 1 WRU per KB when there is something, again does no harm.
   */
  erase(review: string, person: string): Promise<void>;
};

export function reviewErasure(
  desk: Pick<ReviewDesk, 'ended'>,
  store: ErasureStore,
): ReviewErasure {
  return {
    ended: desk.ended,
    erase: (review, person) => store.dropReason(review, person),
  };
}
