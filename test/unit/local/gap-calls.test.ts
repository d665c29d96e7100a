import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buckets, parameters, tables } from '../../../lib/names.ts';
import { gapCalls } from '../../../local/gap-calls.ts';
import { root } from '../../../local/instance.ts';
import type { Made } from '../../../local/template-values.ts';

const made: Made = {
  account: '000000000000',
  region: 'us-east-1',
  stackName: 'things',
  resources: new Map([
    ['Thing', { type: 'any', physicalId: 'thing-1' }],
    ['Key', { type: 'AWS::KMS::Key', physicalId: 'key-1' }],
    ['Role', { type: 'AWS::IAM::Role', physicalId: 'role-1' }],
    ['Copy', { type: 'AWS::S3::Bucket', physicalId: 'copy-1' }],
  ]),
};

function callsOf(Type: string, Properties: Record<string, unknown>) {
  const template = {
    Parameters: {},
    Resources: { Thing: { Type, Properties } },
  };
  return gapCalls(template, made);
}

const region = 'us-east-1';
const TableName = 'thing-1';
const Bucket = 'thing-1';
const keyArn = { 'Fn::GetAtt': ['Key', 'Arn'] };

describe('given a template, then what CloudFormation drops is called for', () => {
  test.each([
    {
      what: 'time to live',
      type: 'AWS::DynamoDB::GlobalTable',
      properties: {
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
      calls: [
        {
          command: 'UpdateTimeToLive',
          region,
          input: {
            TableName,
            TimeToLiveSpecification: {
              AttributeName: 'expiresAt',
              Enabled: true,
            },
          },
        },
      ],
    },
    {
      what: 'recovery points and protection of the table at home',
      type: 'AWS::DynamoDB::GlobalTable',
      properties: {
        Replicas: [
          {
            Region: region,
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: {
              PointInTimeRecoveryEnabled: true,
            },
          },
        ],
      },
      calls: [
        {
          command: 'UpdateContinuousBackups',
          region,
          input: {
            TableName,
            PointInTimeRecoverySpecification: {
              PointInTimeRecoveryEnabled: true,
            },
          },
        },
        {
          command: 'UpdateTable',
          region,
          input: { TableName, DeletionProtectionEnabled: true },
        },
      ],
    },
    {
      what: 'a replica first of all, then its own protection in its Region',
      type: 'AWS::DynamoDB::GlobalTable',
      properties: { Replicas: [{ Region: 'us-west-2' }, { Region: region }] },
      calls: [
        {
          command: 'UpdateTable',
          region,
          input: {
            TableName,
            ReplicaUpdates: [{ Create: { RegionName: 'us-west-2' } }],
          },
        },
        {
          command: 'UpdateTable',
          region: 'us-west-2',
          input: { TableName, DeletionProtectionEnabled: false },
        },
        {
          command: 'UpdateTable',
          region,
          input: { TableName, DeletionProtectionEnabled: false },
        },
      ],
    },
    {
      what: 'encryption, by the key of each Region',
      type: 'AWS::DynamoDB::GlobalTable',
      properties: {
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [
          { Region: region, SSESpecification: { KMSMasterKeyId: keyArn } },
        ],
      },
      calls: [
        expect.anything(),
        {
          command: 'UpdateTable',
          region,
          input: {
            TableName,
            SSESpecification: {
              Enabled: true,
              SSEType: 'KMS',
              KMSMasterKeyId: 'arn:aws:kms:us-east-1:000000000000:key/key-1',
            },
          },
        },
      ],
    },
    {
      what: 'encryption of a bucket, by the key that the stack made',
      type: 'AWS::S3::Bucket',
      properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            {
              BucketKeyEnabled: true,
              ServerSideEncryptionByDefault: {
                SSEAlgorithm: 'aws:kms',
                KMSMasterKeyID: keyArn,
              },
            },
          ],
        },
      },
      calls: [
        {
          command: 'PutBucketEncryption',
          region,
          input: {
            Bucket,
            ServerSideEncryptionConfiguration: {
              Rules: [
                {
                  BucketKeyEnabled: true,
                  ApplyServerSideEncryptionByDefault: {
                    SSEAlgorithm: 'aws:kms',
                    KMSMasterKeyID:
                      'arn:aws:kms:us-east-1:000000000000:key/key-1',
                  },
                },
              ],
            },
          },
        },
      ],
    },
    {
      what: 'a lifecycle, each rule in the words of the API',
      type: 'AWS::S3::Bucket',
      properties: {
        LifecycleConfiguration: {
          Rules: [
            {
              Id: 'old',
              Status: 'Enabled',
              Prefix: 'a/',
              ExpirationInDays: 30,
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
              NoncurrentVersionExpiration: { NoncurrentDays: 90 },
              Transitions: [
                { StorageClass: 'INTELLIGENT_TIERING', TransitionInDays: 7 },
              ],
            },
            {
              Status: 'Enabled',
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            },
          ],
        },
      },
      calls: [
        {
          command: 'PutBucketLifecycleConfiguration',
          region,
          input: {
            Bucket,
            LifecycleConfiguration: {
              Rules: [
                {
                  ID: 'old',
                  Status: 'Enabled',
                  Filter: { Prefix: 'a/' },
                  Expiration: { Days: 30 },
                  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
                  NoncurrentVersionExpiration: { NoncurrentDays: 90 },
                  Transitions: [
                    { StorageClass: 'INTELLIGENT_TIERING', Days: 7 },
                  ],
                },
                {
                  Status: 'Enabled',
                  Filter: { Prefix: '' },
                  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
                },
              ],
            },
          },
        },
      ],
    },
    {
      what: 'an object lock',
      type: 'AWS::S3::Bucket',
      properties: {
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1 } },
        },
      },
      calls: [
        {
          command: 'PutObjectLockConfiguration',
          region,
          input: {
            Bucket,
            ObjectLockConfiguration: {
              ObjectLockEnabled: 'Enabled',
              Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1 } },
            },
          },
        },
      ],
    },
    {
      what: 'replication, with the ARNs of role, bucket and key',
      type: 'AWS::S3::Bucket',
      properties: {
        ReplicationConfiguration: {
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Rules: [
            {
              Id: 'all',
              Status: 'Enabled',
              Priority: 1,
              Filter: { Prefix: '' },
              DeleteMarkerReplication: { Status: 'Enabled' },
              SourceSelectionCriteria: {
                SseKmsEncryptedObjects: { Status: 'Enabled' },
              },
              Destination: {
                Bucket: { 'Fn::GetAtt': ['Copy', 'Arn'] },
                EncryptionConfiguration: { ReplicaKmsKeyID: keyArn },
                ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } },
              },
            },
          ],
        },
      },
      calls: [
        {
          command: 'PutBucketReplication',
          region,
          input: {
            Bucket,
            ReplicationConfiguration: {
              Role: 'arn:aws:iam::000000000000:role/role-1',
              Rules: [
                {
                  ID: 'all',
                  Status: 'Enabled',
                  Priority: 1,
                  Filter: { Prefix: '' },
                  DeleteMarkerReplication: { Status: 'Enabled' },
                  SourceSelectionCriteria: {
                    SseKmsEncryptedObjects: { Status: 'Enabled' },
                  },
                  Destination: {
                    Bucket: 'arn:aws:s3:::copy-1',
                    EncryptionConfiguration: {
                      ReplicaKmsKeyID:
                        'arn:aws:kms:us-east-1:000000000000:key/key-1',
                    },
                  },
                },
              ],
            },
          },
        },
      ],
    },
    {
      what: 'reserved concurrency, also when it is zero',
      type: 'AWS::Lambda::Function',
      properties: { ReservedConcurrentExecutions: 0, Runtime: 'nodejs24.x' },
      calls: [
        {
          command: 'PutFunctionConcurrency',
          region,
          input: { FunctionName: 'thing-1', ReservedConcurrentExecutions: 0 },
        },
      ],
    },
    {
      what: 'the CORS of an API',
      type: 'AWS::ApiGatewayV2::Api',
      properties: {
        Name: 'things',
        CorsConfiguration: { AllowOrigins: ['https://a.example'], MaxAge: 60 },
      },
      calls: [
        {
          command: 'UpdateApi',
          region,
          input: {
            ApiId: 'thing-1',
            CorsConfiguration: {
              AllowOrigins: ['https://a.example'],
              MaxAge: 60,
            },
          },
        },
      ],
    },
  ])('$what', ({ type, properties, calls }) => {
    expect(callsOf(type, properties)).toEqual(calls);
  });
});

describe('given nothing that is dropped, then nothing is called', () => {
  test.each([
    { type: 'AWS::S3::Bucket', properties: { VersioningConfiguration: {} } },
    { type: 'AWS::Lambda::Function', properties: { Runtime: 'nodejs24.x' } },
    { type: 'AWS::ApiGatewayV2::Api', properties: { ProtocolType: 'HTTP' } },
    { type: 'AWS::SQS::Queue', properties: { QueueName: 'things' } },
    // References that we need not know, in properties that we leave alone.
    {
      type: 'AWS::Lambda::Function',
      properties: { Code: { 'Fn::ImportValue': 'elsewhere' } },
    },
  ])('$type $properties', ({ type, properties }) => {
    expect(callsOf(type, properties)).toEqual([]);
  });
});

test('given a resource that a false condition left out, then it is passed over', () => {
  const Resources = {
    Omitted: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: { CorsConfiguration: { MaxAge: 60 } },
    },
  };
  expect(gapCalls({ Resources }, made)).toEqual([]);
});

describe('given something that is not understood, then it fails and does not apply a half', () => {
  test.each([
    {
      what: 'an unknown key of a lifecycle rule',
      type: 'AWS::S3::Bucket',
      properties: {
        LifecycleConfiguration: {
          Rules: [
            { Status: 'Enabled', TagFilters: [{ Key: 'a', Value: 'b' }] },
          ],
        },
      },
      message: /TagFilters/,
    },
    {
      what: 'a reference to a thing that was not made',
      type: 'AWS::Lambda::Function',
      properties: { ReservedConcurrentExecutions: { Ref: 'Missing' } },
      message: /has made no "Missing"/,
    },
    {
      what: 'an attribute other than the ARN',
      type: 'AWS::S3::Bucket',
      properties: {
        ReplicationConfiguration: {
          Role: { 'Fn::GetAtt': ['Role', 'RoleId'] },
        },
      },
      message: /Cannot resolve Role\.RoleId of a AWS::IAM::Role/,
    },
    {
      what: 'a function of CloudFormation that is not known here',
      type: 'AWS::Lambda::Function',
      properties: {
        ReservedConcurrentExecutions: { 'Fn::ImportValue': 'elsewhere' },
      },
      message: /Cannot resolve Fn::ImportValue/,
    },
  ])('$what', ({ type, properties, message }) => {
    expect(() => callsOf(type, properties)).toThrow(message);
  });
});

test('given the code that closes the gaps, then it knows nothing of ours: neither code, nor a name', () => {
  const nouns = ['xueyuan', ...tables, ...buckets, ...parameters];
  for (const file of ['emulator-gaps', 'gap-calls', 'template-values']) {
    const text = readFileSync(join(root, 'local', `${file}.ts`), 'utf8');
    expect(text, file).not.toMatch(/from '\.\.\//);
    // In prose "work" is only a word.
    const named = nouns.filter((noun) =>
      new RegExp(`[-/'"\`]${noun}\\b`).test(text),
    );
    expect(named, file).toEqual([]);
  }
});
