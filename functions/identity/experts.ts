import { expertService } from './service/experts.ts';
import { directoryReads } from './store/directory.ts';

/** Experts as other capabilities ask for them in a deployed function. */
export const experts = expertService({
  store: directoryReads,
  now: () => new Date(),
});
