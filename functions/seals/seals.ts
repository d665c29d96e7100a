import { sealService } from './service.ts';
import { sealReads } from './store/reads.ts';

/** Seals as other capabilities ask for them in a deployed function. */
export const seals = sealService(sealReads);
