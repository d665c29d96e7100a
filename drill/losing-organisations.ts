import { isDeepStrictEqual } from 'node:util';
import { keptTree } from '../functions/identity/store/recovery-items.ts';
import type { Chance } from './chance.ts';
import type { Organised, Organising } from './organising.ts';
import type { Item, Snapshot } from './writing.ts';

/** What never reached the other Region of one organisation. */
export type OrganisationLoss = {
  readonly id: string;
  /** Commands of which nothing arrived. */
  readonly whole: number;
  /** Items that did not arrive of the one before those. */
  readonly cut: readonly string[];
  readonly left: Snapshot;
  /** Before the command that was cut, after it, and as the head has it. */
  readonly before: Snapshot;
  readonly uncut: Snapshot;
  readonly due: Snapshot;
};

/** What never reached it of all that people did to organisations. */
export type DirectoryLoss = {
  readonly organisations: readonly OrganisationLoss[];
  readonly tree: Snapshot;
};

/** At most so many versions of the tree are lost. */
const treesMost = 3;

/**
 * Takes a random suffix of what was done to each organisation, as `lossOf` does
 * to resources; and of the tree, which all of their commands write.
 */
export function directoryLossOf(
  { organisations, trees }: Organising,
  chance: Chance,
): DirectoryLoss {
  const lost = chance.number(Math.min(treesMost, trees.length - 1) + 1);
  return {
    organisations: organisations.map((one) => organisationLossOf(one, chance)),
    tree: trees.at(-1 - lost) ?? new Map(),
  };
}

function organisationLossOf(
  { id, states }: Organised,
  chance: Chance,
): OrganisationLoss {
  const steps = states.length - 1;
  const whole = chance.number(steps);
  const at = steps - whole;
  const before = states[at - 1] ?? new Map();
  const uncut = states[at] ?? new Map();
  const cut = changedKeys(before, uncut).filter(() => chance.number(2) === 0);
  const left = new Map(uncut);
  for (const key of cut) {
    const item = before.get(key);
    if (item === undefined) left.delete(key);
    else left.set(key, item);
  }
  const head = `${id} CHAIN`;
  const isBehind = isDeepStrictEqual(left.get(head), before.get(head));
  const due = isBehind ? before : uncut;
  return { id, whole, cut, left, before, uncut, due };
}

function changedKeys(one: Snapshot, other: Snapshot): string[] {
  const keys = new Set([...one.keys(), ...other.keys()]);
  return [...keys].filter(
    (key) => !isDeepStrictEqual(one.get(key), other.get(key)),
  );
}

/**
 * What a recovery must list of a loss, as `told`: the difference between what is
 * left and what was there when the head that is left was written. What only a
 * body told, and that body is lost, nobody can know of: that is as it was before.
 */
export function expectedOfDirectory(loss: DirectoryLoss): string[] {
  const organisations = loss.organisations.flatMap(expectedOf);
  return [...new Set([...organisations, ...expectedOfTree(loss)])];
}

function expectedOf(loss: OrganisationLoss): string[] {
  const { before, due, left } = loss;
  const { isBodyLost, isHeaderLost } = entriesOf(loss);
  const keys = new Set([...due.keys(), ...left.keys(), ...before.keys()]);
  return [...keys].flatMap((key): string[] => {
    const called = calledOf(key, [due, left, before]);
    if (called === undefined) return [];
    const isProven =
      provenBy[called.kind] === 'head' ||
      !isBodyLost ||
      (called.person !== undefined && isMember(left, called.person));
    const wanted = (isProven ? due : before).get(key);
    const is = left.get(key);
    if (isDeepStrictEqual(is, wanted)) return [];
    const isUntold = isBodyLost && isHeaderLost;
    if (called.kind === 'organisation' && isUntold && is) return [];
    // Only a profile tells what signs in as somebody.
    const isProfile = called.kind === 'identity' ? called.person : undefined;
    if (isProfile && !is && !left.has(`${isProfile} PERSON`)) return [];
    return [`${called.text} ${is === undefined ? 'lost' : 'other'}`];
  });
}

/** A membership that arrived keeps somebody, though nothing tells of it. */
function isMember(left: Snapshot, person: string): boolean {
  const keys = [...left.keys()];
  const isHeld = keys.some((key) => key.startsWith(`${person} M#`));
  return isHeld && left.has(`${person} PERSON`);
}

/** Whether what tells of the last command that the head knows is gone. */
function entriesOf({ due, left }: OrganisationLoss) {
  const isLost = (kind: string) =>
    [...due.keys()].some((key) => key.includes(kind) && !left.has(key));
  return { isBodyLost: isLost(' B#'), isHeaderLost: isLost(' H#') };
}

/** What of the command's items follows from its head, and what from its body. */
const provenBy = {
  header: 'head',
  body: 'head',
  organisation: 'head',
  membership: 'body',
  person: 'body',
  speciality: 'body',
  identity: 'body',
} as const;

/** What a recovery calls an item; nothing for a head, of which the others tell. */
function calledOf(
  key: string,
  states: readonly Snapshot[],
):
  | {
      readonly kind: keyof typeof provenBy;
      readonly text: string;
      /** Whose profile or sign-in it is. */
      readonly person?: string;
    }
  | undefined {
  const [pk = '', sk = ''] = key.split(' ');
  const [kind = '', ...rest] = sk.split('#');
  const place = rest.map(Number).join('#');
  if (kind === 'H') return { kind: 'header', text: `${pk} header ${place}` };
  if (kind === 'B') return { kind: 'body', text: `${pk} body ${place}` };
  if (kind === 'ORGANISATION')
    return { kind: 'organisation', text: `${pk} organisation ${pk}` };
  if (kind === 'PERSON')
    return { kind: 'person', text: `${pk} person ${pk}`, person: pk };
  if (kind === 'M')
    return { kind: 'membership', text: `${rest[0]} membership ${pk}` };
  if (kind === 'X') {
    const [organisation, ...terms] = rest;
    const which = [pk, ...terms].join('#');
    return { kind: 'speciality', text: `${organisation} speciality ${which}` };
  }
  if (kind !== 'IDENTITY') return undefined;
  const item = states.map((one) => one.get(key)).find(Boolean);
  const owner = String(item?.person);
  const text = `${owner} identity ${owner}`;
  return { kind: 'identity', text, person: owner };
}

/** The tree must be of the organisations that there are once all is mended. */
function expectedOfTree({ organisations, tree }: DirectoryLoss): string[] {
  const { tree: kept } = keptTree([...tree.values()]);
  if (kept === undefined) return ['TREE tree TREE other'];
  return organisations.flatMap((loss): string[] => {
    const node = kept.organisations.get(loss.id);
    const due = mended(loss, node);
    if (isDeepStrictEqual(shapeOf(node), shapeOf(due))) return [];
    return [`TREE tree ${loss.id} ${node ? 'other' : 'lost'}`];
  });
}

/** An organisation as it must be once it is mended, if it can be. */
function mended(
  loss: OrganisationLoss,
  node: object | undefined,
): object | undefined {
  const { before, due, id, left, uncut } = loss;
  const key = `${id} ORGANISATION`;
  const is = left.get(key);
  const { isBodyLost } = entriesOf(loss);
  const isBehind =
    isDeepStrictEqual(is, before.get(key)) &&
    !isDeepStrictEqual(is, due.get(key));
  if (is !== undefined) return isBehind && !isBodyLost ? due.get(key) : is;
  // Its first command was cut: what is left of the entry says what it was.
  const isKnown = [...left.keys()].some((one) =>
    [`${id} CHAIN`, `${id} H#`].some((begin) => one.startsWith(begin)),
  );
  const hasBody = [...left.keys()].some((one) => one.startsWith(`${id} B#`));
  if (!isKnown) return undefined;
  const hasHeader = [...left.keys()].some((one) => one.startsWith(`${id} H#`));
  const isTold = hasBody && (hasHeader || left.has(`${id} CHAIN`));
  return isTold ? uncut.get(key) : node;
}

/** Organisations of whose beginning too little is left to make them whole. */
export function unmade({ organisations, tree }: DirectoryLoss): string[] {
  const { tree: kept } = keptTree([...tree.values()]);
  return organisations
    .filter((one) => !mended(one, kept?.organisations.get(one.id)))
    .map(({ id }) => id);
}

function shapeOf(one: object | undefined): object | undefined {
  if (one === undefined) return undefined;
  const { kind, name, parent } = one as Item;
  return { kind, name, parent };
}
