import type { HistoryBody } from '../platform/contract.ts';
import { hashOf, type Linked } from '../platform/history.ts';
import type { HistoryPageOf } from '../platform/history-reads.ts';
import type { Place } from './model.ts';
import type { ChainKind } from './seal/contract.ts';
import type { SealService } from './service.ts';

/** A page of a chain as its table has it, and whether bodies are shown. */
type Page<H> = HistoryPageOf<H, HistoryBody> & { readonly withBodies: boolean };

/** Whose record it is, and its end when it was looked up. */
type Chain = {
  readonly kind: ChainKind;
  readonly id: string;
  readonly last: Place & { readonly hash: string };
};

/** Entries as they are answered, with the seals that have them. Cost of `cover`. */
export async function sealedPage<H extends Linked>(
  seals: Pick<SealService, 'cover'>,
  chain: string,
  { items, next, withBodies }: Page<H>,
) {
  const places = items.map(({ header }) => header);
  const { proofs, seals: covering } = await seals.cover(chain, places);
  return {
    items: items.map((entry, at) => ({
      ...shown(entry, withBodies),
      seal: covering[at] ?? null,
    })),
    proofs,
    ...(next && { next }),
  };
}

/**
 * The same as a part of an export, with all that is needed to check it
 * elsewhere. What came after the chain's end was looked up is for the next
 * export. Cost of `cover` and `evidence`.
 */
export async function exportedPart<H extends Linked>(
  seals: SealService,
  { kind, id, last }: Chain,
  { items, next, withBodies }: Page<H>,
) {
  const entries = items.filter(({ header }) => !isAfter(header, last));
  const places = entries.map(({ header }) => header);
  const { proofs } = await seals.cover(id, places);
  const part = {
    format: 'xueyuan-history/1' as const,
    chain: { kind, id },
    last,
    entries: entries.map((entry) => shown(entry, withBodies)),
    proofs,
    ...(await seals.evidence(proofs)),
  };
  return { part, ...(next && { next }) };
}

/** An entry with its hash; a body that one could see but is not there is erased. */
function shown<H extends Linked>(
  entry: { readonly header: H; readonly body?: HistoryBody },
  withBodies: boolean,
) {
  return {
    ...entry,
    hash: hashOf(entry.header),
    ...(withBodies && !entry.body && { erased: true as const }),
  };
}

function isAfter(place: Place, { epoch, seq }: Place): boolean {
  return place.epoch > epoch || (place.epoch === epoch && place.seq > seq);
}
