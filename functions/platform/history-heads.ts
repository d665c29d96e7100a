import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoDb } from './clients.ts';
import { hashOf, type Linked } from './history.ts';
import { historyKeys, type Place } from './history-keys.ts';

/**
 * A stretch of time in UTC, moments with milliseconds: `from` belongs to it,
 * `until` does not.
 */
export type Span = { readonly from: string; readonly until: string };

/** The last entry of a chain in one epoch: whose, where, and its hash. */
export type ChainHead = Place & {
  readonly id: string;
  readonly headerHash: string;
};

/** One table's headers: where they are, and whose each is. */
export type HeaderTable = {
  readonly name: () => string;
  /** Throws on a header that is none: what cannot be read cannot be sealed. */
  readonly headerOf: (item: Item) => { readonly id: string; header: Linked };
};

/**
 * The head of every chain that changed in a span, one an epoch: of the headers
 * whose time is in it, that with the highest number. The index follows the
 * table within a moment, not at once. 0.5 RRU per 4 KB of headers, some ten, in
 * pages of 1 MB; ten queries at a time, at least ten for each day of the span.
 */
export async function headsChangedIn(
  table: HeaderTable,
  span: Span,
): Promise<ChainHead[]> {
  const heads = new Map<string, { id: string; header: Linked }>();
  const keep = (items: readonly Item[]) => {
    for (const { id, header } of items.map(table.headerOf)) {
      const branch = `${id} ${header.epoch}`;
      const known = heads.get(branch)?.header.seq ?? 0;
      if (known < header.seq) heads.set(branch, { id, header });
    }
  };
  for (const day of daysOf(span)) {
    await Promise.all(
      historyKeys
        .partitionsOfDay(day)
        .map((partition) => eachPage(table.name(), partition, span, keep)),
    );
  }
  return [...heads.values()].map(({ id, header }) => ({
    id,
    epoch: header.epoch,
    seq: header.seq,
    headerHash: hashOf(header),
  }));
}

type Item = Record<string, unknown>;

async function eachPage(
  table: string,
  partition: string,
  span: Span,
  keep: (items: readonly Item[]) => void,
): Promise<void> {
  let after: Item | undefined;
  do {
    const page = await headersPage(table, partition, span, { after });
    keep(page.items);
    after = page.next;
  } while (after !== undefined);
}

/**
 * A page of the headers whose time is in a span, of one partition of the index
 * `byDay`, by time. 0.5 RRU per 4 KB, at most 1 MB.
 */
export async function headersPage(
  table: string,
  partition: string,
  { from, until }: Span,
  { after, limit }: { readonly after?: Item | undefined; limit?: number } = {},
): Promise<{ readonly items: readonly Item[]; readonly next?: Item }> {
  const { Items = [], LastEvaluatedKey: next } = await dynamoDb.send(
    new QueryCommand({
      TableName: table,
      IndexName: 'byDay',
      KeyConditionExpression: 'dayPk = :day AND daySk BETWEEN :from AND :until',
      // A key goes on after its time: `until` itself is below all of them.
      ExpressionAttributeValues: {
        ':day': partition,
        ':from': from,
        ':until': until,
      },
      Limit: limit,
      ...(after && { ExclusiveStartKey: after }),
    }),
  );
  return { items: Items, ...(next && { next }) };
}

/**
 * When the oldest change of a table's chains in a span was made. Days are looked
 * through until one has any: ten queries of 0.5 RRU each.
 */
export async function oldestIn(
  table: string,
  span: Span,
): Promise<string | undefined> {
  for (const day of daysOf(span)) {
    const found = await Promise.all(
      historyKeys
        .partitionsOfDay(day)
        .map((partition) => headersPage(table, partition, span, { limit: 1 })),
    );
    const times = found.flatMap(({ items: [first] }) =>
      first ? [String(first.time)] : [],
    );
    const [oldest] = times.toSorted();
    if (oldest !== undefined) return oldest;
  }
  return undefined;
}

const msPerDay = 24 * 3_600_000;

/** The days that a span touches, as their first moments in UTC. */
export function daysOf({ from, until }: Span): string[] {
  const days: string[] = [];
  const start = Date.parse(`${from.slice(0, 10)}T00:00:00.000Z`);
  for (let at = start; at < Date.parse(until); at += msPerDay) {
    days.push(new Date(at).toISOString());
  }
  return days;
}
