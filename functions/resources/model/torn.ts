import { contentHashOf } from '../../platform/history.ts';
import {
  type Chain,
  chainOf,
  type KeptHistory,
  placeOf,
  type Tear,
  tornEntries,
} from '../../platform/torn-history.ts';
import type { Head } from '../head/contract.ts';
import type { HistoryHeader } from '../history/contract.ts';
import type { KeptVersion } from './move.ts';

/** All that a table has of one resource, in whatever state it was left. */
export type Kept = KeptHistory<HistoryHeader> & {
  readonly id: string;
  readonly head: Head | undefined;
  readonly versions: readonly KeptVersion[];
  /** By person, the list that their link is in. */
  readonly links: ReadonlyMap<string, string>;
  /** By sort key, where it stands in lists of what falls due and what refers. */
  readonly places: ReadonlyMap<string, string>;
};

/** What of a resource may be torn; an object is the bytes of a file. */
export const items = [
  'header',
  'body',
  'version',
  'link',
  'due',
  'relation',
  'object',
] as const;

/** Items that follow from the others: they are put right, and not told of. */
export const following: readonly (typeof items)[number][] = [
  'link',
  'due',
  'relation',
];

/**
 * One item that does not fit what the head says: replication copies items, not
 * transactions, so that a lost Region leaves some of a command's items.
 */
export type Torn = {
  readonly resource: string;
  readonly item: (typeof items)[number];
  readonly tear: Tear;
  /**
   * `<epoch>#<seq>`, a version's number, a person, a file's SHA-256, or the sort
   * key of a place in a list.
   */
  readonly which: string;
};

export type Judging = {
  /** Bodies of older entries that are not there were erased, not lost. */
  readonly since: string;
  /** By person, the list that a link should be in: what a store knows. */
  readonly linksOf: (kept: Kept) => ReadonlyMap<string, string>;
  /** By sort key, the places that the head has. */
  readonly placesOf: (kept: Kept) => ReadonlyMap<string, string>;
};

/**
 * What of a resource is torn, by what its head says: the head is the truth, the
 * rest is rebuilt from it or told of. Entries of a Region that was succeeded
 * stay as a fork, and are no tear.
 */
export function tornIn(kept: Kept, judging: Judging): Torn[] {
  const { id: resource } = kept;
  const chain = chainOf(kept);
  const found = [
    ...tornEntries(kept, chain, judging.since),
    ...tornVersions(kept, chain),
    ...tornLinks(kept, judging.linksOf(kept)),
    ...tornPlaces(kept, judging.placesOf(kept)),
  ];
  return found.map((one) => ({ resource, ...one }));
}

type Found = Omit<Torn, 'resource'>;

/** Versions that a head names; of an erased resource none is left. */
function namedBy(head: Head | undefined): Set<number> {
  const isErased = head?.withdrawn?.kind === 'erased';
  const published = isErased ? undefined : head?.published?.version;
  const { closed, draft, review } = head ?? {};
  const named = [draft, review?.version, published, closed?.version];
  return new Set(named.filter((version) => version !== undefined));
}

function tornVersions(kept: Kept, chain: Chain<HistoryHeader>): Found[] {
  const { head, versions } = kept;
  const numbers = new Set(versions.map(({ version }) => version));
  const lost = [...namedBy(head)]
    .filter((version) => !numbers.has(version))
    .map((version) => ({ tear: 'lost' as const, version }));
  const others = versions.flatMap((one) => {
    const tear = tearOf(kept, chain, one);
    return tear ? [{ tear, version: one.version }] : [];
  });
  return [...lost, ...others].map(({ tear, version }) => ({
    item: 'version',
    tear,
    which: String(version),
  }));
}

function tearOf(
  kept: Kept,
  chain: Chain<HistoryHeader>,
  { version, edition, closed }: KeptVersion,
): Torn['tear'] | undefined {
  const { head } = kept;
  if (head === undefined || version > head.latest) return 'ahead';
  const isOpen = [head.draft, head.review?.version].includes(version);
  if (isOpen && closed !== undefined) return 'ahead';
  const isMarked = head.closed?.version === version;
  if (isMarked && closed !== head.closed?.state) return 'behind';
  const told = toldHash(kept, chain, version);
  const is = contentHashOf(edition);
  if (told === undefined || told === is) return undefined;
  const later = kept.bodies.filter(
    (one) => !chain.headers.some((due) => placeOf(due) === placeOf(one)),
  );
  return later.some(({ body }) => body.facts.edition === is)
    ? 'ahead'
    : 'behind';
}

/** What the last entry of the chain about a version says that it holds. */
function toldHash(
  { bodies }: Kept,
  { headers, missing }: Chain<HistoryHeader>,
  version: number,
): string | undefined {
  // What was redacted is another edition than the entries before tell of.
  if (headers.some(({ action }) => action === 'redact')) return undefined;
  const byPlace = new Map(bodies.map((one) => [placeOf(one), one.body]));
  const about = headers.filter(
    (one) =>
      one.version === version ||
      byPlace.get(placeOf(one))?.facts.opened === version,
  );
  const last = about.findLast((one) => {
    const body = byPlace.get(placeOf(one));
    return body === undefined || body.facts.edition !== undefined;
  });
  const isUnsure = missing.some(({ seq }) => seq > (last?.seq ?? 0));
  const told = last && byPlace.get(placeOf(last))?.facts.edition;
  return typeof told === 'string' && !isUnsure ? told : undefined;
}

function tornLinks({ links }: Kept, due: ReadonlyMap<string, string>): Found[] {
  const found: Found[] = [];
  for (const [person, list] of due) {
    const is = links.get(person);
    if (is === list) continue;
    const tear = is === undefined ? 'lost' : 'behind';
    found.push({ item: 'link', tear, which: person });
  }
  for (const [person, list] of links) {
    // A trace stays when somebody has nothing to do with it any more.
    if (due.has(person) || !list.startsWith('WORK#')) continue;
    found.push({ item: 'link', tear: 'ahead', which: person });
  }
  return found;
}

function tornPlaces({ places }: Kept, due: ReadonlyMap<string, string>) {
  const keys = new Set([...due.keys(), ...places.keys()]);
  return [...keys].flatMap((which): Found[] => {
    const item = which === 'DUE' ? 'due' : 'relation';
    if (!due.has(which)) return [{ item, tear: 'ahead', which }];
    if (!places.has(which)) return [{ item, tear: 'lost', which }];
    const isRight = places.get(which) === due.get(which);
    return isRight ? [] : [{ item, tear: 'behind', which }];
  });
}
