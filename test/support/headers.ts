import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { dynamoDb } from '../../functions/platform/clients.ts';
import { entryOf } from '../../functions/platform/history.ts';
import { historyKeys } from '../../functions/platform/history-keys.ts';

/** BatchWriteItem takes 25 items. */
const batchItems = 25;

/**
 * Writes the first header of so many new resources into a table, all of one
 * moment, and gives back their ids.
 */
export async function writeHeaders(
  table: string,
  count: number,
  time: string,
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => `res_${ulid()}`);
  const items = ids.map((resource) => {
    const facts = { resource, epoch: 1, seq: 1, time, action: 'create' };
    const { header } = entryOf({ ...facts, version: 1 }, { salt: '00' }, null);
    return {
      ...historyKeys.header(resource, header),
      ...header,
      ...historyKeys.day(resource, header),
    };
  });
  for (let from = 0; from < count; from += batchItems) {
    const requests = items
      .slice(from, from + batchItems)
      .map((Item) => ({ PutRequest: { Item } }));
    await dynamoDb.send(
      new BatchWriteCommand({ RequestItems: { [table]: requests } }),
    );
  }
  return ids;
}
