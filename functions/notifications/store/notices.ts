import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { EntityParser } from 'dynamodb-toolbox/entity/actions/parse';
import { dynamoDb } from '../../platform/clients.ts';
import { mostCounted, type UnreadCount } from '../contract.ts';
import type { MailState, Notice } from '../model.ts';
import { keys, NoticeItem, work } from './items.ts';

/** A notice as it is kept; `expiresAt` in seconds since 1970. */
export type KeptNotice = Notice & {
  readonly id: string;
  readonly mail: MailState;
  readonly readAt?: string | undefined;
  readonly expiresAt: number;
};

type Item = Record<string, unknown>;

/**
 * Keeps a notice unless it is kept already; gives back how its mail stands.
 * 2 WRU; when it was kept, 1 WRU and 1 RRU.
 */
async function tell(notice: KeptNotice): Promise<MailState> {
  const { item } = NoticeItem.build(EntityParser).parse({
    ...keys.notice(notice.person, notice.id),
    ...notice,
    ownerPk: keys.unreadOf(notice.person),
    ownerSk: notice.id,
  });
  const isNew = await conditionally(
    new PutCommand({
      TableName: work.getName(),
      Item: item,
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
  if (isNew) return notice.mail;
  const kept = await one(notice.person, notice.id);
  return kept?.mail ?? 'none';
}

/**
 * Moves the mail of a notice from one state to the next; false when it stands
 * elsewhere by now. 1 WRU, and 1 for the index while it is not read.
 */
function mailMoved(
  { person, id }: Pick<KeptNotice, 'person' | 'id'>,
  from: MailState,
  to: MailState,
): Promise<boolean> {
  return conditionally(
    new UpdateCommand({
      TableName: work.getName(),
      Key: keys.notice(person, id),
      UpdateExpression: 'SET mail = :to',
      ConditionExpression: 'mail = :from',
      ExpressionAttributeValues: { ':from': from, ':to': to },
    }),
  );
}

/** A page of a person's notices, newest first. 0.5 RRU per 4 KB, some ten. */
async function page(
  person: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ items: KeptNotice[]; next?: string }> {
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      TableName: work.getName(),
      KeyConditionExpression: 'pk = :person AND begins_with(sk, :notices)',
      ExpressionAttributeValues: { ':person': person, ':notices': keys.prefix },
      ScanIndexForward: false,
      Limit: limit,
      ...(after !== undefined && {
        ExclusiveStartKey: keys.notice(person, after),
      }),
    }),
  );
  const items = Items.map(kept);
  const last = items.at(-1);
  return { items, ...(LastEvaluatedKey && last && { next: last.id }) };
}

/** A page of those not read, newest first, as the index has them. Cost: `page`. */
async function unread(
  person: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ items: KeptNotice[]; next?: string }> {
  const ownerPk = keys.unreadOf(person);
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      ...unreadQuery(ownerPk),
      ScanIndexForward: false,
      Limit: limit,
      ...(after !== undefined && {
        ExclusiveStartKey: {
          ...keys.notice(person, after),
          ownerPk,
          ownerSk: after,
        },
      }),
    }),
  );
  const items = Items.map(kept);
  const last = items.at(-1);
  return { items, ...(LastEvaluatedKey && last && { next: last.id }) };
}

/**
 * How many are not read, up to `mostCounted`. One query, 0.5 RRU per 4 KB of
 * them, some ten.
 */
async function count(person: string): Promise<UnreadCount> {
  const { Count = 0, LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      ...unreadQuery(keys.unreadOf(person)),
      Select: 'COUNT',
      Limit: mostCounted,
    }),
  );
  return { unread: Count, isMore: LastEvaluatedKey !== undefined };
}

function unreadQuery(owner: string) {
  return {
    TableName: work.getName(),
    IndexName: 'byOwner',
    KeyConditionExpression: 'ownerPk = :owner',
    ExpressionAttributeValues: { ':owner': owner },
  };
}

/**
 * Marks a notice as read, if it was not; gives it back as it is then.
 * Undefined when the person has no such notice. 1 RRU and at most 2 WRU.
 */
async function markRead(
  person: string,
  id: string,
  at: string,
): Promise<KeptNotice | undefined> {
  await conditionally(
    new UpdateCommand({
      TableName: work.getName(),
      Key: keys.notice(person, id),
      UpdateExpression: 'SET readAt = :at REMOVE ownerPk, ownerSk',
      ConditionExpression:
        'attribute_exists(pk) AND attribute_not_exists(readAt)',
      ExpressionAttributeValues: { ':at': at },
    }),
  );
  return one(person, id);
}

/**
 * Erases all notices of a person; says how many there were. 0.5 RRU per 4 KB of
 * them, 1 WRU each, and 1 for each that is not read.
 */
async function eraseAll(person: string): Promise<number> {
  let erased = 0;
  for (;;) {
    const { items, next } = await page(person, { limit: erasedAtOnce });
    for (const { id } of items) {
      await dynamoDb.send(
        new DeleteCommand({
          TableName: work.getName(),
          Key: keys.notice(person, id),
        }),
      );
    }
    erased += items.length;
    if (next === undefined) return erased;
  }
}

/** Notices that erasing reads at once. */
const erasedAtOnce = 100;

/** The notices of people, in the `work` table. */
export const noticeStore = {
  tell,
  mailMoved,
  page,
  unread,
  count,
  markRead,
  eraseAll,
};
export type NoticeStore = typeof noticeStore;

async function one(
  person: string,
  id: string,
): Promise<KeptNotice | undefined> {
  const { Item: found } = await dynamoDb.send(
    new GetCommand({
      TableName: work.getName(),
      Key: keys.notice(person, id),
      ConsistentRead: true,
    }),
  );
  return found && kept(found);
}

function kept(found: Item): KeptNotice {
  const {
    pk: _,
    sk: __,
    ownerPk: ___,
    ownerSk: ____,
    ...notice
  } = NoticeItem.build(EntityFormatter).format(found);
  return notice;
}

/** Writes on the command's condition; false when that does not hold. */
async function conditionally(
  command: PutCommand | UpdateCommand,
): Promise<boolean> {
  try {
    await (command instanceof PutCommand
      ? dynamoDb.send(command)
      : dynamoDb.send(command));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
