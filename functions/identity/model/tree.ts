import type { Organisation } from '../contract.ts';

/**
 * The district's organisations by id, each with its parent. It is versioned as
 * a whole: a change is conditioned on the version that it was made from, so
 * that two changes can never make a cycle together.
 */
export type Tree = {
  readonly version: number;
  readonly organisations: ReadonlyMap<string, Organisation>;
  /** What the last versions changed since the tree was written as a whole. */
  readonly recent: readonly Organisation[];
};

/** The version of a tree, and what it has beyond the tree as last written. */
export type TreeNews = Pick<Tree, 'version' | 'recent'>;

export const emptyTree: Tree = {
  version: 0,
  organisations: new Map(),
  recent: [],
};

/** The tree with an organisation added, or put in the place of its former self. */
export function withOrganisation(tree: Tree, organisation: Organisation): Tree {
  const { version, recent } = tree;
  const news = {
    version: version + 1,
    recent: [...recent, organisation],
  };
  return { ...news, organisations: changed(tree, [organisation]) };
}

/**
 * A tree that was read earlier, brought to the version of the news; nothing
 * if it is newer than that, or too old for what the news still tell. Every
 * version changes one organisation, so that the news reach back as many
 * versions as they name.
 */
export function caughtUp(tree: Tree, news: TreeNews): Tree | undefined {
  const { version, recent } = news;
  const behind = version - tree.version;
  if (behind === 0) return { ...tree, recent };
  if (behind < 0 || behind > recent.length) return undefined;
  return { ...news, organisations: changed(tree, recent.slice(-behind)) };
}

function changed(
  { organisations }: Tree,
  changes: readonly Organisation[],
): Tree['organisations'] {
  const now = new Map(organisations);
  for (const one of changes) now.set(one.id, one);
  return now;
}

/** What follows from a tree: by organisation, what is right under it or merged. */
type Shape = {
  readonly children: ReadonlyMap<string, string[]>;
  readonly merged: ReadonlyMap<string, string[]>;
};

const shapeByTree = new WeakMap<Tree, Shape>();
const belowByTree = new WeakMap<Tree, Map<string, ReadonlySet<string>>>();

/**
 * The organisation that one is now: itself, or the one that it was merged into,
 * which may have been merged in turn.
 */
export function standIn(tree: Tree, organisation: string): string {
  const seen = new Set<string>();
  let found = organisation;
  while (!seen.has(found)) {
    seen.add(found);
    found = tree.organisations.get(found)?.mergedInto ?? found;
  }
  return found;
}

/**
 * The organisation and all above it, nearest first, each with those that were
 * merged into it: what they hold is held by it.
 */
export function above(tree: Tree, organisation: string): ReadonlySet<string> {
  const { merged } = shapeOf(tree);
  const found = new Set<string>();
  let next: string | undefined = organisation;
  while (next !== undefined) {
    const one = standIn(tree, next);
    if (found.has(one)) break;
    found.add(one);
    for (const former of merged.get(one) ?? []) found.add(former);
    next = tree.organisations.get(one)?.parent;
  }
  return found;
}

/**
 * The organisation and all below it, with those that were merged into any of
 * them. Kept for as long as the tree is: all who hold a role there share one set.
 */
export function below(tree: Tree, organisation: string): ReadonlySet<string> {
  const top = standIn(tree, organisation);
  const kept = belowByTree.get(tree) ?? new Map<string, ReadonlySet<string>>();
  belowByTree.set(tree, kept);
  const known = kept.get(top);
  if (known) return known;
  const { children, merged } = shapeOf(tree);
  const found = new Set([top]);
  // A set's iteration meets what is added on the way.
  for (const one of found) {
    for (const former of merged.get(one) ?? []) found.add(former);
    for (const child of children.get(one) ?? []) found.add(child);
  }
  kept.set(top, found);
  return found;
}

/**
 * A page of the organisations in the order of their ids, which is that of
 * their creation; of those right under `parent`, if one is named.
 */
export function pageOfTree(
  tree: Tree,
  {
    parent,
    after = '',
    limit,
  }: { parent?: string; after?: string; limit: number },
): { items: Organisation[]; next?: string } {
  const all =
    parent === undefined
      ? tree.organisations.keys()
      : (shapeOf(tree).children.get(standIn(tree, parent)) ?? []);
  const following = [...all].filter((one) => one > after).sort();
  const page = following.slice(0, limit);
  const items = page.flatMap((one) => tree.organisations.get(one) ?? []);
  const last = page.at(-1);
  return following.length > limit && last !== undefined
    ? { items, next: last }
    : { items };
}

function shapeOf(tree: Tree): Shape {
  const known = shapeByTree.get(tree);
  if (known) return known;
  const children = new Map<string, string[]>();
  const merged = new Map<string, string[]>();
  for (const { id, parent, mergedInto } of tree.organisations.values()) {
    if (mergedInto !== undefined) put(merged, standIn(tree, id), id);
    else if (parent !== undefined) put(children, standIn(tree, parent), id);
  }
  const shape = { children, merged };
  shapeByTree.set(tree, shape);
  return shape;
}

function put(lists: Map<string, string[]>, at: string, id: string): void {
  const list = lists.get(at);
  if (list) list.push(id);
  else lists.set(at, [id]);
}
