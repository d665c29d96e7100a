import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { batchGet, batchKeys } from '../../platform/batch-get.ts';
import { dynamoDb } from '../../platform/clients.ts';
import { queryAll } from '../../platform/query-all.ts';
import type { Speciality } from '../member/contract.ts';
import {
  type ClientThere,
  type KeptRecord,
  namedIn,
  type PersonThere,
} from '../model/torn.ts';
import type { Tree } from '../model/tree.ts';
import { type KeptClient, readClient } from './clients.ts';
import { readBody, readChain, readHeader } from './history.ts';
import {
  directory,
  EntryItem,
  IdentityItem,
  keys,
  MembershipItem,
  PersonItem,
} from './items.ts';
import { newsIn, readOrganisation, treeOf } from './organisations.ts';
import { type KeptMembership, readMembership } from './people.ts';
import { getAll, type Item, type Key } from './reading.ts';

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

/** What the items of an organisation's partition say. */
export function recordIn(id: string, items: readonly Item[]) {
  const of = (prefix: string) =>
    items.filter(({ sk }) => String(sk).startsWith(prefix));
  const [organisation] = of(keys.organisation('').sk).map(readOrganisation);
  const [head] = of(keys.chain('').sk).map(readChain);
  return {
    ...{ id, head, organisation },
    headers: of('H#').map(readHeader),
    bodies: of('B#').map((one) => {
      const [, epoch = 0, seq = 0] = String(one.sk).split('#').map(Number);
      return { epoch, seq, body: readBody(one) };
    }),
  };
}

/** What the items of a person's partition say of them in an organisation. */
export function personIn(
  id: string,
  organisation: string,
  items: readonly Item[],
): PersonThere {
  const { held, links, profile } = personOf(id, items);
  return {
    id,
    isKnown: profile !== undefined,
    held: held.find((one) => one.organisation === organisation),
    links: links
      .filter((one) => one.organisation === organisation)
      .map(({ speciality }) => speciality),
  };
}

/** A person as the directory has them, all of it. */
export type KeptPerson = {
  readonly id: string;
  readonly profile:
    | {
        readonly createdAt: string;
        /** Partition keys of what signs in as them. */
        readonly signIns: readonly string[];
      }
    | undefined;
  readonly held: readonly (KeptMembership & { readonly changedAt: string })[];
  readonly links: readonly {
    readonly organisation: string;
    readonly speciality: Speciality;
  }[];
};

/** What the items of a person's partition say. */
export function personOf(id: string, items: readonly Item[]): KeptPerson {
  const profile = items.find(({ sk }) => sk === keys.person(id).sk);
  return {
    id,
    profile: profile && {
      createdAt: String(profile.createdAt),
      signIns: signInsIn(profile),
    },
    held: items
      .filter(({ sk }) => String(sk).startsWith(keys.membershipPrefix))
      .map((one) => ({
        ...readMembership(one),
        changedAt: MembershipItem.build(EntityFormatter).format(one).changedAt,
      })),
    links: items.flatMap(({ sk }) => {
      const [kind, organisation = '', learningStage = '', subject = ''] =
        String(sk).split('#');
      const speciality = { learningStage, subject } as Speciality;
      return kind === 'X' ? [{ organisation, speciality }] : [];
    }),
  };
}

function signInsIn(profile: Item): string[] {
  const { identities } = PersonItem.build(EntityFormatter).format(profile);
  return identities.map(
    ({ issuer, subject }) => keys.identity(issuer, subject).pk,
  );
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

function signInOf({ issuer, subject }: KeptClient): string {
  return keys.identity(issuer, subject).pk;
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

/** What leads to somebody: a sign-in, or a number of a register. */
export type Leading = {
  readonly key: Key;
  /** A person's id, or a machine client's. */
  readonly to: string;
  /** The number of a register's entry. */
  readonly number?: string;
};

/** A page of what leads to people and machine clients. 1 RRU per 4 KB. */
async function leading(stretch: Stretch): Promise<Page<Leading>> {
  const { items, next } = await page(stretch);
  return { items: leadingIn(items), ...(next && { next }) };
}

/** What of some items leads to somebody. */
export function leadingIn(items: readonly Item[]): Leading[] {
  return items.flatMap((one): Leading[] => {
    const key = { pk: String(one.pk), sk: String(one.sk) };
    if (key.sk === keys.identity('', '').sk) {
      const { client, person } =
        IdentityItem.build(EntityFormatter).format(one);
      return [{ key, to: person ?? client ?? '' }];
    }
    if (!key.sk.startsWith(keys.entryPrefix)) return [];
    const { number, person } = EntryItem.build(EntityFormatter).format(one);
    return [{ key, number, to: person }];
  });
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

/** The tree, if one follows from its items, and the last version that they name. */
export type KeptTree = {
  readonly version: number;
  readonly tree: Tree | undefined;
};

/** The tree as its items have it. 1 RRU per 4 KB of them. */
async function tree(): Promise<KeptTree> {
  const wanted = [keys.treeSnapshot, keys.treeVersion];
  return keptTree(await getAll(wanted, { consistent: true }));
}

/**
 * A whole tree that is newer than its version can be read, but never changed: it
 * counts as none.
 */
export function keptTree(items: readonly Item[]): KeptTree {
  const news = newsIn(items);
  const whole = items.find(({ sk }) => sk === keys.treeSnapshot.sk);
  const snapshot = Number(whole?.version ?? 0);
  const version = Math.max(news.version, snapshot);
  const isNewer = snapshot > news.version;
  return { version, tree: isNewer ? undefined : treeOf(items, news) };
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
