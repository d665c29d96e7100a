import type { HistoryBody } from '../../platform/contract.ts';
import { contentHashOf, hashOf } from '../../platform/history.ts';
import type { Head } from '../head/contract.ts';
import type { HistoryHeader } from '../history/contract.ts';
import type { KeptVersion } from './move.ts';

/** Where an entry stands. */
type Place = Pick<HistoryHeader, 'epoch' | 'seq'>;

/** All that a table has of one resource, in whatever state it was left. */
export type Kept = {
  readonly id: string;
  readonly head: Head | undefined;
  readonly headers: readonly HistoryHeader[];
  readonly bodies: readonly (Place & { readonly body: HistoryBody })[];
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

/** What an item is to the head: it should be there, be newer, or not be yet. */
export const tears = ['lost', 'behind', 'ahead'] as const;

/**
 * One item that does not fit what the head says: replication copies items, not
 * transactions, so that a lost Region leaves some of a command's items.
 */
export type Torn = {
  readonly resource: string;
  readonly item: (typeof items)[number];
  readonly tear: (typeof tears)[number];
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

/** Where an entry stands, as it is told. */
export function placeOf({ epoch, seq }: Place): string {
  return `${epoch}#${seq}`;
}

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

/** The entries that lead to the head, and those that are missing among them. */
export type Chain = {
  readonly headers: readonly HistoryHeader[];
  readonly missing: readonly Place[];
};

/** Follows the hashes from the head to the first entry. */
export function chainOf({ bodies, head, headers }: Kept): Chain {
  const told = toldLost(bodies);
  const found: HistoryHeader[] = [];
  const missing: Place[] = [];
  let hash: string | null | undefined = head?.lastHash;
  let epoch = head?.epoch ?? 0;
  for (let seq = head?.seq ?? 0; seq > 0; seq -= 1) {
    const candidates = headers
      .filter((one) => one.seq === seq && one.epoch <= epoch)
      .toSorted((one, other) => other.epoch - one.epoch);
    const next: HistoryHeader | undefined =
      hash === undefined
        ? candidates[0]
        : candidates.find((one) => hashOf(one) === hash);
    epoch = next?.epoch ?? told.get(seq) ?? epoch;
    if (next === undefined) missing.push({ epoch, seq });
    else found.push(next);
    hash = next?.previous;
  }
  return { headers: found.toReversed(), missing: missing.toReversed() };
}

/** By number, the epoch of headers that an earlier recovery told of as lost. */
function toldLost(bodies: Kept['bodies']): Map<number, number> {
  const told = bodies.flatMap(({ body }) => body.facts.torn ?? []);
  return new Map(
    told.flatMap((one): [number, number][] => {
      const [, epoch, seq] =
        /^header lost (\d+)#(\d+)$/.exec(String(one)) ?? [];
      return epoch && seq ? [[Number(seq), Number(epoch)]] : [];
    }),
  );
}

function tornEntries(
  kept: Kept,
  { headers, missing }: Chain,
  since: string,
): Found[] {
  const lost = (item: Found['item'], place: Place): Found => ({
    item,
    tear: 'lost',
    which: placeOf(place),
  });
  const told = new Set(headers.map(placeOf));
  const bodies = new Set(kept.bodies.map(placeOf));
  const recent = headers.filter(({ time }) => time >= since);
  const due = new Set([...headers, ...missing].map(placeOf));
  const ahead = (item: Found['item'], places: readonly Place[]): Found[] =>
    places
      .filter((place) => !due.has(placeOf(place)))
      .filter((place) => !isFork(place, headers))
      .map((place) => ({ item, tear: 'ahead', which: placeOf(place) }));
  return [
    ...missing.map((place) => lost('header', place)),
    ...[...missing, ...recent]
      .filter((place) => !bodies.has(placeOf(place)))
      .map((place) => lost('body', place)),
    ...ahead(
      'header',
      kept.headers.filter((one) => !told.has(placeOf(one))),
    ),
    ...ahead('body', kept.bodies),
  ];
}

/** Whether a later epoch has gone on from before this entry. */
function isFork({ epoch, seq }: Place, chain: readonly HistoryHeader[]) {
  return chain.some((one) => one.epoch > epoch && one.seq <= seq);
}

/** Versions that a head names; of an erased resource none is left. */
function namedBy(head: Head | undefined): Set<number> {
  const isErased = head?.withdrawn?.kind === 'erased';
  const published = isErased ? undefined : head?.published?.version;
  const { closed, draft, review } = head ?? {};
  const named = [draft, review?.version, published, closed?.version];
  return new Set(named.filter((version) => version !== undefined));
}

function tornVersions(kept: Kept, chain: Chain): Found[] {
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
  chain: Chain,
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
  { headers, missing }: Chain,
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
