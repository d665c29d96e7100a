import { isDeepStrictEqual } from 'node:util';
import type { TornReview } from '../functions/review/recovering.ts';
import type { Chance } from './chance.ts';
import type { Loss } from './losing.ts';
import type { Item, Loads, Snapshot } from './writing.ts';

/** What of a snapshot is of the resource's review. */
function itsOf(all: Snapshot): Snapshot {
  return new Map([...all].filter(([key]) => key.includes('/')));
}

/** Reviews as they should be with the heads that are left. */
export type ReviewsDue = {
  readonly items: Snapshot;
  /** The head knows who sits, and nothing tells on what panel. */
  readonly isPanelLost: boolean;
};

/**
 * What a review should be with the head that is left. A panel is told by the
 * review and by the entry of its convening: without both it never was.
 */
export function reviewsDue({ before, due, left, uncut }: Loss): ReviewsDue {
  const panelOf = (all: Snapshot) =>
    [...all].find(([key]) => key.endsWith('/REVIEW'))?.[1].panel;
  const entry = [...uncut.keys()].find(
    (key) => key.startsWith('B#') && !before.has(key),
  );
  const isConvened = due === uncut && !panelOf(before) && panelOf(uncut);
  const isPanelLost =
    isConvened !== undefined &&
    isConvened !== false &&
    !panelOf(left) &&
    entry !== undefined &&
    !left.has(entry);
  return { items: itsOf(isPanelLost ? before : due), isPanelLost };
}

/** What a recovery must list of a resource's review: what is not as it was. */
export function tornReviews(
  { left }: Loss,
  { isPanelLost, items: due }: ReviewsDue,
): TornReview[] {
  const are = itsOf(left);
  const keys = new Set([...due.keys(), ...are.keys()]);
  const torn = [...keys].flatMap((key): TornReview[] => {
    const [is, should] = [are.get(key), due.get(key)];
    if (isDeepStrictEqual(is, should)) return [];
    const [of = '', sk = ''] = key.split('/');
    const [kind = '', ...rest] = sk.split('#');
    const tear = is ? (should ? 'behind' : 'ahead') : 'lost';
    const called = calledOf(kind, rest) ?? { item: 'review', which: of };
    return [{ of, tear, ...called }];
  });
  const [of] = [...are.keys(), ...due.keys()].map((key) => key.split('/')[0]);
  return isPanelLost && of !== undefined
    ? [...torn, { of, item: 'panel', tear: 'lost', which: of }]
    : torn;
}

/** What a recovery calls an item; a review by its own id. */
function calledOf(
  kind: string,
  rest: readonly string[],
): Pick<TornReview, 'item' | 'which'> | undefined {
  const [first = '', second] = rest;
  if (kind === 'SHEET') return { item: 'sheet', which: first };
  if (kind === 'ASSIGN') return { item: 'assignment', which: first };
  if (kind === 'COMMENT') return { item: 'comment', which: '1' };
  if (kind === 'NEWS') return { item: 'news', which: `${first}#${second}` };
  return undefined;
}

/** A counter as it arrived, or none, and what it is of. */
export type LoadLeft = { readonly person: string; readonly item?: Item };

/** Of each counter, one of the values that it had is the last that arrived. */
export function loadsLeft(loads: Loads, chance: Chance): LoadLeft[] {
  return [...loads].map(([person, values]) => {
    const item = values[chance.number(values.length + 1)];
    return { person, ...(item && { item }) };
  });
}

/** Counters that say another number than there are assignments. */
export function tornLoads(
  left: readonly LoadLeft[],
  due: readonly ReviewsDue[],
): TornReview[] {
  return left.flatMap(({ item, person }): TornReview[] => {
    const waiting = due
      .flatMap(({ items }) => [...items.keys()])
      .filter((key) => key.endsWith(`/ASSIGN#${person}`)).length;
    const open = Number(item?.open ?? 0);
    if (open === waiting) return [];
    const tear = item ? (open < waiting ? 'behind' : 'ahead') : 'lost';
    return [{ of: person, item: 'load', tear, which: person }];
  });
}
