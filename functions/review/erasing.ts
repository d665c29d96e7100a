import { desk } from './desk.ts';
import { reviewErasure } from './erasure.ts';
import { erasureStore } from './store/erasure.ts';

/** What is kept of a person in reviews, and how it is erased. */
export const reviewErasing = reviewErasure(desk, erasureStore);
