import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { EntityParser } from 'dynamodb-toolbox/entity/actions/parse';
import { dynamoDb } from '../../platform/clients.ts';
import type { HistoryBody } from '../../platform/contract.ts';
import { historyKeys } from '../../platform/history-keys.ts';
import { queryAll } from '../../platform/query-all.ts';
import type { HistoryHeader } from '../history/contract.ts';
import type { KeptVersion, VersionChange } from '../model/move.ts';
import {
  BodyItem,
  catalogue,
  HeaderItem,
  keys,
  PersonLink,
  VersionItem,
} from './items.ts';

type Item = Record<string, unknown>;

/** Where the list of a person's resources goes on. */
export type LinkPlace = {
  readonly list: 'work' | 'trace';
  readonly after?: string | undefined;
};

export const firstLink: LinkPlace = { list: 'work' };

/**
 * Resources that a person has or had to do with: unfinished work first, then
 * the others, each list by id. 0.5 RRU per 4 KB of links, some 40 resources.
 */
async function linkedWith(
  person: string,
  place: LinkPlace,
  limit: number,
): Promise<{ readonly resources: string[]; readonly next?: LinkPlace }> {
  const { list, after } = place;
  const owner = list === 'work' ? keys.workOf(person) : keys.traceOf(person);
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      TableName: catalogue.getName(),
      IndexName: 'byOwner',
      KeyConditionExpression: 'ownerPk = :owner AND ownerSk > :after',
      // No id is empty, so that a space comes before all.
      ExpressionAttributeValues: { ':owner': owner, ':after': after ?? ' ' },
      Limit: limit,
    }),
  );
  const resources = Items.map(
    (one) => PersonLink.build(EntityFormatter).format(one).ownerSk,
  );
  const last = LastEvaluatedKey && resources.at(-1);
  if (last !== undefined) return { resources, next: { list, after: last } };
  return { resources, ...(list === 'work' && { next: { list: 'trace' } }) };
}

/** All versions of a resource, consistently. 1 RRU per 4 KB of them. */
async function versionsOf(id: string): Promise<KeptVersion[]> {
  const items = await partOf(id, 'V#');
  return items.map((one) => {
    const {
      pk: _,
      sk: __,
      ...kept
    } = VersionItem.build(EntityFormatter).format(one);
    return kept;
  });
}

/** Whether any version of a resource holds a file. 1 RRU per 4 KB of them. */
async function holdsFile(id: string, file: string): Promise<boolean> {
  const versions = await versionsOf(id);
  return versions.some(({ edition }) =>
    edition.files.some((one) => one.id === file),
  );
}

/** An entry whose body is there. */
export type BodiedEntry = {
  readonly header: HistoryHeader;
  readonly body: HistoryBody;
};

/**
 * The entries of a resource that name a person anywhere in their bodies,
 * consistently. 1 RRU per 4 KB of all headers and bodies.
 */
async function entriesNaming(
  id: string,
  person: string,
): Promise<BodiedEntry[]> {
  const [headers, bodies] = await Promise.all([
    partOf(id, 'H#'),
    partOf(id, 'B#'),
  ]);
  const bodyAt = new Map(
    bodies.map((one) => {
      const { sk, body } = BodyItem.build(EntityFormatter).format(one);
      return [sk, body];
    }),
  );
  return headers.flatMap((one) => {
    const {
      pk: _,
      sk: __,
      dayPk: ___,
      daySk: ____,
      ...header
    } = HeaderItem.build(EntityFormatter).format(one);
    const body = bodyAt.get(historyKeys.body(id, header).sk);
    const isNamed = body && JSON.stringify(body).includes(person);
    return isNamed ? [{ header, body }] : [];
  });
}

/** Forgets the body of one entry; again does no harm. 1 WRU per KB of it. */
async function dropBody({ header }: BodiedEntry): Promise<void> {
  await remove(historyKeys.body(header.resource, header));
}

/** Forgets that a person had to do with a resource. 2 WRU. */
async function dropLink(id: string, person: string): Promise<void> {
  await remove(keys.person(id, person));
}

/**
 * Writes a version that is over as it is from now on, or drops it. Nobody else
 * writes such a version. 1 WRU per KB of it.
 */
async function changeVersion(id: string, change: VersionChange): Promise<void> {
  const key = keys.version(id, change.version);
  if ('dropped' in change) return remove(key);
  const { item } = VersionItem.build(EntityParser).parse({ ...key, ...change });
  await dynamoDb.send(
    new PutCommand({
      TableName: catalogue.getName(),
      Item: item,
      ConditionExpression: 'attribute_exists(pk)',
    }),
  );
}

/** What erasing a person reads and writes of resources, beside their moves. */
export const erasureStore = {
  linkedWith,
  versionsOf,
  holdsFile,
  entriesNaming,
  dropBody,
  dropLink,
  changeVersion,
};
export type ErasureStore = typeof erasureStore;

async function remove(key: { pk: string; sk: string }): Promise<void> {
  await dynamoDb.send(
    new DeleteCommand({ TableName: catalogue.getName(), Key: key }),
  );
}

/** All items of a resource whose sort key begins so. */
async function partOf(id: string, prefix: string): Promise<Item[]> {
  return queryAll({
    TableName: catalogue.getName(),
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': id, ':prefix': prefix },
    ConsistentRead: true,
  });
}
