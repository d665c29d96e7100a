import type { Changed, Commit } from '../../platform/commit.ts';
import type { Person } from '../../platform/contract.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Organisation, OrganisationKind } from '../contract.ts';
import {
  broken,
  type Forbidden,
  mayAssign,
  type RuleBroken,
} from '../model/roles.ts';
import { pageOfTree, withOrganisation } from '../model/tree.ts';
import type { DirectoryReads, KeptOrganisation } from '../store/directory.ts';
import type { DirectoryParts } from '../store/parts.ts';
import type { Directory } from './principals.ts';

/**
 * How often a change of the tree is tried again after another came between:
 * enough for some people who set up schools at the same time.
 */
const treeAttempts = 5;

export type OrganisationNeeds = {
  readonly directory: Pick<Directory, 'tree' | 'changed'>;
  readonly store: Pick<DirectoryReads, 'organisation'>;
  readonly parts: Pick<
    DirectoryParts,
    'newOrganisation' | 'changedOrganisation' | 'nextTree'
  >;
  readonly commit: Commit;
  readonly newId: () => string;
  readonly now: () => Date;
};

type Unknown = { readonly code: 'unknown' };
/** Quoted, as it stands in `ETag` and `If-Match`. */
export function organisationTag({ seq }: { readonly seq: number }): string {
  return `"${seq}"`;
}

/** A page of the district's organisations. Cost: nothing within a minute. */
export async function listOrganisations(
  { directory }: { readonly directory: Pick<Directory, 'tree'> },
  page: {
    parent?: string | undefined;
    after?: string | undefined;
    limit: number;
  },
): Promise<{ items: Organisation[]; next?: string }> {
  return pageOfTree(await directory.tree({ fresh: false }), page);
}

/** One organisation. Cost: 0.5 RRU. */
export async function readOrganisation(
  { store }: Pick<OrganisationNeeds, 'store'>,
  id: string,
): Promise<Result<KeptOrganisation, Unknown>> {
  const found = await store.organisation(id, { consistent: false });
  return found ? ok(found) : fail({ code: 'unknown' });
}

/**
 * Creates an organisation under one that the person administers. Cost: 1 RRU,
 * 4 WRU, and 2 WRU per KB of the packed tree (70 for 1,000 organisations).
 */
export async function createOrganisation(
  needs: OrganisationNeeds,
  principal: Person,
  asked: { kind: OrganisationKind; name: string; parent: string },
): Promise<Result<KeptOrganisation, Forbidden | RuleBroken | Changed>> {
  const may = mayAssign(principal, asked.parent, []);
  if (!may.ok) return may;
  const { parts, newId, now } = needs;
  const createdAt = now().toISOString();
  const made: KeptOrganisation = { id: newId(), ...asked, seq: 1, createdAt };
  return changeTree(needs, made, [parts.newOrganisation(made)]);
}

/** Renames an organisation. Cost: 2 RRU, and WRU as for creating one. */
export async function renameOrganisation(
  needs: OrganisationNeeds,
  principal: Person,
  asked: { id: string; name: string; ifMatch: string },
): Promise<
  Result<KeptOrganisation, Forbidden | Unknown | RuleBroken | Changed>
> {
  const { store, parts, now } = needs;
  const found = await store.organisation(asked.id, { consistent: true });
  if (!found) return fail({ code: 'unknown' });
  const may = mayAssign(principal, asked.id, []);
  if (!may.ok) return may;
  if (asked.ifMatch !== organisationTag(found))
    return fail({ code: 'changed' });
  const renamed = { ...found, name: asked.name, seq: found.seq + 1 };
  const change = parts.changedOrganisation(renamed, now().toISOString());
  return changeTree(needs, renamed, [change]);
}

/** Writes the organisation and the tree with it, again if the tree moved. */
async function changeTree(
  { directory, parts, commit }: OrganisationNeeds,
  organisation: KeptOrganisation,
  own: readonly ReturnType<typeof parts.newOrganisation>[],
): Promise<Result<KeptOrganisation, RuleBroken | Changed>> {
  const { seq: _, createdAt: __, ...node } = organisation;
  for (let attempt = 1; attempt <= treeAttempts; attempt += 1) {
    const tree = await directory.tree({ fresh: true });
    if (node.parent !== undefined && !tree.organisations.has(node.parent)) {
      return broken('/parent', 'organisation-unknown');
    }
    const next = withOrganisation(tree, node);
    const moved = parts.nextTree(next);
    if (!moved.ok) return broken('/name', moved.error.code);
    const done = await commit(organisation, [...own, ...moved.value]);
    if (done.ok) directory.changed(next);
    if (done.ok) return done;
    if (done.error.code !== 'tree-moved') return fail({ code: 'changed' });
  }
  return fail({ code: 'changed' });
}
