import type { Place } from '../../platform/history-keys.ts';
import { may } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { exportedPart, sealedPage } from '../../seals/records.ts';
import { exportedEntries, type Proof } from '../../seals/seal/contract.ts';
import type { SealService } from '../../seals/service.ts';
import type { Head } from '../head/contract.ts';
import type { HistoryExport, SealedEntry } from '../history/contract.ts';
import { factsOf, sightOf } from '../model/view.ts';
import type { ResourceReads } from '../store/reads.ts';
import type { Asked } from './reading.ts';

export type HistoryNeeds = {
  readonly reads: Pick<ResourceReads, 'head' | 'history'>;
  readonly seals: SealService;
};
type Unknown = { readonly code: 'unknown' };
type From = { readonly after: Place | undefined };

export type HistoryPage = {
  readonly items: SealedEntry[];
  readonly proofs: Proof[];
  readonly next?: Place;
};

/**
 * The record of a resource, also of a withdrawn one: headers to all who see or
 * saw it, bodies to those who may read them, and which seals have them. 0.5 RRU
 * per 4 KB of the head, the headers, the bodies and the proofs.
 */
export async function readHistory(
  { reads, seals }: HistoryNeeds,
  asked: Asked & From & { readonly limit: number },
): Promise<Result<HistoryPage, Unknown>> {
  const { id, principal } = asked;
  const isConsistent = principal.kind !== 'visitor';
  const opened = await open(reads, asked, { consistent: isConsistent });
  if (!opened.ok) return opened;
  const { withBodies } = opened.value;
  const found = await reads.history(id, asked, { withBodies });
  return ok(await sealedPage(seals, id, { ...found, withBodies }));
}

export type HistoryPart = {
  readonly part: Omit<HistoryExport, 'next'>;
  readonly next?: Place;
};

/**
 * The same with all that is needed to check it elsewhere, in parts of 400
 * entries. Reads consistently, so that the last entry is there that the head
 * names: 1 RRU per 4 KB of head, headers and bodies, 0.5 per 4 KB of proofs and
 * for each seal that they name.
 */
export async function exportHistory(
  { reads, seals }: HistoryNeeds,
  asked: Asked & From,
): Promise<Result<HistoryPart, Unknown>> {
  const { after, id } = asked;
  const opened = await open(reads, asked, { consistent: true });
  if (!opened.ok) return opened;
  const { head, withBodies } = opened.value;
  const page = { limit: exportedEntries, after };
  const wanted = { withBodies, isConsistent: true };
  const found = await reads.history(id, page, wanted);
  const { epoch, seq, lastHash: hash } = head;
  const record = { kind: 'resource', id, last: { epoch, seq, hash } } as const;
  return ok(await exportedPart(seals, record, { ...found, withBodies }));
}

/** The head, if one may see the record, and whether with bodies. */
async function open(
  reads: HistoryNeeds['reads'],
  { id, principal }: Asked,
  consistency: { readonly consistent: boolean },
): Promise<Result<{ head: Head; withBodies: boolean }, Unknown>> {
  const head = await reads.head(id, consistency);
  if (head === undefined) return fail({ code: 'unknown' });
  const withBodies = may(principal, 'read-history', factsOf(head)).allowed;
  const seen = sightOf(head, principal);
  const isClosed = !seen.ok && seen.error.code === 'unknown';
  if (isClosed && !withBodies) return fail({ code: 'unknown' });
  return ok({ head, withBodies });
}
