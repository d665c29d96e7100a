import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { dynamoDb } from '../../platform/clients.ts';
import { directory, keys, PersonItem } from './items.ts';

type Item = Record<string, unknown>;
type Key = { readonly pk: string; readonly sk: string };

/** What signs in as a person. */
export type SignIn = { readonly issuer: string; readonly subject: string };

/**
 * All items of a person's own partition as they are kept, consistently: the
 * profile, memberships, and whatever else is theirs. 1 RRU per 4 KB.
 */
async function partition(person: string): Promise<Item[]> {
  const found: Item[] = [];
  let after: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
      new QueryCommand({
        TableName: directory.getName(),
        KeyConditionExpression: 'pk = :person',
        ExpressionAttributeValues: { ':person': person },
        ConsistentRead: true,
        ...(after && { ExclusiveStartKey: after }),
      }),
    );
    found.push(...Items);
    after = LastEvaluatedKey;
  } while (after !== undefined);
  return found;
}

/** What signs in as a person, of their partition's items. */
function signInsOf(items: readonly Item[], person: string): SignIn[] {
  const { sk } = keys.person(person);
  const profile = items.find((item) => item.sk === sk);
  return profile
    ? PersonItem.build(EntityFormatter).format(profile).identities
    : [];
}

/** Forgets that somebody signs in as a person; again does no harm. 1 WRU. */
async function dropSignIn({ issuer, subject }: SignIn): Promise<void> {
  await remove(keys.identity(issuer, subject));
}

/** Forgets who a person is; again does no harm. 1 WRU. */
async function dropProfile(person: string): Promise<void> {
  await remove(keys.person(person));
}

/** Forgets all else of their partition. 1 WRU an item, 2 with its index. */
async function dropRest(person: string): Promise<void> {
  for (const { sk } of await partition(person)) {
    await remove({ pk: person, sk: String(sk) });
  }
}

/** What erasing a person reads and writes of the `directory` table. */
export const erasureStore = {
  partition,
  signInsOf,
  dropSignIn,
  dropProfile,
  dropRest,
};
export type ErasureStore = typeof erasureStore;

async function remove(key: Key): Promise<void> {
  await dynamoDb.send(
    new DeleteCommand({ TableName: directory.getName(), Key: key }),
  );
}
