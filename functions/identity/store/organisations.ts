import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import type { OrganisationAt } from '../model/shape.ts';
import {
  caughtUp,
  emptyTree,
  type Tree,
  type TreeNews,
} from '../model/tree.ts';
import {
  keys,
  OrganisationItem,
  TreeSnapshotItem,
  TreeVersionItem,
} from './items.ts';
import { type Consistency, get, getAll, type Item } from './reading.ts';
import { unpackTree } from './tree.ts';

export type KeptOrganisation = OrganisationAt;

/** One organisation. 0.5 RRU, 1 consistent. */
async function organisation(
  id: string,
  consistency: Consistency,
): Promise<KeptOrganisation | undefined> {
  const found = await get(keys.organisation(id), consistency);
  return found && readOrganisation(found);
}

/**
 * The tree; the empty one before there is any. 0.5 RRU per 4 KB and 0.5 for
 * its version, twice that if consistent.
 */
async function tree(consistency: Consistency): Promise<Tree> {
  const found = await getAll(
    [keys.treeSnapshot, keys.treeVersion],
    consistency,
  );
  return treeIn(found);
}

/** The tree's version with what it changed of late. 0.5 RRU, 1 consistent. */
async function treeNews(consistency: Consistency): Promise<TreeNews> {
  return newsIn(await getAll([keys.treeVersion], consistency));
}

export const organisationReads = { organisation, tree, treeNews };

/**
 * The tree of its two items. They are read one after the other, so that the
 * tree may have been written as a whole between the two: a snapshot that is
 * newer than the version holds all of it, one that is older than the changes
 * reach back is read again.
 */
export async function treeIn(found: readonly Item[]): Promise<Tree> {
  const news = newsIn(found);
  const again = () => getAll([keys.treeSnapshot], { consistent: true });
  return (
    treeOf(found, news) ??
    treeOf(await again(), news) ??
    Promise.reject(
      new Error(`The tree lacks what its version ${news.version} builds on.`),
    )
  );
}

/** The tree of its items and the news, where they reach back to each other. */
export function treeOf(
  found: readonly Item[],
  news: TreeNews,
): Tree | undefined {
  const snapshot = found.find(({ sk }) => sk === keys.treeSnapshot.sk);
  const whole = snapshot ? wholeTree(snapshot) : emptyTree;
  return whole.version > news.version ? whole : caughtUp(whole, news);
}

function wholeTree(snapshot: Item): Tree {
  const { version, packed } =
    TreeSnapshotItem.build(EntityFormatter).format(snapshot);
  return unpackTree(version, packed);
}

export function newsIn(found: readonly Item[]): TreeNews {
  const kept = found.find(({ sk }) => sk === keys.treeVersion.sk);
  if (!kept) return emptyTree;
  const { version, recent = [] } =
    TreeVersionItem.build(EntityFormatter).format(kept);
  return { version, recent };
}

export function readOrganisation(found: Item): KeptOrganisation {
  const {
    pk: _,
    sk: __,
    changedAt: ___,
    ...kept
  } = OrganisationItem.build(EntityFormatter).format(found);
  return kept;
}
