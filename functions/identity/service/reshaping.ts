import type { Changed } from '../../platform/commit.ts';
import type { Person } from '../../platform/contract.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Organisation } from '../contract.ts';
import type { Said } from '../model/chain.ts';
import { closed, merged, moved, reopened } from '../model/reshaping.ts';
import { type Forbidden, mayAssign, type RuleBroken } from '../model/roles.ts';
import type { Tree } from '../model/tree.ts';
import type { KeptOrganisation } from '../store/organisations.ts';
import {
  changeTree,
  type OrganisationNeeds,
  organisationTag,
} from './organisations.ts';
import type { Unavailable } from './record.ts';

type Reshaped = Result<
  KeptOrganisation,
  Forbidden | { readonly code: 'unknown' } | RuleBroken | Changed | Unavailable
>;

/** Which organisation, and the ETag that the person holds. */
type Wish = { readonly id: string; readonly ifMatch: string };

/**
 * Moves an organisation under another; who does must administer both. What is
 * below goes along, for nothing but the organisation and the tree is written,
 * whatever they hold. Cost: that of renaming.
 */
export function moveOrganisation(
  needs: OrganisationNeeds,
  principal: Person,
  asked: Wish & { readonly parent: string },
): Promise<Reshaped> {
  const { id, parent } = asked;
  return reshape(
    needs,
    principal,
    { ...asked, other: parent },
    (tree, found) => ({
      organisation: moved(tree, id, parent),
      said: {
        action: 'move',
        facts: { from: found.parent ?? null, to: parent },
      },
    }),
  );
}

/**
 * Merges an organisation into another; who does must administer both. An entry
 * in the chains of both. Cost: that of renaming, and of an entry.
 */
export function mergeOrganisation(
  needs: OrganisationNeeds,
  principal: Person,
  asked: Wish & { readonly into: string; readonly reason?: string | undefined },
): Promise<Reshaped> {
  const { id, into, reason } = asked;
  const at = needs.now().toISOString();
  return reshape(needs, principal, { ...asked, other: into }, (tree) => ({
    organisation: merged(tree, id, { into, at }),
    said: { action: 'merge', facts: { into }, reason },
    also: {
      organisation: into,
      action: 'receive-merged',
      facts: { merged: id },
      reason,
    },
  }));
}

/** Closes an organisation. Cost: that of renaming. */
export function closeOrganisation(
  needs: OrganisationNeeds,
  principal: Person,
  asked: Wish & { readonly reason?: string | undefined },
): Promise<Reshaped> {
  const { id, reason } = asked;
  const at = needs.now().toISOString();
  return reshape(needs, principal, asked, (tree) => ({
    organisation: closed(tree, id, at),
    said: { action: 'close', facts: {}, reason },
  }));
}

/**
 * Opens a closed organisation again, for an operator: the route asks for that.
 * Cost: that of renaming.
 */
export function reopenOrganisation(
  needs: OrganisationNeeds,
  principal: Person,
  asked: Wish,
): Promise<Reshaped> {
  const { id } = asked;
  return reshape(needs, principal, asked, (tree) => ({
    organisation: reopened(tree, id),
    said: { action: 'reopen', facts: {} },
  }));
}

async function reshape(
  needs: OrganisationNeeds,
  principal: Person,
  { id, ifMatch, other }: Wish & { readonly other?: string },
  decide: (
    tree: Tree,
    found: KeptOrganisation,
  ) => {
    readonly organisation: Result<Organisation, RuleBroken>;
    readonly said: Pick<Said, 'action' | 'facts' | 'reason'>;
    readonly also?: Said;
  },
): Promise<Reshaped> {
  const { store, parts, now } = needs;
  const found = await store.organisation(id, { consistent: true });
  if (!found) return fail({ code: 'unknown' });
  const may = mayAssign(principal, id, []);
  if (!may.ok) return may;
  if (ifMatch !== organisationTag(found)) return fail({ code: 'changed' });
  const there = mayAssign(principal, other ?? id, []);
  if (!there.ok) return there;
  const by = { person: principal.id, organisation: may.value };
  return changeTree<RuleBroken>(needs, by, async (tree) => {
    const { organisation, said, also } = decide(tree, found);
    if (!organisation.ok) return organisation;
    const { createdAt, seq } = found;
    const next = { ...organisation.value, createdAt, seq: seq + 1 };
    const part = parts.changedOrganisation(next, now().toISOString());
    return ok({ organisation: next, part, ...said, ...(also && { also }) });
  });
}
