import { Entity } from 'dynamodb-toolbox/entity';
import { any } from 'dynamodb-toolbox/schema/any';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import type { HistoryBody } from '../../platform/contract.ts';
import { environment } from '../../platform/environment.ts';
import type { Edition } from '../edition/contract.ts';
import { closedStates, type Head } from '../head/contract.ts';
import type { HistoryHeader } from '../history/contract.ts';
import type { Relation, RelationType } from '../relations/contract.ts';

/** Digits that keep versions in the order of their numbers. */
const versionDigits = 5;

/** Keys of a resource's partition, but those of its history. */
export const keys = {
  head: (id: string) => ({ pk: id, sk: 'HEAD' }),
  version: (id: string, n: number) => ({
    pk: id,
    sk: `V#${String(n).padStart(versionDigits, '0')}`,
  }),
  relation: (
    id: string,
    { type, target }: Pick<Relation, 'type' | 'target'>,
  ) => ({
    pk: id,
    sk: `REL#${type}#${target}`,
  }),
  due: (id: string) => ({ pk: id, sk: 'DUE' }),
  person: (id: string, person: string) => ({ pk: id, sk: `WORK#${person}` }),
  /** Of the index `byOwner`, while the resource is unfinished work of theirs. */
  workOf: (person: string) => `WORK#${person}`,
  /** Of the same index, when they have or had to do with it otherwise. */
  traceOf: (person: string) => `TRACE#${person}`,
  /** Of the same index: what an organisation holds, by its `reviewDue`. */
  validityOf: (holder: string) => `VALID#${holder}`,
  /** Of the same index: what refers to a resource. */
  relatedTo: (type: RelationType, target: string) => `REL#${type}#${target}`,
  /** Of the index `byDay`: what falls due on a date. */
  fallingDue: (on: string, shard: number) => `FALLS#${on}#${shard}`,
  /** How far the days have been worked off. */
  daysDone: { pk: 'DAYS', sk: 'DONE' },
} as const;

/** Spreads what falls due on a day over partitions of 1,000 WRU a second each. */
export const dayShards = 10;

/** The shard of a resource's due date follows from its id. */
export function dayShardOf(id: string): number {
  const last = id.slice(-2);
  return (last.charCodeAt(0) * 32 + last.charCodeAt(1)) % dayShards;
}

export const catalogue = new Table({
  name: () => environment('CATALOGUE_TABLE'),
  partitionKey: { name: 'pk', type: 'string' },
  sortKey: { name: 'sk', type: 'string' },
});

const key = { pk: string().key(), sk: string().key() };
const plain = {
  table: catalogue,
  timestamps: false,
  entityAttribute: false,
} as const;

/**
 * A head: 1 KB while nothing is published, then as large as the edition, 2 to 3
 * KB mostly. The limits of the contract keep it under 200 KB; an item may have 400.
 */
export const HeadItem = new Entity({
  ...plain,
  name: 'head',
  schema: item({
    ...key,
    epoch: number(),
    seq: number(),
    head: any().castAs<Head>(),
  }),
});

/** A version: its edition, 1 to 2 KB mostly and under 190 KB. */
export const VersionItem = new Entity({
  ...plain,
  name: 'version',
  schema: item({
    ...key,
    version: number(),
    closed: string()
      .enum(...closedStates)
      .optional(),
    edition: any().castAs<Edition>(),
  }),
});

/** A header, under 1 KB; also the outbox, hence flat, and found by day. */
export const HeaderItem = new Entity({
  ...plain,
  name: 'history header',
  schema: item({
    ...key,
    resource: string(),
    epoch: number(),
    seq: number(),
    time: string(),
    action: any().castAs<HistoryHeader['action']>(),
    version: number(),
    previous: any().castAs<string | null>(),
    bodyHash: string(),
    dayPk: string(),
    daySk: string(),
  }),
});

/** A body: 1 KB mostly, at most 10 KB with the longest reason and lists. */
export const BodyItem = new Entity({
  ...plain,
  name: 'history body',
  schema: item({ ...key, body: any().castAs<HistoryBody>() }),
});

/**
 * That a person has to do with a resource: it is unfinished work of theirs, or
 * they contributed, acted or are named as a creator; under 1 KB. All that is
 * kept about a person in resources is found by it.
 */
export const PersonLink = new Entity({
  ...plain,
  name: 'person link',
  schema: item({ ...key, ownerPk: string(), ownerSk: string() }),
});

/**
 * When something falls due for a resource, by day and by holder; under 1 KB. It
 * is no part of the head: the indexes would hold a copy of the whole head, and
 * each command would write that twice more. See ADR 0120.
 */
export const DueItem = new Entity({
  ...plain,
  name: 'due',
  schema: item({
    ...key,
    dayPk: string(),
    daySk: string(),
    ownerPk: string().optional(),
    ownerSk: string().optional(),
  }),
});

/** How far the days have been worked off; under 1 KB. */
export const DaysDoneItem = new Entity({
  ...plain,
  name: 'days done',
  schema: item({ ...key, through: string() }),
});

/** That a resource refers to another, listed by that one; under 1 KB. */
export const RelationLink = new Entity({
  ...plain,
  name: 'relation link',
  schema: item({ ...key, ownerPk: string(), ownerSk: string() }),
});
