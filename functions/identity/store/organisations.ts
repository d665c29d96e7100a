import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import type { Organisation } from '../contract.ts';
import type { Tree } from '../model/tree.ts';
import {
  keys,
  OrganisationItem,
  TreeSnapshotItem,
  TreeVersionItem,
} from './items.ts';
import { type Consistency, get, type Item } from './reading.ts';
import { unpackTree } from './tree.ts';

/** An organisation as it is kept: with what its ETag and dates come from. */
export type KeptOrganisation = Organisation & {
  readonly seq: number;
  readonly createdAt: string;
};

/** One organisation. 0.5 RRU, 1 consistent. */
async function organisation(
  id: string,
  consistency: Consistency,
): Promise<KeptOrganisation | undefined> {
  const found = await get(keys.organisation(id), consistency);
  if (!found) return undefined;
  const {
    pk: _,
    sk: __,
    changedAt: ___,
    ...kept
  } = OrganisationItem.build(EntityFormatter).format(found);
  return kept;
}

/** The tree; undefined before there is one. 0.5 RRU per 4 KB, 1 consistent. */
async function tree(consistency: Consistency): Promise<Tree | undefined> {
  const found = await get(keys.treeSnapshot, consistency);
  return found && readTree(found);
}

/** The tree's version; 0 before there is a tree. 0.5 RRU, 1 consistent. */
async function treeVersion(consistency: Consistency): Promise<number> {
  const found = await get(keys.treeVersion, consistency);
  return found ? readTreeVersion(found) : 0;
}

export const organisationReads = { organisation, tree, treeVersion };

export function readTree(found: Item): Tree {
  const { version, packed } =
    TreeSnapshotItem.build(EntityFormatter).format(found);
  return unpackTree(version, packed);
}

export function readTreeVersion(found: Item): number {
  return TreeVersionItem.build(EntityFormatter).format(found).version;
}
