import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { EntityParser } from 'dynamodb-toolbox/entity/actions/parse';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { dynamoDb } from '../../platform/clients.ts';
import type { Part } from '../../platform/commit.ts';
import type { Role } from '../../platform/contract.ts';
import { queryAll } from '../../platform/query-all.ts';
import { directory, EntryItem, keys, PersonItem, TurnItem } from './items.ts';
import {
  type KeptMembership,
  type Profile,
  readMembership,
  readProfile,
} from './people.ts';
import { getAll } from './reading.ts';

type Item = Record<string, unknown>;

/** What an organisation's register has under a number; it outlives its role. */
export type Entry = {
  readonly number: string;
  readonly person: string;
  readonly role: Role;
  readonly class?: string | undefined;
  readonly seq: number;
};

/** A person with the membership in one organisation, if there is one. */
export type PersonAt = {
  readonly profile: Profile;
  readonly held?: KeptMembership;
};

/** People whose person and membership fit in one request. */
const peopleAtOnce = 50;

/** Requests for people at once. */
const requestsAtOnce = 8;

/** All entries of a register, consistently. 1 RRU per 4 KB, some 25 entries. */
async function entries(organisation: string): Promise<Entry[]> {
  const found = await queryAll({
    TableName: directory.getName(),
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :of AND begins_with(sk, :entry)',
    ExpressionAttributeValues: {
      ':of': organisation,
      ':entry': keys.entryPrefix,
    },
  });
  return found.map(readEntry);
}

/** The entries of some numbers, consistently. 1 RRU each. */
async function entriesOf(
  organisation: string,
  numbers: readonly string[],
): Promise<Entry[]> {
  const wanted = numbers.map((number) => keys.entry(organisation, number));
  return (await getAll(wanted, { consistent: true })).map(readEntry);
}

/**
 * The ids of all members, by the index, so that a change shows a moment later.
 * 0.5 RRU per 4 KB, some 15 members.
 */
async function memberIds(organisation: string): Promise<string[]> {
  const found = await queryAll({
    TableName: directory.getName(),
    IndexName: 'byOwner',
    KeyConditionExpression: 'ownerPk = :of',
    ExpressionAttributeValues: { ':of': keys.membersOf(organisation) },
  });
  return found.map((one) => readMembership(one).person);
}

/** People as they are in one organisation, consistently. 2 RRU each. */
async function peopleAt(
  organisation: string,
  ids: readonly string[],
): Promise<Map<string, PersonAt>> {
  const left = Array.from(
    { length: Math.ceil(ids.length / peopleAtOnce) },
    (_, at) => ids.slice(at * peopleAtOnce, (at + 1) * peopleAtOnce),
  );
  const people = new Map<string, PersonAt>();
  const work = async () => {
    for (let some = left.pop(); some; some = left.pop()) {
      const wanted = some.flatMap((id) => [
        keys.person(id),
        keys.membership(id, organisation),
      ]);
      const found = await getAll(wanted, { consistent: true });
      const held = new Map(
        found
          .filter(({ sk }) => sk !== 'PERSON')
          .map(readMembership)
          .map((one) => [one.person, one]),
      );
      for (const one of found.filter(({ sk }) => sk === 'PERSON')) {
        const profile = readProfile(one);
        const membership = held.get(profile.id);
        people.set(profile.id, {
          profile,
          ...(membership && { held: membership }),
        });
      }
    }
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, work));
  return people;
}

/** An entry as it is from now on, if it is still as its `seq` says. 3 WRU. */
function entryNow(organisation: string, entry: Entry): Part {
  const { number, person, seq } = entry;
  const condition =
    seq === 1
      ? ({ attr: 'pk', exists: false } as const)
      : ({ attr: 'seq', eq: seq - 1 } as const);
  return {
    write: EntryItem.build(PutTransaction)
      .item({
        ...keys.entry(organisation, number),
        ...entry,
        ownerPk: keys.entriesOf(person),
        ownerSk: organisation,
      })
      .options({ condition })
      .params(),
  };
}

/** A person's name from now on, if there still is that person. 2 WRU. */
function renamed(id: string, name: string): Part {
  return {
    write: PersonItem.build(UpdateTransaction)
      .item({ ...keys.person(id), name })
      .options({ condition: { attr: 'pk', exists: true } })
      .params(),
  };
}

/** How often a register's turn was taken; 0: never. 1 RRU. */
async function turn(organisation: string): Promise<number> {
  const [found] = await getAll([keys.turn(organisation)], {
    consistent: true,
  });
  return found ? TurnItem.build(EntityFormatter).format(found).seq : 0;
}

/**
 * Takes the turn after `before` for a job, or says that another has it. The
 * same job may take its turn again. 1 WRU.
 */
async function takeTurn(
  organisation: string,
  { before, job }: { readonly before: number; readonly job: string },
): Promise<boolean> {
  const { item } = TurnItem.build(EntityParser).parse({
    ...keys.turn(organisation),
    seq: before + 1,
    job,
  });
  try {
    await dynamoDb.send(
      new PutCommand({
        TableName: directory.getName(),
        Item: item,
        ConditionExpression:
          before === 0
            ? 'attribute_not_exists(pk) OR job = :job'
            : 'seq = :before OR job = :job',
        ExpressionAttributeValues: {
          ':job': job,
          ...(before > 0 && { ':before': before }),
        },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** The register of an organisation: numbers and classes of its people. */
export const registerStore = {
  entries,
  entriesOf,
  memberIds,
  peopleAt,
  entryNow,
  renamed,
  turn,
  takeTurn,
};
export type RegisterStore = typeof registerStore;

function readEntry(found: Item): Entry {
  const { number, person, role, seq, ...rest } =
    EntryItem.build(EntityFormatter).format(found);
  return { number, person, role, seq, class: rest.class };
}
