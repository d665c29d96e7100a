import type { Tear } from '../../platform/torn-history.ts';
import type { Organisation } from '../contract.ts';

type Organisations = ReadonlyMap<string, Organisation>;

/**
 * Organisations that lead nowhere any more: under one that is lost, or, when
 * only some of several moves arrived, under one another; merged into one that is
 * lost. Each as it can be: under the top, where whoever administers the district
 * finds it, and closed alone.
 */
export function astray(all: Organisations): Organisation[] {
  const alone = [...all.values()].flatMap((one) => {
    const { mergedInto, ...closed } = one;
    const isGone = mergedInto !== undefined && !all.has(mergedInto);
    return isGone ? [closed] : [];
  });
  const now = new Map([...all, ...byId(alone)]);
  return [...new Map([...byId(alone), ...byId(rootless(now))]).values()];
}

function byId(some: readonly Organisation[]): [string, Organisation][] {
  return some.map((one) => [one.id, one]);
}

function rootless(all: Organisations): Organisation[] {
  const tops = [...all.values()].filter(({ parent }) => parent === undefined);
  const [top] = tops.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  if (top === undefined) return [];
  const found = new Map<string, Organisation>();
  for (const id of [...all.keys()].toSorted()) {
    const lost = strayAbove(id, (one) => found.get(one) ?? all.get(one));
    const stray = lost === undefined ? undefined : all.get(lost);
    if (stray) found.set(stray.id, { ...stray, parent: top.id });
  }
  return [...found.values()];
}

/** The first on the way up from which no top is reached; a loop's last. */
function strayAbove(
  id: string,
  organisation: (id: string) => Organisation | undefined,
): string | undefined {
  const seen = new Set<string>();
  let at = id;
  for (;;) {
    seen.add(at);
    const parent = organisation(at)?.parent;
    if (parent === undefined) return undefined;
    if (seen.has(parent) || !organisation(parent)) return at;
    at = parent;
  }
}

/** An organisation in which tree and its own item differ. */
export type Differing = { readonly tear: Tear; readonly which: string };

/** Where a tree differs from the organisations that it should be of. */
export function treeDiffers(
  tree: Organisations,
  due: Organisations,
): Differing[] {
  const ids = new Set([...tree.keys(), ...due.keys()]);
  return [...ids].flatMap((which): Differing[] => {
    const [is, was] = [tree.get(which), due.get(which)];
    if (is === undefined) return [{ tear: 'lost', which }];
    if (was === undefined) return [{ tear: 'ahead', which }];
    return isSame(is, was) ? [] : [{ tear: 'behind', which }];
  });
}

function isSame(one: Organisation, other: Organisation): boolean {
  const fields = ['kind', 'name', 'parent', 'closedAt', 'mergedInto'] as const;
  return fields.every((field) => one[field] === other[field]);
}
