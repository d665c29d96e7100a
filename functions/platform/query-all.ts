import { paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { dynamoDb } from './clients.ts';

type Item = Record<string, unknown>;

/**
 * All items of a query, for lists that are known to be short: a partition, a
 * person's own things. One request and 0.5 RRU per 4 KB for each MB begun, 1 if
 * consistent.
 */
export async function queryAll(query: QueryCommandInput): Promise<Item[]> {
  const found: Item[] = [];
  for await (const { Items = [] } of paginateQuery(
    { client: dynamoDb },
    query,
  )) {
    found.push(...Items);
  }
  return found;
}
