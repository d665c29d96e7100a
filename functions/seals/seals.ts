import type { SealService } from './service.ts';
import { sealReads } from './store/reads.ts';

/** Seals as other capabilities ask for them in a deployed function. */
export const seals: SealService = {
  proofs: sealReads.proofs,
  async seals(ids) {
    const found = await Promise.all(ids.map(sealReads.seal));
    return found.filter((seal) => seal !== undefined);
  },
  keys: sealReads.sealKeys,
};
