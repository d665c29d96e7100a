import { describe, expect, test } from 'vitest';
import { indexes } from '../../lib/names.ts';
import { awsStages, beside, inAws, stageOf } from './synthesised.ts';

const tables = inAws('AWS::DynamoDB::GlobalTable');
const buckets = inAws('AWS::S3::Bucket');
const queues = inAws('AWS::SQS::Queue');

test('there are tables, buckets and queues to judge', () => {
  expect(tables).toHaveLength(6);
  expect(buckets).toHaveLength(16);
  expect(queues.length).toBeGreaterThan(0);
});

describe.each(tables)('given $stage table $id', ({ stage, props }) => {
  const { region, recoveryRegion } = stageOf(stage).stage;

  test('then its items can expire', () => {
    expect(props.TimeToLiveSpecification).toEqual({
      AttributeName: 'expiresAt',
      Enabled: true,
    });
  });

  test('then it is encrypted under a key that AWS logs the use of', () => {
    expect(props.SSESpecification).toEqual({
      SSEEnabled: true,
      SSEType: 'KMS',
    });
  });

  test('then both Regions restore it to any second and keep it', () => {
    const kept = {
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    };
    const replicas = [region, recoveryRegion].map((Region) =>
      expect.objectContaining({ Region, ...kept }),
    );
    expect(props.Replicas).toHaveLength(replicas.length);
    expect(props.Replicas).toEqual(expect.arrayContaining(replicas));
  });

  test('then it streams both images and has the indexes that we grant', () => {
    expect(props.StreamSpecification).toEqual({
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    });
    expect(props.GlobalSecondaryIndexes).toEqual(
      indexes.map((IndexName) => expect.objectContaining({ IndexName })),
    );
  });

  test('then it is paid by request', () => {
    expect(props.BillingMode).toBe('PAY_PER_REQUEST');
  });
});

describe.each(buckets)('given $stage bucket $id', (bucket) => {
  const { id, props } = bucket;
  const isOfLogs = id.startsWith('AccessLogs');

  test('then nothing in it can be public', () => {
    expect(props.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(props.OwnershipControls).toEqual({
      Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }],
    });
  });

  test('then it is encrypted', () => {
    const algorithm = isOfLogs ? 'AES256' : 'aws:kms';
    expect(props.BucketEncryption).toMatchObject({
      ServerSideEncryptionConfiguration: [
        { ServerSideEncryptionByDefault: { SSEAlgorithm: algorithm } },
      ],
    });
  });

  test('then it takes requests by TLS 1.2 or later only', () => {
    const policies = beside(bucket, 'AWS::S3::BucketPolicy').filter(
      (policy) =>
        JSON.stringify(policy.props.Bucket) === JSON.stringify({ Ref: id }),
    );
    expect(policies).toHaveLength(1);
    const denial = { Effect: 'Deny', Action: 's3:*', Principal: { AWS: '*' } };
    for (const Condition of [
      { Bool: { 'aws:SecureTransport': 'false' } },
      { NumericLessThan: { 's3:TlsVersion': 1.2 } },
    ]) {
      expect(policies[0]?.props.PolicyDocument).toMatchObject({
        Statement: expect.arrayContaining([
          expect.objectContaining({ ...denial, Condition }),
        ]),
      });
    }
  });

  test('then it is kept who asked for what', () => {
    if (isOfLogs) return;
    expect(props.LoggingConfiguration).toMatchObject({
      DestinationBucketName: { Ref: expect.stringMatching(/^AccessLogs/) },
    });
  });
});

test('only library, texts, seals, ledger and exports keep old versions; what waits in intake expires', () => {
  for (const { id, props, stage } of buckets) {
    const isVersioned = props.VersioningConfiguration !== undefined;
    expect([id, isVersioned]).toEqual([
      id,
      /^(Library|Derived|Seals|Erasures|Exports)/.test(id),
    ]);
    if (!id.startsWith('Intake')) continue;
    const { intakeDays } = stageOf(stage).stage.files;
    expect(props.LifecycleConfiguration).toMatchObject({
      Rules: [{ ExpirationInDays: intakeDays, Status: 'Enabled' }],
    });
  }
});

test('exports end with their days, and a week later for good', () => {
  const exported = buckets.filter(({ id }) => id.startsWith('Exports'));
  expect(exported.length).toBeGreaterThan(1);
  for (const { props, stage } of exported) {
    const { exportDays } = stageOf(stage).stage.recovery;
    expect(props.LifecycleConfiguration).toMatchObject({
      Rules: [
        {
          ExpirationInDays: exportDays,
          NoncurrentVersionExpiration: { NoncurrentDays: 7 },
          Status: 'Enabled',
        },
      ],
    });
  }
});

test('what says who was erased is under lock for ten years', () => {
  const ledgers = buckets.filter(({ id }) => id.startsWith('Erasures'));
  expect(ledgers).toHaveLength(2);
  for (const { props } of ledgers) {
    expect(props).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Days: 3_653, Mode: 'GOVERNANCE' } },
      },
    });
  }
});

test('seals stay locked as long as the stage says', () => {
  const locked = buckets.filter(({ id }) => id.startsWith('Seals'));
  expect(locked.map(({ stage, props }) => [stage, props])).toEqual(
    awsStages.map((stage) => {
      const { lock, lockDays } = stageOf(stage).stage.seals;
      const DefaultRetention = { Mode: lock.toUpperCase(), Days: lockDays };
      const Rule = { DefaultRetention };
      return [
        stage,
        expect.objectContaining({
          ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule },
        }),
      ];
    }),
  );
});

test('files and seals have a key in every Region, and keys that can be are rotated', () => {
  const keys = inAws('AWS::KMS::Key');
  expect(keys).toHaveLength(6);
  for (const { id, props } of keys) {
    const isOfSeals = id.startsWith('SealKey');
    expect(props.EnableKeyRotation === true).toBe(!isOfSeals);
    expect(props.MultiRegion === true).toBe(/^(Files|Seal)Key/.test(id));
    if (!isOfSeals) continue;
    expect(props).toMatchObject({
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
    });
  }
});

describe.each(queues)('given $stage queue $stack/$id', (queue) => {
  const { id, props } = queue;

  test('then it is encrypted and takes requests by TLS only', () => {
    expect(props.SqsManagedSseEnabled).toBe(true);
    const policies = beside(queue, 'AWS::SQS::QueuePolicy').filter(
      (policy) =>
        JSON.stringify(policy.props.Queues) === JSON.stringify([{ Ref: id }]),
    );
    expect(policies).toHaveLength(1);
    expect(policies[0]?.props.PolicyDocument).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Effect: 'Deny',
          Action: 'sqs:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]),
    });
  });

  test('then it has a dead-letter queue, or is one that tells somebody', () => {
    if (props.RedrivePolicy !== undefined) {
      expect(props.RedrivePolicy).toMatchObject({ maxReceiveCount: 5 });
      return;
    }
    expect(props.MessageRetentionPeriod).toBe(14 * 24 * 3_600);
    expect(beside(queue, 'AWS::CloudWatch::Alarm')).toContainEqual(
      expect.objectContaining({
        props: expect.objectContaining({
          MetricName: 'ApproximateNumberOfMessagesVisible',
          Threshold: 1,
          Dimensions: [
            { Name: 'QueueName', Value: { 'Fn::GetAtt': [id, 'QueueName'] } },
          ],
        }),
      }),
    );
  });
});

test.each(inAws('AWS::SNS::Topic'))(
  '$stage topic $id is encrypted under a key of ours',
  ({ props }) => {
    expect(props.KmsMasterKeyId).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^TopicKey/), 'Arn'],
    });
  },
);

describe.each(inAws('AWS::OpenSearchService::Domain'))(
  'given the search engine of $stage',
  ({ DependsOn, props, stack, stage }) => {
    test('then it is made after the policy that lets it log', () => {
      const [policy] = beside({ stack, stage }, 'AWS::Logs::ResourcePolicy');
      expect(DependsOn).toContain(policy?.id);
      expect(Object.keys(props.LogPublishingOptions ?? {}).toSorted()).toEqual([
        'ES_APPLICATION_LOGS',
        'INDEX_SLOW_LOGS',
        'SEARCH_SLOW_LOGS',
      ]);
    });

    test('then it is encrypted at rest and on every way', () => {
      expect(props).toMatchObject({
        EncryptionAtRestOptions: { Enabled: true },
        NodeToNodeEncryptionOptions: { Enabled: true },
        DomainEndpointOptions: {
          EnforceHTTPS: true,
          TLSSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10',
        },
      });
    });

    test('then all but the named roles are denied', () => {
      expect(props.AccessPolicies).toMatchObject({
        Statement: [
          { Effect: 'Allow', Condition: { ArnEquals: expect.anything() } },
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Condition: { ArnNotEquals: expect.anything() },
          },
        ],
      });
      const [allowed, denied] = conditionsOf(props.AccessPolicies);
      expect(Object.values(allowed ?? {})).toEqual(Object.values(denied ?? {}));
    });
  },
);

function conditionsOf(policy: unknown) {
  const { Statement } = policy as {
    readonly Statement: readonly { readonly Condition: object }[];
  };
  return Statement.map(({ Condition }) => Condition);
}

describe.each(inAws('AWS::Cognito::UserPool'))(
  'given the user pool of $stage',
  ({ props }) => {
    test('then nobody signs up alone and nobody deletes it by mistake', () => {
      expect(props).toMatchObject({
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        DeletionProtection: 'ACTIVE',
        MfaConfiguration: 'OPTIONAL',
        EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      });
    });

    test('then what cannot be changed later is as ADR 0011 says', () => {
      expect(props).toMatchObject({
        AliasAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: false },
      });
      expect(props.UsernameAttributes).toBeUndefined();
    });
  },
);

test('the app signs in by code only, for short, and can be signed out', () => {
  const clients = inAws('AWS::Cognito::UserPoolClient');
  expect(clients).toHaveLength(2);
  for (const { props } of clients) {
    expect(props).toMatchObject({
      AllowedOAuthFlows: ['code'],
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      GenerateSecret: false,
      AccessTokenValidity: 15,
      TokenValidityUnits: { AccessToken: 'minutes' },
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
    });
  }
});
