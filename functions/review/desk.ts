import { reviewDesk } from './service.ts';
import { panelStore } from './store/panels.ts';
import { reviewStore } from './store/reviews.ts';

/** Reviews as other capabilities ask for them in a deployed function. */
export const desk = reviewDesk({ ...reviewStore, ...panelStore });
