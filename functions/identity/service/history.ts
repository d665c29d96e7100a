import type { Principal } from '../../platform/contract.ts';
import type { Place } from '../../platform/history-keys.ts';
import { mayInOrganisation } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { exportedPart, sealedPage } from '../../seals/records.ts';
import { exportedEntries, type Proof } from '../../seals/seal/contract.ts';
import type { SealService } from '../../seals/service.ts';
import type {
  OrganisationExport,
  SealedOrganisationEntry,
} from '../history/contract.ts';
import type { DirectoryReads } from '../store/directory.ts';

export type OrganisationHistoryNeeds = {
  readonly store: Pick<DirectoryReads, 'organisation' | 'chain' | 'history'>;
  readonly seals: SealService;
};

type Asked = {
  readonly id: string;
  readonly principal: Principal;
  readonly after: Place | undefined;
};
type Unknown = { readonly code: 'unknown' };

export type OrganisationHistoryPage = {
  readonly items: SealedOrganisationEntry[];
  readonly proofs: Proof[];
  readonly next?: Place;
};

/**
 * The record of an organisation: headers to anyone, bodies to those who audit
 * it, and which seals have them. Cost: 0.5 RRU (1 for whoever is signed in), and
 * that of `readHistoryPage` and `cover`.
 */
export async function readOrganisationHistory(
  { store, seals }: OrganisationHistoryNeeds,
  asked: Asked & { readonly limit: number },
): Promise<Result<OrganisationHistoryPage, Unknown>> {
  const { id, principal } = asked;
  const consistent = principal.kind === 'person';
  const found = await store.organisation(id, { consistent });
  if (found === undefined) return fail({ code: 'unknown' });
  const withBodies = mayInOrganisation(principal, 'audit', id).allowed;
  const page = await store.history(id, asked, { withBodies });
  return ok(await sealedPage(seals, id, { ...page, withBodies }));
}

/**
 * The same with all that is needed to check it elsewhere, in parts of 400
 * entries. Reads consistently, so that the last entry is there that the chain
 * names: 1 RRU, twice that of `readHistoryPage`, and that of `cover` and
 * `evidence`.
 */
export async function exportOrganisationHistory(
  { store, seals }: OrganisationHistoryNeeds,
  { id, principal, after }: Asked,
): Promise<
  Result<
    { readonly part: Omit<OrganisationExport, 'next'>; readonly next?: Place },
    Unknown
  >
> {
  const chain = await store.chain(id);
  if (chain === undefined) return fail({ code: 'unknown' });
  const withBodies = mayInOrganisation(principal, 'audit', id).allowed;
  const asked = { limit: exportedEntries, after };
  const wanted = { withBodies, isConsistent: true };
  const page = await store.history(id, asked, wanted);
  const { epoch, seq, lastHash: hash } = chain;
  const record = {
    kind: 'organisation',
    id,
    last: { epoch, seq, hash },
  } as const;
  return ok(await exportedPart(seals, record, { ...page, withBodies }));
}
