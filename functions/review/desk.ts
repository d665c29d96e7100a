import { reviewDesk } from './service.ts';
import { reviewStore } from './store.ts';

/** Reviews as other capabilities ask for them in a deployed function. */
export const desk = reviewDesk(reviewStore);
