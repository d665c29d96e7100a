import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoDb } from './clients.ts';
import { historyKeys, type Place } from './history-keys.ts';
import { queryAll } from './query-all.ts';

type Item = Record<string, unknown>;

/** One table's chains: where they are, and what its items say. */
export type HistoryTable<H extends Place, B> = {
  readonly name: () => string;
  readonly headerOf: (item: Item) => H;
  readonly bodyOf: (item: Item) => B;
};

/** A page of a chain, in its order. */
export type HistoryPageOf<H, B> = {
  readonly items: readonly { readonly header: H; readonly body?: B }[];
  readonly next?: Place;
};

/** What a page holds, and whether it must have what was just written. */
export type Wanted = {
  readonly withBodies: boolean;
  /** @default false */
  readonly isConsistent?: boolean;
};

/**
 * A page of the chain of `of`. 0.5 RRU per 4 KB of the headers, some ten
 * entries, and the same of the bodies if they are wanted; twice that if read
 * consistently.
 */
export async function readHistoryPage<H extends Place, B>(
  table: HistoryTable<H, B>,
  of: string,
  {
    limit,
    after,
  }: { readonly limit: number; readonly after: Place | undefined },
  { withBodies, isConsistent = false }: Wanted,
): Promise<HistoryPageOf<H, B>> {
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      TableName: table.name(),
      ConsistentRead: isConsistent,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': of,
        ':from':
          after === undefined
            ? 'H#'
            : historyKeys.header(of, { ...after, seq: after.seq + 1 }).sk,
        ':to': 'H#~',
      },
      Limit: limit,
    }),
  );
  const headers = Items.map(table.headerOf);
  const bodies = withBodies
    ? await bodiesOf(table, of, headers, isConsistent)
    : new Map<string, B>();
  const items = headers.map((header) => {
    const body = bodies.get(historyKeys.body(of, header).sk);
    return { header, ...(body !== undefined && { body }) };
  });
  const last = LastEvaluatedKey && headers.at(-1);
  return {
    items,
    ...(last && { next: { epoch: last.epoch, seq: last.seq } }),
  };
}

async function bodiesOf<H extends Place, B>(
  table: HistoryTable<H, B>,
  of: string,
  headers: readonly H[],
  isConsistent: boolean,
): Promise<Map<string, B>> {
  const [first, last] = [headers.at(0), headers.at(-1)];
  const bodies = new Map<string, B>();
  if (first === undefined || last === undefined) return bodies;
  const items = await queryAll({
    TableName: table.name(),
    ConsistentRead: isConsistent,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: {
      ':pk': of,
      ':from': historyKeys.body(of, first).sk,
      ':to': historyKeys.body(of, last).sk,
    },
  });
  for (const one of items) bodies.set(String(one.sk), table.bodyOf(one));
  return bodies;
}
