import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { EntityParser } from 'dynamodb-toolbox/entity/actions/parse';
import { dynamoDb } from '../../platform/clients.ts';
import { catalogue, DaysDoneItem, DueItem, keys } from './items.ts';
import type { Page, PageOf } from './reads.ts';

/** One of the parts of a day, in which what falls due is listed by id. */
export type DayShard = { readonly date: string; readonly shard: number };

/**
 * Ids of what falls due on a day, in one shard; the index follows the table
 * within a moment. 0.5 RRU per 4 KB, some 25.
 */
async function dueOn(
  { date, shard }: DayShard,
  { limit, after = ' ' }: Page<string>,
): Promise<string[]> {
  const { Items = [] } = await dynamoDb.send(
    new QueryCommand({
      TableName: catalogue.getName(),
      IndexName: 'byDay',
      KeyConditionExpression: 'dayPk = :day AND daySk > :after',
      ExpressionAttributeValues: {
        ':day': keys.fallingDue(date, shard),
        ':after': after,
      },
      Limit: limit,
    }),
  );
  return Items.map((one) => DueItem.build(EntityFormatter).format(one).daySk);
}

/**
 * Ids of what an organisation holds that is due for re-review by a date, the
 * next first; `after` is where the page before ended. 0.5 RRU per 4 KB, some 25.
 */
async function heldDue(
  holder: string,
  { limit, after, by }: Page<string> & { readonly by: string },
): Promise<PageOf<string, string>> {
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      TableName: catalogue.getName(),
      IndexName: 'byOwner',
      KeyConditionExpression:
        'ownerPk = :holder AND ownerSk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':holder': keys.validityOf(holder),
        // A key that follows at once on the last one, or the first of all.
        ':from': after === undefined ? '0' : `${after}~`,
        ':to': `${by}#~`,
      },
      Limit: limit,
    }),
  );
  const found = Items.map((one) => DueItem.build(EntityFormatter).format(one));
  const last = LastEvaluatedKey && found.at(-1)?.ownerSk;
  return {
    items: found.map(({ pk }) => pk),
    ...(last !== undefined && { next: last }),
  };
}

/** The last day of which, and of all before it, nothing is left. 1 RRU. */
async function daysDone(): Promise<string | undefined> {
  const { Item } = await dynamoDb.send(
    new GetCommand({
      TableName: catalogue.getName(),
      Key: keys.daysDone,
      ConsistentRead: true,
    }),
  );
  return Item && DaysDoneItem.build(EntityFormatter).format(Item).through;
}

/** Notes that nothing is left of a day and all before it. 1 WRU. */
async function noteDaysDone(through: string): Promise<void> {
  const { item } = DaysDoneItem.build(EntityParser).parse({
    ...keys.daysDone,
    through,
  });
  await dynamoDb.send(
    new PutCommand({ TableName: catalogue.getName(), Item: item }),
  );
}

/** What falls due, as the `catalogue` table lists it. */
export const dueStore = { dueOn, heldDue, daysDone, noteDaysDone };
export type DueStore = typeof dueStore;
