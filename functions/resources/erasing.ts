import { fileErasing } from '../files/erasing.ts';
import type { Commit } from '../platform/commit.ts';
import { reviewErasing } from '../review/erasing.ts';
import { needs } from './resources.ts';
import { type ResourceErasure, resourceErasure } from './service/erasure.ts';
import { erasureStore } from './store/erasure.ts';

/** What is kept of a person in files; resources know which hold them. */
export const filesErasing = fileErasing(erasureStore.holdsFile);

/** What is kept of a person in resources, and how it is erased. */
export function resourceErasing(commit: Commit): ResourceErasure {
  return resourceErasure({
    reads: needs.reads,
    store: erasureStore,
    partsOf: needs.partsOf,
    files: filesErasing,
    reviews: reviewErasing,
    commit,
    now: needs.now,
    epoch: () => needs.epoch,
    newSalt: needs.newSalt,
  });
}
