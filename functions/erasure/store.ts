import {
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Entity } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { any } from 'dynamodb-toolbox/schema/any';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import * as z from 'zod';
import { dynamoDb } from '../platform/clients.ts';
import type { Part } from '../platform/commit.ts';
import { environment } from '../platform/environment.ts';
import { queryAll } from '../platform/query-all.ts';
import { s3 } from '../platform/s3.ts';
import { commitWith } from '../platform/transact.ts';
import { LedgerEntry } from './contract.ts';
import type { KeptErasure } from './model.ts';

const directory = new Table({
  name: () => environment('DIRECTORY_TABLE'),
  partitionKey: { name: 'pk', type: 'string' },
  sortKey: { name: 'sk', type: 'string' },
});

const keyOf = (person: string) => ({ pk: `ERASED#${person}`, sk: 'ERASED' });

/** Under 1 KB; never deleted. By year, all erasures are found in `byDay`. */
const ErasedItem = new Entity({
  table: directory,
  timestamps: false,
  entityAttribute: false,
  name: 'erased',
  schema: item({
    pk: string().key(),
    sk: string().key(),
    entry: any().castAs<LedgerEntry>(),
    job: string(),
    doneAt: string().optional(),
    dayPk: string(),
    daySk: string(),
  }),
});

/** What the ledger says of a person. 1 RRU. */
async function erasure(person: string): Promise<KeptErasure | undefined> {
  const { Item } = await dynamoDb.send(
    new GetCommand({
      TableName: directory.getName(),
      Key: keyOf(person),
      ConsistentRead: true,
    }),
  );
  if (!Item) return undefined;
  const { entry, job, doneAt } = ErasedItem.build(EntityFormatter).format(Item);
  return { ...entry, job, doneAt };
}

/**
 * A line of the ledger with the job that works on it; one that is there gets
 * another job and nothing else. 3 WRU with the index.
 */
function asked({ job, doneAt: _, ...entry }: KeptErasure): Part {
  const { at, person } = entry;
  return {
    write: ErasedItem.build(PutTransaction)
      .item({
        ...keyOf(person),
        entry,
        job,
        dayPk: `ERASED#${at.slice(0, 4)}`,
        daySk: `${at}#${person}`,
      })
      .options({ condition: { attr: 'doneAt', exists: false } })
      .params(),
  };
}

/** Erasures of a year that were asked for and are not done. 0.5 RRU per 4 KB. */
async function undone(year: number): Promise<KeptErasure[]> {
  const found = await queryAll({
    TableName: directory.getName(),
    IndexName: 'byDay',
    KeyConditionExpression: 'dayPk = :year',
    FilterExpression: 'attribute_not_exists(doneAt)',
    ExpressionAttributeValues: { ':year': `ERASED#${year}` },
  });
  return found.map((one) => {
    const { entry, job } = ErasedItem.build(EntityFormatter).format(one);
    return { ...entry, job };
  });
}

/** That an erasure was carried out, the first time. 2 WRU with the index. */
async function done(person: string, at: string): Promise<void> {
  await dynamoDb.send(
    new UpdateCommand({
      TableName: directory.getName(),
      Key: keyOf(person),
      UpdateExpression: 'SET doneAt = if_not_exists(doneAt, :at)',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':at': at },
    }),
  );
}

/** A line as it is written and read: what else there is, is passed over. */
const Line = z.object(LedgerEntry.shape);

const ledgerKey = ({ at, person }: LedgerEntry) =>
  `v1/${at.slice(0, 10)}/${person}.json`;

/**
 * Keeps a line of the ledger outside the tables; the bucket keeps every
 * version, so that again does no harm. One S3 request.
 */
async function keepLine(entry: LedgerEntry): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: environment('ERASURES_BUCKET'),
      Key: ledgerKey(entry),
      Body: `${JSON.stringify(Line.parse(entry))}\n`,
      ContentType: 'application/json',
    }),
  );
}

/**
 * The ledger as the bucket has it, from a day on (`YYYY-MM-DD`, UTC), oldest
 * day first: what a recovery applies. One S3 request a line and one a thousand.
 */
async function* lines(fromDay = ''): AsyncGenerator<LedgerEntry> {
  const Bucket = environment('ERASURES_BUCKET');
  let after: string | undefined = `v1/${fromDay}`;
  while (after !== undefined) {
    const page: ListObjectsV2CommandOutput = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'v1/', StartAfter: after }),
    );
    const { Contents = [], IsTruncated } = page;
    for (const { Key } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      const text = (await Body?.transformToString('utf-8')) ?? '';
      yield Line.parse(JSON.parse(text));
    }
    after = IsTruncated ? Contents.at(-1)?.Key : undefined;
  }
}

/** Writes outside of any request. */
export const commit = commitWith({
  client: dynamoDb,
  now: () => new Date(),
  // Without an idempotency key no answer is ever kept.
  answer: () => ({ status: 204, headers: {} }),
});

/** The ledger of erasures, in the table and outside it. */
export const ledger = { erasure, asked, undone, done, keepLine, lines };
export type Ledger = typeof ledger;
