import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { dynamoDb } from '../../platform/clients.ts';
import type { Part } from '../../platform/commit.ts';
import { firstRubric } from '../model/default-rubric.ts';
import type { Rubric, RubricRef } from '../rubric/contract.ts';
import { catalogue, RubricItem } from './items.ts';

/** Digits that keep versions in the order of their numbers. */
const versionDigits = 5;
export const rubricKeys = {
  prefix: 'RUBRIC#',
  latest: (id: string) => ({ pk: `RUBRIC#${id}`, sk: 'LATEST' }),
  version: ({ id, version }: RubricRef) => ({
    pk: `RUBRIC#${id}`,
    sk: `V#${String(version).padStart(versionDigits, '0')}`,
  }),
};

/** The newest version, read consistently. 1 RRU per 4 KB, some two. */
async function latest(id: string): Promise<Rubric | undefined> {
  return (await get(rubricKeys.latest(id))) ?? built(id, 1);
}

/** One version. 1 RRU per 4 KB, some two. */
async function version(ref: RubricRef): Promise<Rubric | undefined> {
  return (await get(rubricKeys.version(ref))) ?? built(ref.id, ref.version);
}

/**
 * A new version as the parts of one transaction, on condition that `before` is
 * the newest still: 4 WRU per KB of it. Versions stay for ever.
 */
function writtenParts(rubric: Rubric, before: Rubric | undefined): Part[] {
  const isStored = before !== undefined && !isBuilt(before);
  const condition = isStored
    ? ({ attr: 'rubric.version', eq: before.version } as const)
    : ({ attr: 'pk', exists: false } as const);
  const newest = RubricItem.build(PutTransaction)
    .item({ ...rubricKeys.latest(rubric.id), rubric })
    .options({ condition })
    .params();
  const kept = RubricItem.build(PutTransaction)
    .item({ ...rubricKeys.version(rubric), rubric })
    .params();
  return [{ write: newest }, { write: kept }];
}

/** The rubrics of the `catalogue` table, and the one that comes built in. */
export const rubricStore = { latest, version, writtenParts };
export type RubricStore = typeof rubricStore;

function isBuilt({ id, version }: RubricRef): boolean {
  return id === firstRubric.id && version === firstRubric.version;
}

function built(id: string, version: number): Rubric | undefined {
  return isBuilt({ id, version }) ? firstRubric : undefined;
}

async function get(key: {
  pk: string;
  sk: string;
}): Promise<Rubric | undefined> {
  const { Item } = await dynamoDb.send(
    new GetCommand({
      TableName: catalogue.getName(),
      Key: key,
      ConsistentRead: true,
    }),
  );
  return Item && RubricItem.build(EntityFormatter).format(Item).rubric;
}
