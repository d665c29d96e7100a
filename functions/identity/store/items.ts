import { createHash } from 'node:crypto';
import { Entity } from 'dynamodb-toolbox/entity';
import { any } from 'dynamodb-toolbox/schema/any';
import { binary } from 'dynamodb-toolbox/schema/binary';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import type { MutedMail } from '../../notifications/contract.ts';
import {
  type HistoryBody,
  languages,
  permissionSets,
  roles,
} from '../../platform/contract.ts';
import { environment } from '../../platform/environment.ts';
import { organisationKinds } from '../contract.ts';
import { organisationSteps } from '../history/contract.ts';
import type { MemberState, Speciality, Terms } from '../member/contract.ts';

/** Sort keys and partition keys of the `directory` table. */
export const keys = {
  organisation: (id: string) => ({ pk: id, sk: 'ORGANISATION' }),
  treeVersion: { pk: 'TREE', sk: 'VERSION' },
  treeSnapshot: { pk: 'TREE', sk: 'SNAPSHOT' },
  person: (id: string) => ({ pk: id, sk: 'PERSON' }),
  membershipPrefix: 'M#',
  membership: (person: string, organisation: string) => ({
    pk: person,
    sk: `${keys.membershipPrefix}${organisation}`,
  }),
  /** The issuer and subject are hashed: subjects may be e-mail addresses. */
  identity: (issuer: string, subject: string) => ({
    pk: `I#${createHash('sha256').update(`${issuer}|${subject}`).digest('hex')}`,
    sk: 'IDENTITY',
  }),
  client: (id: string) => ({ pk: id, sk: 'CLIENT' }),
  operators: { pk: 'OPERATORS', sk: 'ROSTER' },
  /** Head of an organisation's chain; its entries have the `historyKeys`. */
  chain: (organisation: string) => ({ pk: organisation, sk: 'CHAIN' }),
  /** Sorts after `PERSON`: reading a person leaves these links out. */
  speciality: (person: string, organisation: string, of: Speciality) => ({
    pk: person,
    sk: `X#${organisation}#${of.learningStage}#${of.subject}`,
  }),
  /** Of the index `byOwner`: entries of organisations by who acted. */
  actedBy: (person: string) => `ACTED#${person}`,
  /** Of the index `byOwner`. */
  membersOf: (organisation: string, state: MemberState = 'current') =>
    `${state === 'current' ? 'MEMBERS' : 'FORMER'}#${organisation}`,
  entriesOf: (person: string) => `REGISTER#${person}`,
  clientsOf: (organisation: string) => `CLIENTS#${organisation}`,
  expertsOf: ({ learningStage, subject }: Speciality) =>
    `EXPERTS#${learningStage}#${subject}`,
  entryPrefix: 'N#',
  /** What a register has under a number of its people. */
  entry: (organisation: string, number: string) => ({
    pk: organisation,
    sk: `${keys.entryPrefix}${number}`,
  }),
  turn: (organisation: string) => ({ pk: organisation, sk: 'REGISTER' }),
} as const;

export const directory = new Table({
  name: () => environment('DIRECTORY_TABLE'),
  partitionKey: { name: 'pk', type: 'string' },
  sortKey: { name: 'sk', type: 'string' },
});

const key = { pk: string().key(), sk: string().key() };
const plain = {
  table: directory,
  timestamps: false,
  entityAttribute: false,
} as const;

export const OrganisationItem = new Entity({
  ...plain,
  name: 'organisation',
  schema: item({
    ...key,
    id: string(),
    kind: string().enum(...organisationKinds),
    name: string(),
    parent: string().optional(),
    closedAt: string().optional(),
    mergedInto: string().optional(),
    /** Grows by one with every change; it is the ETag. */
    seq: number(),
    createdAt: string(),
    changedAt: string(),
  }),
});

export const TreeVersionItem = new Entity({
  ...plain,
  name: 'tree version',
  schema: item({
    ...key,
    version: number(),
    /** What the last versions changed, one each: not in the snapshot yet. */
    recent: list(
      map({
        id: string(),
        kind: string().enum(...organisationKinds),
        name: string(),
        parent: string().optional(),
        closedAt: string().optional(),
        mergedInto: string().optional(),
      }),
    ).optional(),
  }),
});

export const TreeSnapshotItem = new Entity({
  ...plain,
  name: 'tree snapshot',
  schema: item({ ...key, version: number(), packed: binary() }),
});

export const PersonItem = new Entity({
  ...plain,
  name: 'person',
  schema: item({
    ...key,
    id: string(),
    name: string(),
    /** All that signs in as this person, so that erasing finds it. */
    identities: list(map({ issuer: string(), subject: string() })),
    /** Of the district's own pool; who signs in elsewhere has none here. */
    username: string().optional(),
    /** Sign-ins until then no longer count. RFC 3339. */
    tokensValidAfter: string().optional(),
    /** What notices come in. */
    language: string()
      .enum(...languages)
      .optional(),
    /** Which notices they want no mail of. */
    mutedMail: any().castAs<MutedMail>().optional(),
    /**
     * Issuer whose sign-ins lack an admin's approval since their account there
     * was opened again: privileged roles wait.
     */
    unapprovedIssuer: string().optional(),
    createdAt: string(),
  }),
});

export const MembershipItem = new Entity({
  ...plain,
  name: 'membership',
  schema: item({
    ...key,
    person: string(),
    organisation: string(),
    roles: list(string().enum(...roles)),
    terms: any().castAs<Terms>().optional(),
    seq: number(),
    changedAt: string(),
    ownerPk: string(),
    ownerSk: string(),
  }),
});

/**
 * That somebody is an expert of a speciality in an organisation; some 300
 * bytes, so that a query answers 3,000 of them.
 */
export const SpecialityLink = new Entity({
  ...plain,
  name: 'speciality',
  schema: item({
    ...key,
    person: string(),
    ownerPk: string(),
    ownerSk: string(),
  }),
});

export const IdentityItem = new Entity({
  ...plain,
  name: 'identity',
  schema: item({
    ...key,
    person: string().optional(),
    client: string().optional(),
  }),
});

export const ClientItem = new Entity({
  ...plain,
  name: 'machine client',
  schema: item({
    ...key,
    id: string(),
    organisation: string(),
    name: string(),
    permissions: string().enum(...permissionSets),
    issuer: string(),
    subject: string(),
    createdAt: string(),
    ownerPk: string(),
    ownerSk: string(),
  }),
});

/**
 * What a roster said of someone beside name and role, under the number that is
 * theirs in this organisation for good. By the index all of a person is found.
 */
export const EntryItem = new Entity({
  ...plain,
  name: 'register entry',
  schema: item({
    ...key,
    number: string(),
    person: string(),
    role: string().enum(...roles),
    class: string().optional(),
    /** Grows by one with every change. */
    seq: number(),
    ownerPk: string(),
    ownerSk: string(),
  }),
});

/** How often a roster was applied to a register, and by which job the last. */
export const TurnItem = new Entity({
  ...plain,
  name: 'register turn',
  schema: item({ ...key, seq: number(), job: string() }),
});

export const OperatorsItem = new Entity({
  ...plain,
  name: 'operators',
  schema: item({ ...key, held: list(string()), seq: number() }),
});

/** Where an organisation's chain stands; every change is conditioned on it. */
export const ChainItem = new Entity({
  ...plain,
  name: 'chain',
  schema: item({
    ...key,
    epoch: number(),
    seq: number(),
    lastHash: string(),
    changedAt: string(),
  }),
});

/** A header, under 1 KB; flat, and found by day. */
export const HeaderItem = new Entity({
  ...plain,
  name: 'history header',
  schema: item({
    ...key,
    organisation: string(),
    epoch: number(),
    seq: number(),
    time: string(),
    action: string().enum(...organisationSteps),
    previous: any().castAs<string | null>(),
    bodyHash: string(),
    dayPk: string(),
    daySk: string(),
  }),
});

/** A body: under 1 KB for one person, some 5 KB for a roster's 25. */
export const BodyItem = new Entity({
  ...plain,
  name: 'history body',
  schema: item({
    ...key,
    body: any().castAs<HistoryBody>(),
    ownerPk: string().optional(),
    ownerSk: string().optional(),
  }),
});
