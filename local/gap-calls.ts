import type { UpdateApiCommandInput } from '@aws-sdk/client-apigatewayv2';
import type {
  UpdateContinuousBackupsCommandInput,
  UpdateTableCommandInput,
  UpdateTimeToLiveCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { PutFunctionConcurrencyCommandInput } from '@aws-sdk/client-lambda';
import type {
  LifecycleRule,
  PutBucketEncryptionCommandInput,
  PutBucketLifecycleConfigurationCommandInput,
  PutBucketReplicationCommandInput,
  PutObjectLockConfigurationCommandInput,
  ReplicationRule,
} from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { Template } from './assembly.ts';
import { type Made, resolved } from './template-values.ts';

type Inputs = {
  readonly UpdateTimeToLive: UpdateTimeToLiveCommandInput;
  readonly UpdateContinuousBackups: UpdateContinuousBackupsCommandInput;
  readonly UpdateTable: UpdateTableCommandInput;
  readonly PutBucketEncryption: PutBucketEncryptionCommandInput;
  readonly PutBucketLifecycleConfiguration: PutBucketLifecycleConfigurationCommandInput;
  readonly PutObjectLockConfiguration: PutObjectLockConfigurationCommandInput;
  readonly PutBucketReplication: PutBucketReplicationCommandInput;
  readonly PutFunctionConcurrency: PutFunctionConcurrencyCommandInput;
  readonly UpdateApi: UpdateApiCommandInput;
};
export type GapCommand = keyof Inputs;

/** One AWS API call that does what CloudFormation was asked for. */
export type GapCall = {
  readonly [C in GapCommand]: {
    readonly command: C;
    readonly region: string;
    readonly input: Inputs[C];
  };
}[GapCommand];

type Properties = Readonly<Record<string, unknown>>;
type Translate = (id: string, properties: Properties, made: Made) => GapCall[];

/**
 * The calls for one stack: each states what its template says, so that making
 * them again changes nothing. Resources that were not made are passed over.
 */
export function gapCalls(template: Template, made: Made): GapCall[] {
  return Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
    const translate = translations[resource.Type];
    const physicalId = made.resources.get(logicalId)?.physicalId;
    if (!translate || physicalId === undefined) return [];
    const wanted = dropped[resource.Type] ?? [];
    const properties = Object.fromEntries(
      Object.entries(resource.Properties)
        .filter(([name]) => wanted.includes(name))
        .map(([name, value]) => [name, resolved(value, made)]),
    );
    return translate(physicalId, properties, made);
  });
}

/** By type, the properties that the emulator's CloudFormation drops. */
const dropped: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::GlobalTable': [
    'Replicas',
    'SSESpecification',
    'TimeToLiveSpecification',
  ],
  'AWS::S3::Bucket': [
    'BucketEncryption',
    'LifecycleConfiguration',
    'ObjectLockConfiguration',
    'ReplicationConfiguration',
  ],
  'AWS::Lambda::Function': ['ReservedConcurrentExecutions'],
  'AWS::ApiGatewayV2::Api': ['CorsConfiguration'],
};

const Replica = z.object({
  Region: z.string(),
  DeletionProtectionEnabled: z.boolean().default(false),
  PointInTimeRecoverySpecification: z
    .object({ PointInTimeRecoveryEnabled: z.boolean() })
    .optional(),
  SSESpecification: z.object({ KMSMasterKeyId: z.string() }).optional(),
});
const GlobalTable = z.object({
  Replicas: z.array(Replica).default([]),
  SSESpecification: z
    .object({
      SSEEnabled: z.boolean(),
      SSEType: z.enum(['AES256', 'KMS']).optional(),
    })
    .optional(),
  TimeToLiveSpecification: z
    .object({ Enabled: z.boolean(), AttributeName: z.string() })
    .optional(),
});

/** The home Region first: a replica is made of a table that is complete. */
function tableCalls(
  TableName: string,
  properties: Properties,
  { region: home }: Made,
): GapCall[] {
  const table = GlobalTable.parse(properties);
  const calls: GapCall[] = [];
  if (table.TimeToLiveSpecification) {
    calls.push({
      command: 'UpdateTimeToLive',
      region: home,
      input: {
        TableName,
        TimeToLiveSpecification: table.TimeToLiveSpecification,
      },
    });
  }
  const away = table.Replicas.filter(({ Region }) => Region !== home);
  for (const { Region } of away) {
    calls.push({
      command: 'UpdateTable',
      region: home,
      input: {
        TableName,
        ReplicaUpdates: [{ Create: { RegionName: Region } }],
      },
    });
  }
  for (const replica of table.Replicas) {
    const { Region: region, PointInTimeRecoverySpecification } = replica;
    if (PointInTimeRecoverySpecification) {
      calls.push({
        command: 'UpdateContinuousBackups',
        region,
        input: { TableName, PointInTimeRecoverySpecification },
      });
    }
    calls.push({
      command: 'UpdateTable',
      region,
      input: {
        TableName,
        DeletionProtectionEnabled: replica.DeletionProtectionEnabled,
      },
    });
    const sse = table.SSESpecification;
    if (sse) {
      calls.push({
        command: 'UpdateTable',
        region,
        input: {
          TableName,
          SSESpecification: {
            Enabled: sse.SSEEnabled,
            SSEType: sse.SSEType,
            KMSMasterKeyId: replica.SSESpecification?.KMSMasterKeyId,
          },
        },
      });
    }
  }
  return calls;
}

const Encryption = z.object({
  ServerSideEncryptionConfiguration: z.array(
    z.object({
      BucketKeyEnabled: z.boolean().optional(),
      ServerSideEncryptionByDefault: z.object({
        SSEAlgorithm: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']),
        KMSMasterKeyID: z.string().optional(),
      }),
    }),
  ),
});

/** All that a lifecycle rule may say here; another key is refused, not lost. */
const Rule = z.strictObject({
  Id: z.string().optional(),
  Status: z.enum(['Enabled', 'Disabled']),
  Prefix: z.string().optional(),
  AbortIncompleteMultipartUpload: z
    .strictObject({ DaysAfterInitiation: z.int() })
    .optional(),
  ExpirationInDays: z.int().optional(),
  ExpiredObjectDeleteMarker: z.boolean().optional(),
  NoncurrentVersionExpiration: z
    .strictObject({
      NoncurrentDays: z.int(),
      NewerNoncurrentVersions: z.int().optional(),
    })
    .optional(),
  Transitions: z
    .array(
      z.strictObject({
        StorageClass: z.enum([
          'GLACIER_IR',
          'INTELLIGENT_TIERING',
          'STANDARD_IA',
        ]),
        TransitionInDays: z.int(),
      }),
    )
    .optional(),
});
const Lifecycle = z.object({ Rules: z.array(Rule) });

const ObjectLock = z.strictObject({
  ObjectLockEnabled: z.literal('Enabled').optional(),
  Rule: z
    .strictObject({
      DefaultRetention: z.strictObject({
        Mode: z.enum(['COMPLIANCE', 'GOVERNANCE']),
        Days: z.int().optional(),
        Years: z.int().optional(),
      }),
    })
    .optional(),
});

const Switch = z.strictObject({ Status: z.enum(['Enabled', 'Disabled']) });
const Replication = z.strictObject({
  Role: z.string(),
  Rules: z.array(
    z.strictObject({
      Id: z.string().optional(),
      Status: Switch.shape.Status,
      Priority: z.int().optional(),
      Prefix: z.string().optional(),
      Filter: z.strictObject({ Prefix: z.string().optional() }).optional(),
      DeleteMarkerReplication: Switch.optional(),
      SourceSelectionCriteria: z
        .strictObject({ SseKmsEncryptedObjects: Switch.optional() })
        .optional(),
      Destination: z.strictObject({
        Bucket: z.string(),
        Account: z.string().optional(),
        StorageClass: z.literal('STANDARD').optional(),
        EncryptionConfiguration: z
          .strictObject({ ReplicaKmsKeyID: z.string() })
          .optional(),
        Metrics: Switch.extend({ EventThreshold: z.unknown() }).optional(),
        ReplicationTime: Switch.extend({ Time: z.unknown() }).optional(),
      }),
    }),
  ),
});
const Bucket = z.object({
  BucketEncryption: Encryption.optional(),
  LifecycleConfiguration: Lifecycle.optional(),
  ObjectLockConfiguration: ObjectLock.optional(),
  ReplicationConfiguration: Replication.optional(),
});

function bucketCalls(
  Name: string,
  properties: Properties,
  { region }: Made,
): GapCall[] {
  const bucket = Bucket.parse(properties);
  const calls: GapCall[] = [];
  if (bucket.BucketEncryption) {
    const rules = bucket.BucketEncryption.ServerSideEncryptionConfiguration;
    calls.push({
      command: 'PutBucketEncryption',
      region,
      input: {
        Bucket: Name,
        ServerSideEncryptionConfiguration: {
          Rules: rules.map((rule) => ({
            ApplyServerSideEncryptionByDefault:
              rule.ServerSideEncryptionByDefault,
            BucketKeyEnabled: rule.BucketKeyEnabled,
          })),
        },
      },
    });
  }
  if (bucket.LifecycleConfiguration) {
    calls.push({
      command: 'PutBucketLifecycleConfiguration',
      region,
      input: {
        Bucket: Name,
        LifecycleConfiguration: {
          Rules: bucket.LifecycleConfiguration.Rules.map(lifecycleRule),
        },
      },
    });
  }
  if (bucket.ObjectLockConfiguration) {
    calls.push({
      command: 'PutObjectLockConfiguration',
      region,
      input: {
        Bucket: Name,
        ObjectLockConfiguration: {
          ...bucket.ObjectLockConfiguration,
          ObjectLockEnabled: 'Enabled',
        },
      },
    });
  }
  if (bucket.ReplicationConfiguration) {
    const { Role, Rules } = bucket.ReplicationConfiguration;
    calls.push({
      command: 'PutBucketReplication',
      region,
      input: {
        Bucket: Name,
        ReplicationConfiguration: { Role, Rules: Rules.map(replicationRule) },
      },
    });
  }
  return calls;
}

function lifecycleRule(rule: z.infer<typeof Rule>): LifecycleRule {
  const { ExpirationInDays: Days, ExpiredObjectDeleteMarker } = rule;
  const expires = Days !== undefined || ExpiredObjectDeleteMarker !== undefined;
  return {
    ID: rule.Id,
    Status: rule.Status,
    Filter: { Prefix: rule.Prefix ?? '' },
    Expiration: expires ? { Days, ExpiredObjectDeleteMarker } : undefined,
    AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
    NoncurrentVersionExpiration: rule.NoncurrentVersionExpiration,
    Transitions: rule.Transitions?.map(
      ({ StorageClass, TransitionInDays }) => ({
        StorageClass,
        Days: TransitionInDays,
      }),
    ),
  };
}

type ReplicationRuleProperties = z.infer<typeof Replication>['Rules'][number];

/** Its timing and its metrics are AWS's promise; the emulator copies at once. */
function replicationRule(rule: ReplicationRuleProperties): ReplicationRule {
  const { Bucket, Account, StorageClass, EncryptionConfiguration } =
    rule.Destination;
  return {
    ID: rule.Id,
    Status: rule.Status,
    Priority: rule.Priority,
    Prefix: rule.Prefix,
    Filter: rule.Filter,
    DeleteMarkerReplication: rule.DeleteMarkerReplication,
    SourceSelectionCriteria: rule.SourceSelectionCriteria
      ?.SseKmsEncryptedObjects
      ? {
          SseKmsEncryptedObjects:
            rule.SourceSelectionCriteria.SseKmsEncryptedObjects,
        }
      : undefined,
    Destination: { Bucket, Account, StorageClass, EncryptionConfiguration },
  };
}

const Concurrency = z.object({
  ReservedConcurrentExecutions: z.int().optional(),
});

function functionCalls(
  FunctionName: string,
  properties: Properties,
  { region }: Made,
): GapCall[] {
  const { ReservedConcurrentExecutions } = Concurrency.parse(properties);
  if (ReservedConcurrentExecutions === undefined) return [];
  return [
    {
      command: 'PutFunctionConcurrency',
      region,
      input: { FunctionName, ReservedConcurrentExecutions },
    },
  ];
}

const Api = z.object({
  CorsConfiguration: z
    .strictObject({
      AllowCredentials: z.boolean().optional(),
      AllowHeaders: z.array(z.string()).optional(),
      AllowMethods: z.array(z.string()).optional(),
      AllowOrigins: z.array(z.string()).optional(),
      ExposeHeaders: z.array(z.string()).optional(),
      MaxAge: z.int().optional(),
    })
    .optional(),
});

function apiCalls(
  ApiId: string,
  properties: Properties,
  { region }: Made,
): GapCall[] {
  const { CorsConfiguration } = Api.parse(properties);
  if (CorsConfiguration === undefined) return [];
  return [
    { command: 'UpdateApi', region, input: { ApiId, CorsConfiguration } },
  ];
}

const translations: Readonly<Record<string, Translate>> = {
  'AWS::DynamoDB::GlobalTable': tableCalls,
  'AWS::S3::Bucket': bucketCalls,
  'AWS::Lambda::Function': functionCalls,
  'AWS::ApiGatewayV2::Api': apiCalls,
};
