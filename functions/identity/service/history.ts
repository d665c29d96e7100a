import type { HistoryBody, Principal } from '../../platform/contract.ts';
import { hashOf } from '../../platform/history.ts';
import type { Place } from '../../platform/history-keys.ts';
import { mayInOrganisation } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { OrganisationHeader } from '../history/contract.ts';
import type { DirectoryReads } from '../store/directory.ts';

export type OrganisationHistoryPage = {
  readonly items: {
    readonly header: OrganisationHeader;
    readonly hash: string;
    readonly body?: HistoryBody;
    readonly erased?: true;
  }[];
  readonly next?: Place;
};

/**
 * The record of an organisation: headers to anyone, bodies to those who audit
 * it. Cost: 0.5 RRU (1 for whoever is signed in), and that of `readHistoryPage`.
 */
export async function readOrganisationHistory(
  {
    store,
  }: { readonly store: Pick<DirectoryReads, 'organisation' | 'history'> },
  asked: {
    readonly id: string;
    readonly principal: Principal;
    readonly limit: number;
    readonly after: Place | undefined;
  },
): Promise<Result<OrganisationHistoryPage, { readonly code: 'unknown' }>> {
  const { id, principal } = asked;
  const consistent = principal.kind === 'person';
  const found = await store.organisation(id, { consistent });
  if (found === undefined) return fail({ code: 'unknown' });
  const withBodies = mayInOrganisation(principal, 'audit', id).allowed;
  const { items, next } = await store.history(id, asked, { withBodies });
  return ok({
    items: items.map((entry) => ({
      ...entry,
      hash: hashOf(entry.header),
      ...(withBodies && !entry.body && { erased: true as const }),
    })),
    ...(next && { next }),
  });
}
