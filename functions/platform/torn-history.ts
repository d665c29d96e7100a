import type { HistoryBody } from './contract.ts';
import { bodyHashOf, hashOf, type Linked } from './history.ts';

/** Where an entry stands. */
export type EntryPlace = Pick<Linked, 'epoch' | 'seq'>;

/** A header as every history has it. */
type Header = Linked & { readonly time: string };

/** Where a chain stands, as the one item says that all is conditioned on. */
export type Standing = EntryPlace & {
  readonly lastHash: string;
  readonly changedAt: string;
};

/** All that a table has of one history, in whatever state it was left. */
export type KeptHistory<H extends Header> = {
  readonly head: Standing | undefined;
  readonly headers: readonly H[];
  readonly bodies: readonly (EntryPlace & { readonly body: HistoryBody })[];
};

/** What an item is to the head: it should be there, be newer, or not be yet. */
export const tears = ['lost', 'behind', 'ahead'] as const;
export type Tear = (typeof tears)[number];

/** An entry's part that does not fit the head; `which` is `<epoch>#<seq>`. */
export type TornEntry = {
  readonly item: 'header' | 'body';
  readonly tear: Tear;
  readonly which: string;
};

/** The entries that lead to the head, and those that are missing among them. */
export type Chain<H> = {
  readonly headers: readonly H[];
  readonly missing: readonly EntryPlace[];
};

/** The rule that acts when a Region takes over. */
export const recoveryRule = 'rule:recovery';

/** One tear as an entry tells it. */
export function telling({
  item,
  tear,
  which,
}: {
  readonly item: string;
  readonly tear: Tear;
  readonly which: string;
}): string {
  return `${item} ${tear} ${which}`;
}

/** Where an entry stands, as it is told. */
export function placeOf({ epoch, seq }: EntryPlace): string {
  return `${epoch}#${seq}`;
}

/** Follows the hashes from the head to the first entry. */
export function chainOf<H extends Header>({
  bodies,
  head,
  headers,
}: KeptHistory<H>): Chain<H> {
  const told = toldLost(bodies);
  const bySeq = Map.groupBy(headers, ({ seq }) => seq);
  const found: H[] = [];
  const missing: EntryPlace[] = [];
  let hash: string | null | undefined = head?.lastHash;
  let epoch = head?.epoch ?? 0;
  for (let seq = head?.seq ?? 0; seq > 0; seq -= 1) {
    const candidates = (bySeq.get(seq) ?? [])
      .filter((one) => one.epoch <= epoch)
      .toSorted((one, other) => other.epoch - one.epoch);
    const next: H | undefined =
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
function toldLost(bodies: KeptHistory<Header>['bodies']): Map<number, number> {
  return new Map(
    [...toldIn(bodies)].flatMap((one): [number, number][] => {
      const [, epoch, seq] = /^header lost (\d+)#(\d+)$/.exec(one) ?? [];
      return epoch && seq ? [[Number(seq), Number(epoch)]] : [];
    }),
  );
}

/** All that earlier recoveries have told of as torn. */
export function toldIn(bodies: KeptHistory<Header>['bodies']): Set<string> {
  const told = bodies.flatMap(({ body }) => body.facts.torn ?? []);
  return new Set(told.map(String));
}

/**
 * Headers and bodies that are lost, by where the head stands, or lead nowhere.
 * Bodies of entries from before `since` that are not there were erased.
 */
export function tornEntries<H extends Header>(
  kept: KeptHistory<H>,
  { headers, missing }: Chain<H>,
  since: string,
): TornEntry[] {
  const lost = (item: TornEntry['item'], place: EntryPlace): TornEntry => ({
    item,
    tear: 'lost',
    which: placeOf(place),
  });
  const told = new Set(headers.map(placeOf));
  const bodies = new Set(kept.bodies.map(placeOf));
  const recent = headers.filter(({ time }) => time >= since);
  const due = new Set([...headers, ...missing].map(placeOf));
  const ahead = (
    item: TornEntry['item'],
    places: readonly EntryPlace[],
  ): TornEntry[] =>
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
export function isFork(
  { epoch, seq }: EntryPlace,
  chain: readonly EntryPlace[],
): boolean {
  return chain.some((one) => one.epoch > epoch && one.seq <= seq);
}

/**
 * The last header, when only it was lost: all it said is known but its own
 * facts, and the head has its hash to try them by.
 */
export function rebuiltLast<H extends Header>(
  kept: KeptHistory<H>,
  tries: (facts: Header) => Iterable<H>,
): H | undefined {
  const { bodies, head } = kept;
  const { headers, missing } = chainOf(kept);
  const lost = missing.at(-1);
  if (head === undefined || lost?.seq !== head.seq) return undefined;
  const body = bodies.find((one) => placeOf(one) === placeOf(head))?.body;
  const before = headers.at(-1);
  const isNext = (before?.seq ?? 0) === head.seq - 1;
  if (body === undefined || !isNext) return undefined;
  const facts: Header = {
    epoch: head.epoch,
    seq: head.seq,
    time: head.changedAt,
    previous: before ? hashOf(before) : null,
    bodyHash: bodyHashOf(body),
  };
  for (const header of tries(facts)) {
    if (hashOf(header) === head.lastHash) return header;
  }
  return undefined;
}
