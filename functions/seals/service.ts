import { fail, ok, type Result } from '../platform/result.ts';
import type { Place } from './model.ts';
import type { Proof, Seal, SealKey } from './seal/contract.ts';
import type { SealReads } from './store/reads.ts';

/** What other capabilities ask of seals. */
export type SealService = {
  /**
   * Proofs of a chain from one of its places on, in the chain's order; as many
   * as there are entries are enough to cover them. 0.5 RRU per 4 KB, some five.
   */
  proofs(chain: string, from: Place, limit: number): Promise<Proof[]>;
  /** Seals by id; 0.5 RRU each. */
  seals(ids: readonly string[]): Promise<Seal[]>;
  /** Every public key that ever signed. 0.5 RRU. */
  keys(): Promise<SealKey[]>;
};

/** A page of seals, newest first. 0.5 RRU per 4 KB, some six seals. */
export async function listSeals(
  reads: Pick<SealReads, 'seals'>,
  asked: Parameters<SealReads['seals']>[0],
) {
  return ok(await reads.seals(asked));
}

/** One seal. 0.5 RRU. */
export async function readSeal(
  reads: Pick<SealReads, 'seal'>,
  id: string,
): Promise<Result<Seal, { code: 'unknown' }>> {
  const seal = await reads.seal(id);
  return seal === undefined ? fail({ code: 'unknown' }) : ok(seal);
}

/** Every key that ever signed, the oldest first. 0.5 RRU. */
export async function listKeys(
  reads: Pick<SealReads, 'sealKeys'>,
): Promise<Result<{ items: SealKey[] }, never>> {
  const items = await reads.sealKeys();
  return ok({
    items: items.toSorted((one, other) => (one.since < other.since ? -1 : 1)),
  });
}
