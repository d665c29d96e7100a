import { createHash } from 'node:crypto';
import { Entity } from 'dynamodb-toolbox/entity';
import { binary } from 'dynamodb-toolbox/schema/binary';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import { roles } from '../../platform/contract.ts';
import { environment } from '../../platform/environment.ts';
import { organisationKinds } from '../contract.ts';

/** Sort keys and partition keys of the `directory` table. */
export const keys = {
  organisation: (id: string) => ({ pk: id, sk: 'ORGANISATION' }),
  treeVersion: { pk: 'TREE', sk: 'VERSION' },
  treeSnapshot: { pk: 'TREE', sk: 'SNAPSHOT' },
  person: (id: string) => ({ pk: id, sk: 'PERSON' }),
  membership: (person: string, organisation: string) => ({
    pk: person,
    sk: `M#${organisation}`,
  }),
  /** The issuer and subject are hashed: subjects may be e-mail addresses. */
  identity: (issuer: string, subject: string) => ({
    pk: `I#${createHash('sha256').update(`${issuer}|${subject}`).digest('hex')}`,
    sk: 'IDENTITY',
  }),
  operators: { pk: 'OPERATORS', sk: 'ROSTER' },
  /** Of the index `byOwner`. */
  membersOf: (organisation: string) => `MEMBERS#${organisation}`,
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
    /** Grows by one with every change; it is the ETag. */
    seq: number(),
    createdAt: string(),
    changedAt: string(),
  }),
});

export const TreeVersionItem = new Entity({
  ...plain,
  name: 'tree version',
  schema: item({ ...key, version: number() }),
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
    username: string(),
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
    seq: number(),
    changedAt: string(),
    ownerPk: string(),
    ownerSk: string(),
  }),
});

export const IdentityItem = new Entity({
  ...plain,
  name: 'identity',
  schema: item({ ...key, person: string() }),
});

export const OperatorsItem = new Entity({
  ...plain,
  name: 'operators',
  schema: item({ ...key, held: list(string()), seq: number() }),
});
