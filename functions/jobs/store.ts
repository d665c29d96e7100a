import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetCommand, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Entity } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { EntityParser } from 'dynamodb-toolbox/entity/actions/parse';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { any } from 'dynamodb-toolbox/schema/any';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import { sendEvents } from '../platform/bus.ts';
import { dynamoDb } from '../platform/clients.ts';
import type { Part } from '../platform/commit.ts';
import { environment } from '../platform/environment.ts';
import { Unavailable } from '../platform/faults.ts';
import { s3 } from '../platform/s3.ts';
import { events, jobKinds, limits } from './contract.ts';
import { type StoredJob, workable } from './model.ts';

const work = new Table({
  name: () => environment('WORK_TABLE'),
  partitionKey: { name: 'pk', type: 'string' },
  sortKey: { name: 'sk', type: 'string' },
});

const keyOf = (id: string) => ({ pk: id, sk: 'JOB' });

type Rest = Omit<StoredJob, 'id' | 'kind' | 'seq' | 'expiresAt'>;

/**
 * At most 8 KB. Its INSERT is the event `<kind>.requested`; the table drops it
 * some time after `expiresAt`.
 */
const JobItem = new Entity({
  table: work,
  timestamps: false,
  entityAttribute: false,
  name: 'job',
  schema: item({
    pk: string().key(),
    sk: string().key(),
    kind: string().enum(...jobKinds),
    seq: number(),
    expiresAt: number(),
    job: any().castAs<Rest>(),
  }),
});

function itemOf({ id, kind, seq, expiresAt, ...job }: StoredJob) {
  return { ...keyOf(id), kind, seq, expiresAt, job };
}

/** A job, read consistently. 1 RRU per 4 KB. */
async function job(id: string): Promise<StoredJob | undefined> {
  const { Item: found } = await dynamoDb.send(
    new GetCommand({
      TableName: work.getName(),
      Key: keyOf(id),
      ConsistentRead: true,
    }),
  );
  return found && readJob(found);
}

function readJob(found: Readonly<Record<string, unknown>>): StoredJob {
  const {
    pk,
    sk: _,
    job: rest,
    ...own
  } = JobItem.build(EntityFormatter).format(found);
  return { id: pk, ...own, ...rest };
}

/**
 * All jobs that are not over. For a recovery, never for a request: it reads the
 * whole table once, 1 RRU per 4 KB.
 */
async function* unfinished(): AsyncGenerator<StoredJob> {
  const query = {
    TableName: work.getName(),
    ConsistentRead: true,
    FilterExpression: 'sk = :job',
    ExpressionAttributeValues: { ':job': keyOf('').sk },
  };
  for await (const { Items = [] } of paginateScan(
    { client: dynamoDb },
    query,
  )) {
    const jobs = Items.map(readJob);
    yield* jobs.filter(({ state }) => workable.some((one) => one === state));
  }
}

/** A new job, on condition that its id is free. 2 WRU per KB. */
function newJob(begun: StoredJob): Part {
  return {
    write: JobItem.build(PutTransaction)
      .item(itemOf(begun))
      .options({ condition: { attr: 'pk', exists: false } })
      .params(),
  };
}

/**
 * A job as it is from now on, if nobody changed it since its former `seq`;
 * says whether it was written. 1 WRU per KB.
 */
async function save(changed: StoredJob): Promise<boolean> {
  const { item: put } = JobItem.build(EntityParser).parse(itemOf(changed));
  try {
    await dynamoDb.send(
      new PutCommand({
        TableName: work.getName(),
        Item: put,
        ConditionExpression: 'seq = :before',
        ExpressionAttributeValues: { ':before': changed.seq - 1 },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Asks for a worker, as the job's appearance did. One request to the bus. */
async function goOn({ id, kind }: StoredJob, now: Date): Promise<void> {
  const type = `${kind}.requested` as const;
  const detail = events[type].parse({ job: id, time: now.toISOString() });
  const refused = await sendEvents([{ type, detail }]);
  if (refused.length > 0) throw new Unavailable('The event bus');
}

const reportKey = (id: string) => `report/${id}`;

/** Keeps a job's report; again replaces it. One S3 request. */
async function keepReport(id: string, report: Report): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: environment('JOBS_BUCKET'),
      Key: reportKey(id),
      Body: report.bytes,
      ContentType: report.mediaType,
      ContentDisposition: `attachment; filename="${report.name}"`,
    }),
  );
}

/** An address that gives a job's report for five minutes. No request. */
function reportUrl(id: string): Promise<string> {
  const command = new GetObjectCommand({
    Bucket: environment('JOBS_BUCKET'),
    Key: reportKey(id),
    ResponseCacheControl: 'no-store',
  });
  return getSignedUrl(s3, command, { expiresIn: limits.reportSeconds });
}

/** A report as it is downloaded; its name is plain ASCII and names nobody. */
export type Report = {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: string | Uint8Array;
};

export const jobStore = {
  job,
  unfinished,
  newJob,
  save,
  goOn,
  keepReport,
  reportUrl,
};
export type JobStore = typeof jobStore;
