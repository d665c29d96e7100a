import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import {
  DynamoDBDocumentClient,
  paginateQuery,
  paginateScan,
} from '@aws-sdk/lib-dynamodb';
import { batchGet } from '../../../functions/platform/batch-get.ts';
import { namesOf, tables } from '../../../lib/names.ts';
import type { Given } from '../../../local/options.ts';
import type { Say } from '../../command.ts';
import type { Target } from '../../target.ts';
import type { Readable } from './comparing.ts';
import type { Item } from './items.ts';

/** What a table's name goes on with, when it was restored beside another. */
export const restoredMark = '-restored-';

export function clientOf({ aws }: Target): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(aws));
}

/** Why a table's noun or the one restored from it is none of this stage. */
export function tableFault(
  [name = '']: readonly string[],
  say: Say,
): string | undefined {
  const isKnown = tables.some((one) => one === name);
  return isKnown ? undefined : say('restoreTables', { name, tables });
}

/** The same, with the table that `--with` names. */
export function pairFault(
  { positionals, values }: Given,
  say: Say,
): string | undefined {
  const fault = tableFault(positionals, say);
  if (fault !== undefined) return fault;
  const [name] = positionals;
  const beside = String(values.with ?? '');
  return beside.includes(`-${name}${restoredMark}`)
    ? undefined
    : say('restoreWith', { name, with: beside });
}

/** The table of a stage by its noun. */
export function tableOf({ stage }: Target, noun: string | undefined): string {
  const found = tables.find((one) => one === noun);
  if (found === undefined) throw new Error(`There is no table ${noun}.`);
  return namesOf(stage).table(found);
}

export function readable(
  client: DynamoDBDocumentClient,
  TableName: string,
): Readable {
  return {
    async *pages() {
      const pages = paginateScan({ client }, { TableName });
      for await (const { Items = [] } of pages) yield Items;
    },
    get: (keys) => batchGet(TableName, keys, { client }),
  };
}

/** All items of one partition, as they are now. */
export async function partitionOf(
  client: DynamoDBDocumentClient,
  TableName: string,
  pk: string,
): Promise<readonly Item[]> {
  const query = {
    TableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ConsistentRead: true,
  };
  const found: Item[] = [];
  const pages = paginateQuery({ client }, query);
  for await (const { Items = [] } of pages) found.push(...Items);
  return found;
}

/** Ids of all people in the ledger of erasures, by the keys of its objects. */
export async function erasedPeople({
  aws,
  stage,
}: Target): Promise<ReadonlySet<string>> {
  const client = new S3Client({ ...aws, forcePathStyle: true });
  const Bucket = namesOf(stage).bucket('erasures');
  const found = new Set<string>();
  const pages = paginateListObjectsV2({ client }, { Bucket });
  for await (const { Contents = [] } of pages) {
    for (const { Key = '' } of Contents) {
      const [person] = /per_[0-9A-Z]{26}/.exec(Key) ?? [];
      if (person !== undefined) found.add(person);
    }
  }
  return found;
}
