import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, inject, test } from 'vitest';
import { readStage } from '../../lib/config.ts';
import { buckets, namesOf, tables } from '../../lib/names.ts';
import { visitor } from '../support/http.ts';

const stage = readStage({ stage: 'local' });
const names = namesOf(stage);
const s3 = new S3Client({ forcePathStyle: true });

describe.each(tables)('given the table %s as it was deployed', (table) => {
  const TableName = names.table(table);
  const dynamoDb = new DynamoDBClient({});

  test('then items end at the time that they name', async () => {
    const answer = await dynamoDb.send(
      new DescribeTimeToLiveCommand({ TableName }),
    );
    expect(answer.TimeToLiveDescription).toMatchObject({
      TimeToLiveStatus: 'ENABLED',
      AttributeName: 'expiresAt',
    });
  });

  test('then its encryption is by a key of KMS', async () => {
    const { Table } = await dynamoDb.send(
      new DescribeTableCommand({ TableName }),
    );
    expect(Table?.SSEDescription).toMatchObject({ SSEType: 'KMS' });
  });

  test('then it has a replica in the recovery Region', async () => {
    const away = new DynamoDBClient({ region: stage.recoveryRegion });
    const { Table } = await away.send(new DescribeTableCommand({ TableName }));
    expect(Table?.TableStatus).toBe('ACTIVE');
  });

  test.each([stage.region, stage.recoveryRegion])(
    'then it can be restored to a point in time in %s',
    async (region) => {
      const { ContinuousBackupsDescription } = await new DynamoDBClient({
        region,
      }).send(new DescribeContinuousBackupsCommand({ TableName }));
      expect(
        ContinuousBackupsDescription?.PointInTimeRecoveryDescription,
      ).toMatchObject({ PointInTimeRecoveryStatus: 'ENABLED' });
    },
  );
});

/** Seals are kept for good: the lock on each object says how long. */
const expiring = buckets.filter((bucket) => bucket !== 'seals');

describe.each(expiring)('given the bucket %s as it was deployed', (bucket) => {
  const Bucket = names.bucket(bucket);

  test('then its lifecycle is in force', async () => {
    const { Rules } = await s3.send(
      new GetBucketLifecycleConfigurationCommand({ Bucket }),
    );
    expect(Rules).toContainEqual(
      expect.objectContaining({ Status: 'Enabled' }),
    );
  });
});

/** Access logs cannot be encrypted by a key of one's own. */
const encrypted = buckets.filter((bucket) => bucket !== 'access-logs');

test.each(encrypted)(
  'given the bucket %s as it was deployed, then its encryption is by a key of KMS',
  async (bucket) => {
    const { ServerSideEncryptionConfiguration: encryption } = await s3.send(
      new GetBucketEncryptionCommand({ Bucket: names.bucket(bucket) }),
    );
    expect(encryption?.Rules).toEqual([
      expect.objectContaining({
        ApplyServerSideEncryptionByDefault: {
          SSEAlgorithm: 'aws:kms',
          KMSMasterKeyID: expect.stringMatching(/^arn:aws:kms:/),
        },
      }),
    ]);
  },
);

describe('given the API as it was deployed, when a browser asks whether it may call', () => {
  const asks = (origin: string) =>
    visitor().request('OPTIONS', '/v1/status', {
      headers: { origin, 'access-control-request-method': 'GET' },
    });

  test('then the pages of the emulator may', async () => {
    const { origin } = new URL(inject('stack').emulatorUrl);
    const answer = await asks(origin);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
  });

  test('then a foreign page may not', async () => {
    const answer = await asks('https://elsewhere.example');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});
