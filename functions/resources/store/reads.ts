import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { batchGet, batchKeys } from '../../platform/batch-get.ts';
import { dynamoDb } from '../../platform/clients.ts';
import type { HistoryBody } from '../../platform/contract.ts';
import type { Place } from '../../platform/history-keys.ts';
import {
  type HistoryPageOf,
  type HistoryTable,
  readHistoryPage,
  type Wanted,
} from '../../platform/history-reads.ts';
import type { Head } from '../head/contract.ts';
import type { HistoryHeader } from '../history/contract.ts';
import type { KeptVersion } from '../model/move.ts';
import {
  BodyItem,
  catalogue,
  HeaderItem,
  HeadItem,
  keys,
  PersonLink,
  VersionItem,
} from './items.ts';

export type Consistency = { readonly consistent: boolean };
type Item = Record<string, unknown>;

/** How a page of a list is asked for. */
export type Page<After> = {
  readonly limit: number;
  readonly after: After | undefined;
};
export type PageOf<T, After> = {
  readonly items: readonly T[];
  readonly next?: After;
};

/** One head. 0.5 RRU per 4 KB of it, 1 consistent. */
async function head(
  id: string,
  { consistent }: Consistency,
): Promise<Head | undefined> {
  const found = await get(keys.head(id), consistent);
  return found && HeadItem.build(EntityFormatter).format(found).head;
}

/**
 * Heads by id, eventually consistent; ids that do not exist are left out. One
 * request per 100, 0.5 RRU per 4 KB of each. Throws `Unavailable` when the
 * table leaves keys unread after its retries.
 */
async function heads(ids: readonly string[]): Promise<Map<string, Head>> {
  const wanted = [...new Set(ids)];
  const found = new Map<string, Head>();
  for (let from = 0; from < wanted.length; from += batchKeys) {
    const chunk = wanted.slice(from, from + batchKeys);
    const items = await batchGet(catalogue.getName(), chunk.map(keys.head));
    for (const one of items) {
      const { head } = HeadItem.build(EntityFormatter).format(one);
      found.set(head.id, head);
    }
  }
  return found;
}

/** One version. 0.5 RRU per 4 KB of it, 1 consistent. */
async function version(
  id: string,
  n: number,
  { consistent }: Consistency,
): Promise<KeptVersion | undefined> {
  const found = await get(keys.version(id, n), consistent);
  if (found === undefined) return undefined;
  const {
    pk: _,
    sk: __,
    ...kept
  } = VersionItem.build(EntityFormatter).format(found);
  return kept;
}

/** How versions of a resource were closed, newest first. */
export type Closing = Pick<KeptVersion, 'version' | 'closed'>;

/** Versions without what they hold. 0.5 RRU per 4 KB of all in the page. */
async function versions(
  id: string,
  { limit, after }: Page<number>,
): Promise<PageOf<Closing, number>> {
  const { items, more } = await query({
    limit,
    condition: 'pk = :pk AND sk BETWEEN :from AND :to',
    values: {
      ':pk': id,
      ':from': keys.version(id, 0).sk,
      ':to': after === undefined ? 'V#~' : keys.version(id, after - 1).sk,
    },
    fields: ['version', 'closed'],
    isDescending: true,
  });
  const found = items.map(({ version, closed }) => ({
    version,
    ...(closed !== undefined && { closed }),
  })) as Closing[];
  const next = more ? found.at(-1)?.version : undefined;
  return { items: found, ...(next !== undefined && { next }) };
}

/** A page of a resource's history. Cost of `readHistoryPage`. */
function history(
  id: string,
  page: Page<Place>,
  wanted: Wanted,
): Promise<HistoryPageOf<HistoryHeader, HistoryBody>> {
  return readHistoryPage(chains, id, page, wanted);
}

/** Ids of a person's unfinished resources, newest first. 0.5 RRU a page. */
async function workOf(
  person: string,
  { limit, after }: Page<string>,
): Promise<PageOf<string, string>> {
  const { items, more } = await query({
    limit,
    index: 'byOwner',
    condition:
      after === undefined
        ? 'ownerPk = :pk'
        : 'ownerPk = :pk AND ownerSk < :after',
    values: {
      ':pk': keys.workOf(person),
      ...(after !== undefined && { ':after': after }),
    },
    isDescending: true,
  });
  const ids = items.map(
    (one) => PersonLink.build(EntityFormatter).format(one).ownerSk,
  );
  const next = more ? ids.at(-1) : undefined;
  return { items: ids, ...(next !== undefined && { next }) };
}

/** What of the `catalogue` table this capability reads. */
export const resourceReads = {
  head,
  heads,
  version,
  versions,
  history,
  workOf,
};
export type ResourceReads = typeof resourceReads;

const chains: HistoryTable<HistoryHeader, HistoryBody> = {
  name: () => catalogue.getName(),
  headerOf: readHeader,
  bodyOf: (found) => BodyItem.build(EntityFormatter).format(found).body,
};

/** A header as its contract has it, without its keys. */
export function readHeader(found: Item): HistoryHeader {
  const {
    pk: _,
    sk: __,
    dayPk: ___,
    daySk: ____,
    ...header
  } = HeaderItem.build(EntityFormatter).format(found);
  return header;
}

async function get(key: Item, consistent: boolean): Promise<Item | undefined> {
  const { Item: found } = await dynamoDb.send(
    new GetCommand({
      TableName: catalogue.getName(),
      Key: key,
      ConsistentRead: consistent,
    }),
  );
  return found;
}

async function query(asked: {
  readonly limit: number;
  readonly condition: string;
  readonly values: Item;
  readonly index?: string;
  readonly fields?: readonly string[];
  readonly isDescending?: boolean;
}): Promise<{ items: Item[]; more: boolean }> {
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      TableName: catalogue.getName(),
      ...(asked.index && { IndexName: asked.index }),
      KeyConditionExpression: asked.condition,
      ExpressionAttributeValues: asked.values,
      ...(asked.fields && {
        ProjectionExpression: asked.fields.map((one) => `#${one}`).join(', '),
        ExpressionAttributeNames: Object.fromEntries(
          asked.fields.map((one) => [`#${one}`, one]),
        ),
      }),
      ScanIndexForward: asked.isDescending !== true,
      Limit: asked.limit,
    }),
  );
  return { items: Items, more: LastEvaluatedKey !== undefined };
}
