import { DeleteCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { dynamoDb } from '../../platform/clients.ts';
import type { HistoryBody } from '../../platform/contract.ts';
import { queryAll } from '../../platform/query-all.ts';
import { BodyItem, directory, EntryItem, keys, PersonItem } from './items.ts';
import { type KeptMembership, readMembership } from './people.ts';
import { type Item, type Key, ownedBy } from './reading.ts';

/** What signs in as a person. */
export type SignIn = { readonly issuer: string; readonly subject: string };

/**
 * All items of a person's own partition as they are kept, consistently: the
 * profile, memberships, and whatever else is theirs. 1 RRU per 4 KB.
 */
async function partition(person: string): Promise<Item[]> {
  return queryAll({
    TableName: directory.getName(),
    KeyConditionExpression: 'pk = :person',
    ExpressionAttributeValues: { ':person': person },
    ConsistentRead: true,
  });
}

/** What signs in as a person, of their partition's items. */
function signInsOf(items: readonly Item[], person: string): SignIn[] {
  const { sk } = keys.person(person);
  const profile = items.find((item) => item.sk === sk);
  return profile
    ? PersonItem.build(EntityFormatter).format(profile).identities
    : [];
}

/** Memberships, of their partition's items; also those that have ended. */
function membershipsOf(items: readonly Item[]): KeptMembership[] {
  return items
    .filter(({ sk }) => String(sk).startsWith(keys.membershipPrefix))
    .map(readMembership);
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

/** A number of theirs in an organisation's register, and the class. */
export type Numbered = {
  readonly organisation: string;
  readonly number: string;
  readonly class?: string;
};

/**
 * What registers have of a person, by an index, so that a change shows a moment
 * later. A person is in a few organisations: one page. 0.5 RRU per 4 KB.
 */
async function numbersOf(person: string): Promise<Numbered[]> {
  const { items } = await ownedBy(keys.entriesOf(person), {});
  return items.map((one) => {
    const entry = EntryItem.build(EntityFormatter).format(one);
    return {
      organisation: entry.pk,
      number: entry.number,
      ...(entry.class !== undefined && { class: entry.class }),
    };
  });
}

/** Forgets their numbers; again does no harm. 0.5 RRU, 2 WRU each. */
async function dropNumbers(person: string): Promise<void> {
  for (const { number, organisation } of await numbersOf(person)) {
    await remove(keys.entry(organisation, number));
  }
}

/** An entry of an organisation's record, by the key of its body. */
export type ActedEntry = {
  readonly organisation: string;
  readonly sk: string;
  readonly body: HistoryBody;
};

/**
 * A page of what somebody did to organisations, by organisation. 0.5 RRU per 4
 * KB of bodies.
 */
async function actedBy(
  person: string,
  page: { readonly after?: string; readonly limit: number },
): Promise<{ entries: ActedEntry[]; next?: string }> {
  const { items, isMore } = await ownedBy(keys.actedBy(person), page);
  const found = items.map((one) => BodyItem.build(EntityFormatter).format(one));
  const last = isMore ? found.at(-1) : undefined;
  return {
    entries: found.map(({ pk, sk, body }) => ({ organisation: pk, sk, body })),
    ...(last && { next: last.ownerSk ?? '' }),
  };
}

/**
 * Forgets the bodies of an organisation's record that name a person. Reads all
 * of its bodies: 1 RRU per 4 KB, and 2 WRU for each that goes.
 */
async function dropBodiesNaming(organisation: string, person: string) {
  const pages = paginateQuery(
    { client: dynamoDb },
    {
      TableName: directory.getName(),
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :body)',
      ExpressionAttributeValues: { ':pk': organisation, ':body': 'B#' },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) {
    const bodies = Items.map((one) =>
      BodyItem.build(EntityFormatter).format(one),
    );
    for (const { pk, sk, body } of bodies) {
      if (JSON.stringify(body).includes(person)) await remove({ pk, sk });
    }
  }
}

/** Forgets the body of one entry; again does no harm. 2 WRU. */
async function dropEntry({ organisation, sk }: ActedEntry): Promise<void> {
  await remove({ pk: organisation, sk });
}

/** What erasing a person reads and writes of the `directory` table. */
export const erasureStore = {
  partition,
  signInsOf,
  membershipsOf,
  dropSignIn,
  dropProfile,
  dropRest,
  numbersOf,
  dropNumbers,
  actedBy,
  dropBodiesNaming,
  dropEntry,
};
export type ErasureStore = typeof erasureStore;

async function remove(key: Key): Promise<void> {
  await dynamoDb.send(
    new DeleteCommand({ TableName: directory.getName(), Key: key }),
  );
}
