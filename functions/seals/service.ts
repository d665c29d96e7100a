import { fail, ok, type Result } from '../platform/result.ts';
import { compareSeals, type Place, proofOf } from './model.ts';
import type { Proof, Seal, SealKey } from './seal/contract.ts';
import type { SealReads } from './store/reads.ts';

/** Which seals cover some entries of a chain. */
export type Coverage = {
  /** For each entry its seal; `null`: not yet sealed. */
  readonly seals: readonly (string | null)[];
  /** The proofs that show it, in the chain's order. */
  readonly proofs: Proof[];
};

/** What a proof leads to. */
export type Evidence = {
  readonly seals: Seal[];
  readonly keys: Pick<SealKey, 'id' | 'jwk'>[];
};

/** What other capabilities ask of seals. */
export type SealService = {
  /**
   * The seals of entries that follow each other in a chain. One query, 0.5 RRU
   * per 4 KB of proofs, some five.
   */
  cover(chain: string, places: readonly Place[]): Promise<Coverage>;
  /** The seals that proofs name, and their keys. 0.5 RRU a seal and 0.5. */
  evidence(proofs: readonly Proof[]): Promise<Evidence>;
};

export function sealService(
  reads: Pick<SealReads, 'proofs' | 'seal' | 'sealKeys'>,
): SealService {
  return {
    async cover(chain, places) {
      const [first] = places;
      if (first === undefined) return { seals: [], proofs: [] };
      // Each proof from the first place on covers one entry more at least.
      const found = await reads.proofs(chain, first, places.length);
      const covering = places.map((place) => proofOf(place, found));
      const used = new Set(covering);
      return {
        seals: covering.map((proof) => proof?.seal ?? null),
        proofs: found.filter((proof) => used.has(proof)),
      };
    },
    async evidence(proofs) {
      const ids = [...new Set(proofs.map(({ seal }) => seal))];
      const found = await inTurns(ids, reads.seal);
      const seals = found
        .filter((seal) => seal !== undefined)
        .toSorted((one, other) => compareSeals(one.statement, other.statement));
      const used = new Set(seals.map(({ statement }) => statement.key));
      const keys = await reads.sealKeys();
      return {
        seals,
        keys: keys
          .filter(({ id }) => used.has(id))
          .map(({ id, jwk }) => ({ id, jwk })),
      };
    },
  };
}

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

/** Reads at once, so that a long history does not open 400 connections. */
const readsAtOnce = 20;

async function inTurns<T, R>(
  items: readonly T[],
  read: (item: T) => Promise<R>,
): Promise<R[]> {
  const found: R[] = [];
  for (let from = 0; from < items.length; from += readsAtOnce) {
    const turn = items.slice(from, from + readsAtOnce);
    found.push(...(await Promise.all(turn.map(read))));
  }
  return found;
}
