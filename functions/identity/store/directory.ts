import {
  BatchGetCommand,
  GetCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import type { MutedMail } from '../../notifications/contract.ts';
import { dynamoDb } from '../../platform/clients.ts';
import type { HistoryBody, Language, Role } from '../../platform/contract.ts';
import type { Place } from '../../platform/history-keys.ts';
import {
  type HistoryPageOf,
  type HistoryTable,
  readHistoryPage,
} from '../../platform/history-reads.ts';
import type { MachineClient } from '../clients/contract.ts';
import type { Organisation } from '../contract.ts';
import type { OrganisationHeader } from '../history/contract.ts';
import type { MemberState, Speciality } from '../member/contract.ts';
import type { Chain } from '../model/chain.ts';
import type { Given } from '../model/membership.ts';
import type { Operators } from '../model/roles.ts';
import type { Tree } from '../model/tree.ts';
import {
  BodyItem,
  ChainItem,
  ClientItem,
  directory,
  HeaderItem,
  IdentityItem,
  keys,
  MembershipItem,
  OperatorsItem,
  OrganisationItem,
  PersonItem,
  SpecialityLink,
  TreeSnapshotItem,
  TreeVersionItem,
} from './items.ts';
import { unpackTree } from './tree.ts';

export type Consistency = { readonly consistent: boolean };
type Item = Record<string, unknown>;

/** An organisation as it is kept: with what its ETag and dates come from. */
export type KeptOrganisation = Organisation & {
  readonly seq: number;
  readonly createdAt: string;
};

/** A person as the directory has them. The name goes to no log and no event. */
export type Profile = {
  readonly id: string;
  readonly name: string;
  readonly username?: string | undefined;
  /** Sign-ins until then no longer count. */
  readonly tokensValidAfter?: string | undefined;
  readonly language?: Language | undefined;
  readonly mutedMail?: MutedMail | undefined;
  readonly createdAt: string;
};

/** A membership as it is kept; without roles it has ended. */
export type KeptMembership = Given & {
  readonly organisation: string;
  readonly person: string;
  readonly seq: number;
};

/** A machine client with the sign-in that leads to it. */
export type KeptClient = MachineClient & {
  readonly issuer: string;
  readonly subject: string;
  readonly createdAt: string;
};

/** Who signed in, and as much of the tree as was asked for. */
export type SignedIn = {
  readonly person?: string;
  readonly client?: string;
  readonly tree?: Tree;
  readonly treeVersion: number;
};

/**
 * The person behind an issuer's subject, and in the same request the tree or
 * only its version. Cost: 0.5 RRU for each of the two, and for the tree 0.5
 * more per 4 KB; twice that if consistent.
 */
async function signedIn(
  identity: { readonly issuer: string; readonly subject: string },
  wanted: 'tree' | 'version',
  { consistent }: Consistency,
): Promise<SignedIn> {
  const identityKey = keys.identity(identity.issuer, identity.subject);
  const items = await batchGet(
    [identityKey, wanted === 'tree' ? keys.treeSnapshot : keys.treeVersion],
    consistent,
  );
  const bound = items.find(({ sk }) => sk === identityKey.sk);
  const snapshot = items.find(({ sk }) => sk === keys.treeSnapshot.sk);
  const version = items.find(({ sk }) => sk === keys.treeVersion.sk);
  const tree = snapshot && readTree(snapshot);
  const treeVersion = version
    ? TreeVersionItem.build(EntityFormatter).format(version).version
    : 0;
  return {
    treeVersion: tree?.version ?? treeVersion,
    ...(tree && { tree }),
    ...(bound && holderOf(bound)),
  };
}

/** The tree; undefined before there is one. 0.5 RRU per 4 KB, 1 consistent. */
async function tree(consistency: Consistency): Promise<Tree | undefined> {
  const found = await get(keys.treeSnapshot, consistency);
  return found && readTree(found);
}

/** The tree's version; 0 before there is a tree. 0.5 RRU, 1 consistent. */
async function treeVersion(consistency: Consistency): Promise<number> {
  const found = await get(keys.treeVersion, consistency);
  return found
    ? TreeVersionItem.build(EntityFormatter).format(found).version
    : 0;
}

/**
 * A person with all memberships, in one request. 0.5 RRU per 4 KB, some 15
 * memberships; 1 consistent.
 */
async function person(
  id: string,
  { consistent }: Consistency,
): Promise<{ profile: Profile; held: KeptMembership[] } | undefined> {
  const found: Item[] = [];
  let after: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
      new QueryCommand({
        TableName: directory.getName(),
        // Memberships (M#) and the profile; links to specialities sort after.
        KeyConditionExpression: 'pk = :person AND sk <= :profile',
        ExpressionAttributeValues: {
          ':person': id,
          ':profile': keys.person(id).sk,
        },
        ConsistentRead: consistent,
        ...(after && { ExclusiveStartKey: after }),
      }),
    );
    found.push(...Items);
    after = LastEvaluatedKey;
  } while (after !== undefined);
  const profile = found.find(({ sk }) => sk === keys.person(id).sk);
  if (!profile) return undefined;
  const held = found.filter(({ sk }) =>
    String(sk).startsWith(keys.membershipPrefix),
  );
  return { profile: readProfile(profile), held: held.map(readMembership) };
}

/**
 * Which of these people there are, in one request for up to a hundred. 0.5 RRU
 * each.
 */
async function known(ids: readonly string[]): Promise<ReadonlySet<string>> {
  const wanted = [...new Set(ids)].map(keys.person);
  const found = wanted.length > 0 ? await batchGet(wanted, false) : [];
  return new Set(found.map(({ pk }) => String(pk)));
}

/** A machine client. 0.5 RRU, 1 consistent. */
async function client(
  id: string,
  consistency: Consistency,
): Promise<KeptClient | undefined> {
  const found = await get(keys.client(id), consistency);
  return found && readClient(found);
}

/** A page of an organisation's machine clients. 0.5 RRU per 4 KB. */
async function clients(
  organisationId: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ items: KeptClient[]; next?: string }> {
  const owner = keys.clientsOf(organisationId);
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      TableName: directory.getName(),
      IndexName: 'byOwner',
      KeyConditionExpression: 'ownerPk = :owner',
      ExpressionAttributeValues: { ':owner': owner },
      Limit: limit,
      ...(after !== undefined && {
        ExclusiveStartKey: {
          ...keys.client(after),
          ownerPk: owner,
          ownerSk: after,
        },
      }),
    }),
  );
  const items = Items.map(readClient);
  const last = items.at(-1);
  return { items, ...(LastEvaluatedKey && last && { next: last.id }) };
}

/** One organisation. 0.5 RRU, 1 consistent. */
async function organisation(
  id: string,
  consistency: Consistency,
): Promise<KeptOrganisation | undefined> {
  const found = await get(keys.organisation(id), consistency);
  if (!found) return undefined;
  const {
    pk: _,
    sk: __,
    changedAt: ___,
    ...kept
  } = OrganisationItem.build(EntityFormatter).format(found);
  return kept;
}

/** A person's roles in one organisation, read consistently. 1 RRU. */
async function membership(
  personId: string,
  organisationId: string,
): Promise<KeptMembership | undefined> {
  const key = keys.membership(personId, organisationId);
  const found = await get(key, { consistent: true });
  return found && readMembership(found);
}

/**
 * A page of an organisation's members by person id, with their names. 0.5 RRU
 * per 4 KB of memberships and 0.5 for each name; an index is read, so that a
 * change shows a moment later.
 */
async function members(
  organisationId: string,
  {
    after,
    limit,
    state = 'current',
  }: { after?: string | undefined; limit: number; state?: MemberState },
): Promise<{ items: (KeptMembership & { name: string })[]; next?: string }> {
  const owner = keys.membersOf(organisationId, state);
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      TableName: directory.getName(),
      IndexName: 'byOwner',
      KeyConditionExpression: 'ownerPk = :owner',
      ExpressionAttributeValues: { ':owner': owner },
      Limit: limit,
      ...(after !== undefined && {
        ExclusiveStartKey: {
          ...keys.membership(after, organisationId),
          ownerPk: owner,
          ownerSk: after,
        },
      }),
    }),
  );
  const held = Items.map(readMembership);
  const profiles = await batchGet(
    held.map((one) => keys.person(one.person)),
    false,
  );
  const names = new Map(
    profiles.map(readProfile).map(({ id, name }) => [id, name]),
  );
  const last = held.at(-1);
  return {
    items: held.flatMap((one) => {
      const name = names.get(one.person);
      return name === undefined ? [] : [{ ...one, name }];
    }),
    ...(LastEvaluatedKey && last && { next: last.person }),
  };
}

/**
 * Who are experts of a speciality, by person: each once a page, in any of their
 * organisations, whether or not the role counts today. One query; 0.5 RRU per 4
 * KB, some 13 experts; an index is read, so that a change shows a moment later.
 */
async function experts(
  speciality: Speciality,
  { after, limit }: { after?: string | undefined; limit?: number | undefined },
): Promise<{ persons: string[]; links: ExpertLink[]; next?: string }> {
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      TableName: directory.getName(),
      IndexName: 'byOwner',
      KeyConditionExpression:
        after === undefined
          ? 'ownerPk = :owner'
          : 'ownerPk = :owner AND ownerSk > :after',
      ExpressionAttributeValues: {
        ':owner': keys.expertsOf(speciality),
        // Beyond all of this person's organisations.
        ...(after !== undefined && { ':after': `${after}#~` }),
      },
      ...(limit !== undefined && { Limit: limit }),
    }),
  );
  const links = Items.map((one): ExpertLink => {
    const { person, ownerSk } =
      SpecialityLink.build(EntityFormatter).format(one);
    return { person, organisation: ownerSk.slice(person.length + 1) };
  });
  const last = links.at(-1)?.person;
  return {
    persons: [...new Set(links.map(({ person }) => person))],
    links,
    ...(LastEvaluatedKey && last !== undefined && { next: last }),
  };
}

/** In which organisation somebody is an expert. */
export type ExpertLink = {
  readonly person: string;
  readonly organisation: string;
};

/**
 * Who these experts are, with what they hold where they are experts; in one
 * request for up to 50. 0.5 RRU for each person and for each membership.
 */
async function linked(
  links: readonly ExpertLink[],
): Promise<{ profile: Profile; held: KeptMembership[] }[]> {
  const persons = [...new Set(links.map(({ person }) => person))];
  const items = await batchGet(
    [
      ...persons.map(keys.person),
      ...links.map((one) => keys.membership(one.person, one.organisation)),
    ],
    false,
  );
  const profiles = items.filter(({ sk }) => sk === keys.person('').sk);
  const held = items
    .filter(({ sk }) => sk !== keys.person('').sk)
    .map(readMembership);
  return profiles.map((one) => {
    const profile = readProfile(one);
    const own = held.filter(({ person }) => person === profile.id);
    return { profile, held: own };
  });
}

/** All who hold the role operator, read consistently. 1 RRU. */
async function operators(): Promise<Operators | undefined> {
  const found = await get(keys.operators, { consistent: true });
  if (!found) return undefined;
  const { held, seq } = OperatorsItem.build(EntityFormatter).format(found);
  return { held, seq };
}

/** Where an organisation's chain stands, read consistently. 1 RRU. */
async function chain(organisationId: string): Promise<Chain | undefined> {
  const found = await get(keys.chain(organisationId), { consistent: true });
  if (!found) return undefined;
  const {
    pk: _,
    sk: __,
    ...kept
  } = ChainItem.build(EntityFormatter).format(found);
  return kept;
}

const chains: HistoryTable<OrganisationHeader, HistoryBody> = {
  name: () => directory.getName(),
  headerOf: (found) => {
    const {
      pk: _,
      sk: __,
      dayPk: ___,
      daySk: ____,
      ...header
    } = HeaderItem.build(EntityFormatter).format(found);
    return header;
  },
  bodyOf: (found) => BodyItem.build(EntityFormatter).format(found).body,
};

/** A page of an organisation's chain. Cost of `readHistoryPage`. */
function history(
  organisationId: string,
  page: { readonly limit: number; readonly after: Place | undefined },
  wanted: { readonly withBodies: boolean },
): Promise<HistoryPageOf<OrganisationHeader, HistoryBody>> {
  return readHistoryPage(chains, organisationId, page, wanted);
}

/** The reads of the `directory` table; its writes stand in parts.ts. */
export const directoryReads = {
  signedIn,
  tree,
  treeVersion,
  person,
  known,
  organisation,
  membership,
  members,
  experts,
  client,
  clients,
  linked,
  operators,
  chain,
  history,
};
export type DirectoryReads = typeof directoryReads;

async function get(
  key: { pk: string; sk: string },
  { consistent }: Consistency,
): Promise<Item | undefined> {
  const { Item } = await dynamoDb.send(
    new GetCommand({
      TableName: directory.getName(),
      Key: key,
      ConsistentRead: consistent,
    }),
  );
  return Item;
}

/** How often a batch asks again for what DynamoDB left out of its answer. */
const batchAttempts = 3;

/** Items by their keys, at most a hundred, in no order. */
export async function batchGet(
  wanted: readonly { pk: string; sk: string }[],
  consistent: boolean,
): Promise<Item[]> {
  const table = directory.getName();
  const found: Item[] = [];
  let left: Item[] = [...wanted];
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > batchAttempts) {
      throw new Error(`${left.length} items of ${table} were not answered.`);
    }
    const { Responses, UnprocessedKeys } = await dynamoDb.send(
      new BatchGetCommand({
        RequestItems: { [table]: { Keys: left, ConsistentRead: consistent } },
      }),
    );
    found.push(...(Responses?.[table] ?? []));
    left = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}

function readTree(found: Item): Tree {
  const { version, packed } =
    TreeSnapshotItem.build(EntityFormatter).format(found);
  return unpackTree(version, packed);
}

export function readProfile(found: Item): Profile {
  const {
    pk: _,
    sk: __,
    identities: ___,
    ...profile
  } = PersonItem.build(EntityFormatter).format(found);
  return profile;
}

function readClient(found: Item): KeptClient {
  const {
    pk: _,
    sk: __,
    ownerPk: ___,
    ownerSk: ____,
    ...kept
  } = ClientItem.build(EntityFormatter).format(found);
  return kept;
}

function holderOf(bound: Item): Pick<SignedIn, 'person' | 'client'> {
  const { person: personId, client: clientId } =
    IdentityItem.build(EntityFormatter).format(bound);
  return {
    ...(personId !== undefined && { person: personId }),
    ...(clientId !== undefined && { client: clientId }),
  };
}

export function readMembership(found: Item): KeptMembership {
  const { person, organisation, roles, terms, seq } =
    MembershipItem.build(EntityFormatter).format(found);
  const held: readonly Role[] = roles;
  return { person, organisation, roles: held, ...(terms && { terms }), seq };
}
