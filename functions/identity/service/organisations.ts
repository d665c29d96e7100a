import type { Changed, Part } from '../../platform/commit.ts';
import type { Person } from '../../platform/contract.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Organisation, OrganisationKind } from '../contract.ts';
import type { Said } from '../model/chain.ts';
import { openAt } from '../model/reshaping.ts';
import {
  broken,
  type Forbidden,
  mayAssign,
  type RuleBroken,
} from '../model/roles.ts';
import { pageOfTree, type Tree, withOrganisation } from '../model/tree.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { KeptOrganisation } from '../store/organisations.ts';
import type { DirectoryParts } from '../store/parts.ts';
import type { Directory } from './principals.ts';
import {
  type Actor,
  type RecordNeeds,
  record,
  type Unavailable,
} from './record.ts';

export type OrganisationNeeds = RecordNeeds & {
  readonly directory: Pick<Directory, 'tree' | 'changed'>;
  readonly store: Pick<DirectoryReads, 'organisation'>;
  readonly parts: Pick<
    DirectoryParts,
    'newOrganisation' | 'changedOrganisation' | 'nextTree'
  >;
  readonly newId: () => string;
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
 * Creates an organisation under one that the person administers. Cost: 2 RRU,
 * 10 WRU and those of `nextTree`.
 */
export async function createOrganisation(
  needs: OrganisationNeeds,
  principal: Person,
  asked: { kind: OrganisationKind; name: string; parent: string },
): Promise<
  Result<KeptOrganisation, Forbidden | RuleBroken | Changed | Unavailable>
> {
  const may = mayAssign(principal, asked.parent, []);
  if (!may.ok) return may;
  const { parts, newId, now } = needs;
  const { kind, name, parent } = asked;
  const createdAt = now().toISOString();
  const made: KeptOrganisation = { id: newId(), ...asked, seq: 1, createdAt };
  const by = { person: principal.id, organisation: may.value };
  return changeTree<RuleBroken>(needs, by, async (tree) => {
    const open = openAt(tree, { id: parent, at: '/parent' });
    if (!open.ok) return open;
    return ok({
      organisation: made,
      action: 'create',
      facts: { kind, name, parent },
      part: parts.newOrganisation(made),
    });
  });
}

/** Renames an organisation. Cost: 3 RRU, and WRU as for creating one. */
export async function renameOrganisation(
  needs: OrganisationNeeds,
  principal: Person,
  asked: { id: string; name: string; ifMatch: string },
): Promise<
  Result<
    KeptOrganisation,
    Forbidden | Unknown | RuleBroken | Changed | Unavailable
  >
> {
  const { store, parts, now } = needs;
  const { id, name, ifMatch } = asked;
  const found = await store.organisation(id, { consistent: true });
  if (!found) return fail({ code: 'unknown' });
  const may = mayAssign(principal, id, []);
  if (!may.ok) return may;
  if (ifMatch !== organisationTag(found)) return fail({ code: 'changed' });
  const by = { person: principal.id, organisation: may.value };
  const renamed = { ...found, name, seq: found.seq + 1 };
  return changeTree<RuleBroken>(needs, by, async () =>
    ok({
      organisation: renamed,
      action: 'rename',
      facts: { from: found.name, to: name },
      part: parts.changedOrganisation(renamed, now().toISOString()),
    }),
  );
}

/** One organisation as it will be, how it is written, and what is said of it. */
export type TreeChange = Pick<Said, 'action' | 'facts' | 'reason'> & {
  readonly organisation: KeptOrganisation;
  readonly part: Part;
  /** What is said of another organisation, in its chain. */
  readonly also?: Said;
};

/** Writes the organisation, and the tree and the chain with it. */
export async function changeTree<R extends { readonly code: string }>(
  needs: OrganisationNeeds,
  by: Actor,
  decide: (tree: Tree) => Promise<Result<TreeChange, R>>,
): Promise<Result<KeptOrganisation, R | RuleBroken | Changed | Unavailable>> {
  const { directory, parts } = needs;
  let next: Tree | undefined;
  const done = await record<KeptOrganisation, R | RuleBroken>(
    needs,
    async () => {
      const tree = await directory.tree({ fresh: true });
      const decided = await decide(tree);
      if (!decided.ok) return decided;
      const { organisation, part, also, ...said } = decided.value;
      const { seq: _, createdAt: __, ...node } = organisation;
      const moved = parts.nextTree(withOrganisation(tree, node));
      if (!moved.ok) return broken('/name', moved.error.code);
      next = moved.value.kept;
      return ok({
        value: organisation,
        by,
        said: [{ organisation: node.id, ...said }, ...(also ? [also] : [])],
        parts: [part, ...moved.value.parts],
      });
    },
  );
  if (done.ok && next) directory.changed(next);
  return done;
}
