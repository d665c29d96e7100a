import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { batchGet, batchKeys } from '../../platform/batch-get.ts';
import { dynamoDb } from '../../platform/clients.ts';
import { queryAll } from '../../platform/query-all.ts';
import type { ClientThere, KeptRecord, PersonThere } from '../model/kept.ts';
import { namedIn } from '../model/torn.ts';
import { type KeptClient, readClient } from './clients.ts';
import { directory, IdentityItem, keys } from './items.ts';
import { getAll, type Item, type Key } from './reading.ts';
import {
  type KeptPerson,
  type KeptTree,
  keptTree,
  type Leading,
  leadingIn,
  personIn,
  personOf,
  recordIn,
  signInOf,
  signInsIn,
} from './recovery-items.ts';

/** A part of the directory, and how far it has been read. */
export type Stretch = {
  readonly segment: number;
  readonly segments: number;
  /** Where the page before ended; from the beginning without. */
  readonly after?: string | undefined;
};

type Page<T> = { readonly items: readonly T[]; readonly next?: string };

/** People whose partitions are read side by side. */
const atOnce = 20;

/**
 * The items of one of `segments` parts of the directory, a page of 1 MB at a
 * time. For a recovery, never for a request. 1 RRU per 4 KB.
 */
async function page({
  after,
  segment,
  segments,
}: Stretch): Promise<Page<Item>> {
  const { Items = [], LastEvaluatedKey: last } = await dynamoDb.send(
    new ScanCommand({
      TableName: directory.getName(),
      ConsistentRead: true,
      Segment: segment,
      TotalSegments: segments,
      ...(after !== undefined && { ExclusiveStartKey: JSON.parse(after) }),
    }),
  );
  return { items: Items, ...(last && { next: JSON.stringify(last) }) };
}

/** A page of the ids of all organisations of which there is anything. */
async function organisationIds(stretch: Stretch): Promise<Page<string>> {
  return partitionsIn(await page(stretch), stretch, 'org_');
}

/** Ids of partitions; one that began on the page before was in that. */
function partitionsIn(
  { items, next }: Page<Item>,
  { after }: Stretch,
  prefix: string,
): Page<string> {
  const found = new Set(items.map(({ pk }) => String(pk)));
  if (after !== undefined) found.delete(JSON.parse(after).pk);
  const ids = [...found].filter((one) => one.startsWith(prefix));
  return { items: ids, ...(next && { next }) };
}

/** What a table has of an organisation, and its machine clients as they are kept. */
export type StoredRecord = Omit<KeptRecord, 'node'> & {
  readonly keptClients: ReadonlyMap<string, KeptClient>;
};

/**
 * All there is of an organisation and its entries, and of whom they concern: who
 * is named in entries since then, and members who changed since then, found by
 * the index. Consistently but for that: 1 RRU per 4 KB of its partition and of
 * each of those people's, and 0.5 per 4 KB of all its members.
 */
async function record(id: string, since: string): Promise<StoredRecord> {
  const own = recordIn(id, await partitionOf(id));
  const named = namedIn(own, since);
  const members = await Promise.all([
    owned(keys.membersOf(id)),
    owned(keys.membersOf(id, 'ended')),
  ]);
  for (const one of members.flat()) {
    if (String(one.changedAt) >= since) named.people.add(String(one.ownerSk));
  }
  const people: PersonThere[] = [];
  for (const some of inBatches([...named.people], atOnce)) {
    people.push(
      ...(await Promise.all(
        some.map(async (one) => personIn(one, id, await partitionOf(one))),
      )),
    );
  }
  for (const one of await owned(keys.clientsOf(id))) {
    named.clients.add(String(one.ownerSk));
  }
  return { ...own, people, ...(await clientsNow([...named.clients])) };
}

async function clientsNow(ids: readonly string[]) {
  const kept = (await many(ids.map(keys.client))).map(readClient);
  const keptClients = new Map(kept.map((one) => [one.id, one]));
  const owners = await ownersOf(kept.map(signInOf));
  const clients = ids.map((id): ClientThere => {
    const one = keptClients.get(id);
    const signsIn = one !== undefined && owners.get(signInOf(one)) === id;
    return { id, kept: one, signsIn };
  });
  return { clients, keptClients };
}

/** A page of all people. 1 RRU per 4 KB, and again of who is at its end. */
async function people(stretch: Stretch): Promise<Page<KeptPerson>> {
  const read = await page(stretch);
  const { items: ids, next } = partitionsIn(read, stretch, 'per_');
  const byId = Map.groupBy(read.items, ({ pk }) => String(pk));
  const last = next && String(JSON.parse(next).pk);
  const items = await Promise.all(
    ids.map(async (id) =>
      // Of the last there may be more on the next page.
      personOf(id, id === last ? await partitionOf(id) : (byId.get(id) ?? [])),
    ),
  );
  return { items, ...(next && { next }) };
}

/** A page of what leads to people and machine clients. 1 RRU per 4 KB. */
async function leading(stretch: Stretch): Promise<Page<Leading>> {
  const { items, next } = await page(stretch);
  return { items: leadingIn(items), ...(next && { next }) };
}

/** By a sign-in's partition key, whom it leads to. 1 RRU each. */
async function ownersOf(
  signIns: readonly string[],
): Promise<Map<string, string>> {
  const { sk } = keys.identity('', '');
  const found = await many(signIns.map((pk) => ({ pk, sk })));
  return new Map(
    found.map((one) => {
      const { client, person, pk } =
        IdentityItem.build(EntityFormatter).format(one);
      return [pk, person ?? client ?? ''];
    }),
  );
}

/** By the id of who is there, the partition keys of their sign-ins. 1 RRU each. */
async function signInsOf(
  ids: readonly string[],
): Promise<Map<string, readonly string[]>> {
  const wanted = ids.map((id) =>
    id.startsWith('per_') ? keys.person(id) : keys.client(id),
  );
  const found = await many(wanted);
  return new Map(
    found.map((one) => [
      String(one.pk),
      one.sk === keys.client('').sk
        ? [signInOf(readClient(one))]
        : signInsIn(one),
    ]),
  );
}

/** The tree as its items have it. 1 RRU per 4 KB of them. */
async function tree(): Promise<KeptTree> {
  const wanted = [keys.treeSnapshot, keys.treeVersion];
  return keptTree(await getAll(wanted, { consistent: true }));
}

/** What a recovery reads of the directory; it writes by parts. */
export const directoryRecoveryStore = {
  organisationIds,
  record,
  people,
  leading,
  ownersOf,
  signInsOf,
  tree,
};
export type DirectoryRecoveryStore = typeof directoryRecoveryStore;

function partitionOf(id: string): Promise<Item[]> {
  return queryAll({
    TableName: directory.getName(),
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': id },
    ConsistentRead: true,
  });
}

function owned(owner: string): Promise<Item[]> {
  return queryAll({
    TableName: directory.getName(),
    IndexName: 'byOwner',
    KeyConditionExpression: 'ownerPk = :owner',
    ExpressionAttributeValues: { ':owner': owner },
  });
}

/** Items of different partitions, however many. */
async function many(wanted: readonly Key[]): Promise<Item[]> {
  const once = [...new Map(wanted.map((one) => [one.pk, one])).values()];
  const found = await Promise.all(
    inBatches(once, batchKeys).map((some) =>
      batchGet(directory.getName(), some, { consistent: true }),
    ),
  );
  return found.flat();
}

function inBatches<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.slice(at * size, (at + 1) * size),
  );
}
