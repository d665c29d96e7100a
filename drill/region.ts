import { isDeepStrictEqual } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  paginateScan,
} from '@aws-sdk/lib-dynamodb';
import { libraryKey } from '../functions/files/store/objects.ts';
import { SealReport } from '../functions/seals/contract.ts';
import type { Stage } from '../lib/config.ts';
import { type Names, namesOf } from '../lib/names.ts';
import { emulatorClient } from '../local/aws.ts';
import { emulatorUrl, type Instance } from '../local/instance.ts';
import type { Target } from '../ops/target.ts';
import { invoke } from '../ops/tools/invoke.ts';
import { rebuild } from '../ops/tools/rebuild.ts';
import type { Snapshot } from './writing.ts';

/** One Region of a drill, as whoever runs its account reaches it. */
export type Region = {
  readonly stage: Stage;
  readonly names: Names;
  readonly dynamoDb: DynamoDBDocumentClient;
  readonly s3: S3Client;
  readonly aws: Target['aws'];
};

export function regionOf(instance: Instance, stage: Stage): Region {
  const options = emulatorClient(emulatorUrl(instance), stage.region);
  return {
    stage,
    names: namesOf(stage),
    dynamoDb: DynamoDBDocumentClient.from(new DynamoDBClient(options), {
      marshallOptions: { removeUndefinedValues: true },
    }),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    aws: options,
  };
}

/** Has all sealed that has happened, as the schedule would within the hour. */
export async function sealNow({ aws, stage }: Region): Promise<SealReport> {
  const until = new Date().toISOString();
  const answer = await invoke({ stage, aws }, ['seals', 'on-hour'], { until });
  return SealReport.parse(answer);
}

/** Fills the index from the catalogue, as `npm run reindex` does. */
export async function indexNow({ aws, stage }: Region): Promise<void> {
  const { outcome } = await rebuild(
    {
      invoke: (step) => invoke({ stage, aws }, ['search', 'on-reindex'], step),
      onProgress: () => undefined,
    },
    1,
  );
  if (outcome !== 'switched') throw new Error('The index was not filled.');
}

/** Takes away what of some items of a table did not arrive. */
export async function takeItems(
  { dynamoDb, names }: Region,
  table: Parameters<Names['table']>[0],
  { latest, left }: { readonly latest: Snapshot; readonly left: Snapshot },
): Promise<void> {
  const TableName = names.table(table);
  for (const [key, Item] of left) {
    if (isDeepStrictEqual(latest.get(key), Item)) continue;
    await dynamoDb.send(new PutCommand({ TableName, Item }));
  }
  for (const [key, { pk, sk }] of latest) {
    if (left.has(key)) continue;
    await dynamoDb.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
  }
}

/** Reviews that resources are in, by the heads of a table. */
export async function reviewsIn({
  dynamoDb,
  names,
}: Region): Promise<readonly string[]> {
  const found: string[] = [];
  const TableName = names.table('catalogue');
  for await (const { Items = [] } of paginateScan(
    { client: dynamoDb },
    { TableName, ConsistentRead: true },
  )) {
    const heads = Items.filter(({ sk }) => sk === 'HEAD');
    const open = heads.filter(({ head }) => head.review?.state === 'in-review');
    found.push(...open.map(({ head }) => String(head.review.id)));
  }
  return found;
}

/** Takes away a file's bytes, every version of them. */
export async function takeObject(
  { names, s3 }: Region,
  file: string,
): Promise<void> {
  const Bucket = names.bucket('library');
  const { Versions = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket, Prefix: libraryKey(file) }),
  );
  for (const { Key, VersionId } of Versions) {
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  }
}
