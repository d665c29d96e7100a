import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { batchGet } from '../../platform/batch-get.ts';
import { dynamoDb } from '../../platform/clients.ts';
import { directory } from './items.ts';

export type Consistency = { readonly consistent: boolean };
export type Item = Record<string, unknown>;
export type Key = { readonly pk: string; readonly sk: string };

/** One item of the `directory` table. 0.5 RRU per 4 KB, 1 consistent. */
export async function get(
  key: Key,
  { consistent }: Consistency,
): Promise<Item | undefined> {
  const { Item } = await dynamoDb.send(
    new GetCommand({
      TableName: directory.getName(),
      Key: key,
      ConsistentRead: consistent,
    }),
  );
  return Item;
}

/** Items by their keys, at most a hundred, in no order. 0.5 RRU each, or 1. */
export function getAll(
  wanted: readonly Key[],
  consistency: Consistency,
): Promise<Item[]> {
  return batchGet(directory.getName(), wanted, consistency);
}

/**
 * A page of what the index `byOwner` lists under a key, after a place of its
 * order, and whether more follows. 0.5 RRU per 4 KB; a change shows a moment
 * later.
 */
export async function ownedBy(
  owner: string,
  {
    after,
    limit,
  }: {
    readonly after?: string | undefined;
    readonly limit?: number | undefined;
  },
): Promise<{ readonly items: Item[]; readonly isMore: boolean }> {
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      TableName: directory.getName(),
      IndexName: 'byOwner',
      KeyConditionExpression:
        after === undefined
          ? 'ownerPk = :owner'
          : 'ownerPk = :owner AND ownerSk > :after',
      ExpressionAttributeValues: {
        ':owner': owner,
        ...(after !== undefined && { ':after': after }),
      },
      ...(limit !== undefined && { Limit: limit }),
    }),
  );
  return { items: Items, isMore: LastEvaluatedKey !== undefined };
}
