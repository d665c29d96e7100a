import type { Organisation } from '../contract.ts';

/**
 * The district's organisations by id, each with its parent. It is versioned as
 * a whole: a change is conditioned on the version that it was made from, so
 * that two changes can never make a cycle together.
 */
export type Tree = {
  readonly version: number;
  readonly organisations: ReadonlyMap<string, Organisation>;
};

export const emptyTree: Tree = { version: 0, organisations: new Map() };

/** The tree with an organisation added, or put in the place of its former self. */
export function withOrganisation(tree: Tree, organisation: Organisation): Tree {
  const organisations = new Map(tree.organisations);
  organisations.set(organisation.id, organisation);
  return { version: tree.version + 1, organisations };
}

const childrenByTree = new WeakMap<Tree, ReadonlyMap<string, string[]>>();
const belowByTree = new WeakMap<Tree, Map<string, ReadonlySet<string>>>();

/** The organisation and all above it, nearest first. */
export function above(tree: Tree, organisation: string): ReadonlySet<string> {
  const found = new Set<string>();
  let next: string | undefined = organisation;
  while (next !== undefined && !found.has(next)) {
    found.add(next);
    next = tree.organisations.get(next)?.parent;
  }
  return found;
}

/**
 * The organisation and all below it. Kept for as long as the tree is: all who
 * hold a role there share one set.
 */
export function below(tree: Tree, organisation: string): ReadonlySet<string> {
  const kept = belowByTree.get(tree) ?? new Map<string, ReadonlySet<string>>();
  belowByTree.set(tree, kept);
  const known = kept.get(organisation);
  if (known) return known;
  const children = childrenOf(tree);
  const found = new Set([organisation]);
  // A set's iteration meets what is added on the way.
  for (const one of found) {
    for (const child of children.get(one) ?? []) found.add(child);
  }
  kept.set(organisation, found);
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
      : (childrenOf(tree).get(parent) ?? []);
  const following = [...all].filter((one) => one > after).sort();
  const page = following.slice(0, limit);
  const items = page.flatMap((one) => tree.organisations.get(one) ?? []);
  const last = page.at(-1);
  return following.length > limit && last !== undefined
    ? { items, next: last }
    : { items };
}

function childrenOf(tree: Tree): ReadonlyMap<string, string[]> {
  const known = childrenByTree.get(tree);
  if (known) return known;
  const children = new Map<string, string[]>();
  for (const { id, parent } of tree.organisations.values()) {
    if (parent === undefined) continue;
    const siblings = children.get(parent);
    if (siblings) siblings.push(id);
    else children.set(parent, [id]);
  }
  childrenByTree.set(tree, children);
  return children;
}
