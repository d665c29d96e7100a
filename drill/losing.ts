import { isDeepStrictEqual } from 'node:util';
import type { Torn } from '../functions/resources/recovering.ts';
import type { Finding } from '../recover/findings.ts';
import type { Chance } from './chance.ts';
import { reviewsDue, tornReviews } from './losing-reviews.ts';
import type { Item, Snapshot, Written } from './writing.ts';

/** What never reached the other Region of one resource. */
export type Loss = {
  readonly id: string;
  /** Commands of which nothing arrived. */
  readonly whole: number;
  /** Items that did not arrive of the one before those, by sort key. */
  readonly cut: readonly string[];
  /** What is left, and what the head that is left belongs to. */
  readonly left: Snapshot;
  readonly due: Snapshot;
  /** As all of it was before the cut, and before that command. */
  readonly uncut: Snapshot;
  readonly before: Snapshot;
};

/**
 * At most so many commands are lost whole of one resource: from a decision back
 * to the draft that was sent for it.
 */
const wholeMost = 7;

/**
 * Takes a random suffix of what was written to each resource: some commands
 * whole, and of the one before them some items and not the others, as when a
 * Region is lost whose items are copied one by one.
 */
export function lossOf({ id, states }: Written, chance: Chance): Loss {
  const steps = states.length - 1;
  const whole = chance.number(Math.min(wholeMost, steps - 1) + 1);
  const at = steps - whole;
  const before = states[at - 1] ?? new Map();
  const after = states[at] ?? new Map();
  const changed = changedKeys(before, after);
  const cut = changed.filter(() => chance.number(2) === 0);
  const left = new Map(after);
  for (const key of cut) {
    const item = before.get(key);
    if (item === undefined) left.delete(key);
    else left.set(key, item);
  }
  // A score or a comment moves no head: whatever arrived of it tells the rest.
  const isMoved = changed.includes('HEAD');
  const isBehind = isMoved
    ? isDeepStrictEqual(left.get('HEAD'), before.get('HEAD'))
    : cut.length === changed.length;
  const due = isBehind ? before : after;
  return { id, whole, cut, left, due, uncut: after, before };
}

/** What of a snapshot is the resource's own. */
function ownOf(all: Snapshot): Snapshot {
  return new Map([...all].filter(([key]) => !key.includes('/')));
}

function changedKeys(one: Snapshot, other: Snapshot): string[] {
  const keys = new Set([...one.keys(), ...other.keys()]);
  return [...keys].filter(
    (key) => !isDeepStrictEqual(one.get(key), other.get(key)),
  );
}

export type Expected = {
  /** What a recovery must list, and nothing else. */
  readonly listed: readonly Finding[];
  /**
   * What nothing tells of any more: versions, and links of people, whose only
   * witness was a body that is lost too.
   */
  readonly beyond: readonly Torn[];
};

/**
 * A tear to be compared: which item, and whether it is gone or another than it
 * should be. Only an entry that is left tells an item that is ahead from one
 * that is behind.
 */
export function told(found: Finding): string {
  const { item, tear, which } = found;
  const of = 'of' in found ? found.of : found.resource;
  return `${of} ${item} ${which} ${tear === 'lost' ? 'lost' : 'other'}`;
}

/**
 * What a recovery must list of a loss, by comparing what is left with what was
 * there when the head that is left was written: nothing of its own reasoning.
 */
export function expectedOf(loss: Loss): Expected {
  const { id } = loss;
  const [due, left, uncut] = [
    ownOf(loss.due),
    ownOf(loss.left),
    ownOf(loss.uncut),
  ];
  const names = namesIn(left);
  const isNamed = (person: string) =>
    left.has('HEAD') && names.includes(person);
  const wanted = new Map(due);
  for (const [key, item] of uncut) {
    // Whoever is named by what is left has a link, whatever the head says.
    const isLink = key.startsWith('WORK#');
    if (isLink && !due.has(key) && isNamed(key.slice('WORK#'.length))) {
      wanted.set(key, item);
    }
  }
  const torn = changedKeys(wanted, left).flatMap((key) => {
    const called = calledOf(key);
    if (called === undefined) return [];
    const [is, was] = [left.get(key), wanted.get(key)];
    const tear = tearOf({ is, was, item: called.item });
    return tear ? [{ resource: id, ...called, tear }] : [];
  });
  const isUnsure = torn.some(
    ({ item, tear }) => item === 'body' && tear === 'lost',
  );
  const isBeyond = ({ item, tear, which }: Torn) =>
    (isUnsure && item === 'version' && tear !== 'lost') ||
    (item === 'link' && tear === 'lost' && !isNamed(which));
  return {
    listed: [
      ...torn.filter((one) => !isBeyond(one)),
      ...tornReviews(loss, reviewsDue(loss)),
    ],
    beyond: torn.filter(isBeyond),
  };
}

/** Whoever is named; but who decided, whose one trace is the entry's body. */
function namesIn(items: Snapshot): string {
  const others = [...items].filter(([sk]) => !sk.startsWith('WORK#'));
  return JSON.stringify(others, (key, value) =>
    key === 'decision' ? undefined : value,
  );
}

function tearOf({
  is,
  was,
  item,
}: {
  readonly is: Item | undefined;
  readonly was: Item | undefined;
  readonly item: Torn['item'];
}): Torn['tear'] | undefined {
  if (is === undefined) return 'lost';
  if (was !== undefined) return 'behind';
  // A trace stays when somebody has nothing to do with a resource any more.
  const isTrace = item === 'link' && String(is.ownerPk).startsWith('TRACE#');
  return isTrace ? undefined : 'ahead';
}

/** What a recovery calls an item. */
function calledOf(key: string): Pick<Torn, 'item' | 'which'> | undefined {
  const [kind = '', ...rest] = key.split('#');
  const place = rest.map(Number).join('#');
  if (kind === 'H') return { item: 'header', which: place };
  if (kind === 'B') return { item: 'body', which: place };
  if (kind === 'V') return { item: 'version', which: place };
  if (kind === 'WORK') return { item: 'link', which: rest.join('#') };
  if (kind === 'DUE') return { item: 'due', which: key };
  if (kind === 'REL') return { item: 'relation', which: key };
  // Of a head the others tell.
  return undefined;
}
