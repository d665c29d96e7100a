import { Aws } from 'aws-cdk-lib';
import type { Stage } from './config.ts';

/** Every table, by the noun in its name. */
export const tables = ['catalogue', 'work', 'directory'] as const;
export type TableName = (typeof tables)[number];

/** Every bucket, by its purpose. */
export const buckets = [
  'intake',
  'library',
  'derived',
  'jobs',
  'seals',
  'erasures',
  'exports',
  'access-logs',
] as const;
export type BucketName = (typeof buckets)[number];

/** Buckets that cannot be made again: they are backed up too. */
export const keptBuckets = [
  'library',
  'seals',
  'erasures',
] as const satisfies readonly BucketName[];

/** Buckets whose objects are copied to the stage's other Region. */
export const copiedBuckets = [
  ...keptBuckets,
  'derived',
] as const satisfies readonly BucketName[];

/** Those of a stage that has a user pool. */
export const userPoolParameters = ['user-pool-id', 'client-id'] as const;

/** Ids that AWS makes; stacks tell them to each other through SSM parameters. */
export const parameters = [
  ...userPoolParameters,
  'files-key-arn',
  'seal-key-arn',
  'catalogue-stream-arn',
  'work-stream-arn',
  'search-endpoint',
  'api-id',
  'api-url',
  'configuration',
] as const;
export type ParameterName = (typeof parameters)[number];

/**
 * What the name of a dead-letter queue ends with: without it, it is the name of
 * the queue that what is in it came from, if it came from one.
 */
export const deadLetterSuffix = '-dead-letters';

/** The sparse indexes that every table has. */
export const indexes = ['byOwner', 'byDay'] as const;
export type IndexName = (typeof indexes)[number];

/**
 * The names of a stage. They follow from its configuration alone, so that a
 * stack finds another's parts without importing anything from it.
 */
export function namesOf(stage: Stage) {
  const { region } = stage;
  const account = stage.account ?? Aws.ACCOUNT_ID;
  const prefix = `xueyuan-${stage.name}`;
  const arn = (service: string, resource: string) =>
    `arn:${Aws.PARTITION}:${service}:${region}:${account}:${resource}`;
  const own = (noun: string) => `${prefix}-${noun}`;
  const bucketIn = (where: string, name: BucketName) =>
    `${prefix}-${name}-${account}-${where}`;
  const bucket = (name: BucketName) => bucketIn(region, name);
  const roleIn = (where: string, capability: string, entry: string) =>
    `${prefix}-${where}-${capability}-${entry}`;
  return {
    stack: own,
    table: (name: TableName) => own(name),
    tableArn: (name: TableName) => arn('dynamodb', `table/${own(name)}`),
    bucket,
    /** A bucket of the same purpose in another Region. */
    bucketIn,
    bucketArn: (name: BucketName) =>
      `arn:${Aws.PARTITION}:s3:::${bucket(name)}`,
    queueArn: (name: string) => arn('sqs', name),
    functionArn: (capability: string, entry: string) =>
      arn('lambda', `function:${own(`${capability}-${entry}`)}`),
    logGroupArn: (name: string) => arn('logs', `log-group:${name}`),
    bus: prefix,
    busArn: arn('events', `event-bus/${prefix}`),
    domain: prefix,
    domainArn: arn('es', `domain/${prefix}`),
    topicArn: (name: 'page' | 'ticket') => arn('sns', own(name)),
    topic: (name: 'page' | 'ticket') => own(name),
    vault: prefix,
    vaultArnIn: (where: string) =>
      `arn:${Aws.PARTITION}:backup:${where}:${account}:backup-vault:${prefix}`,
    /** A role's name is the account's, not the Region's: it carries both. */
    role: (capability: string, entry: string) =>
      roleIn(region, capability, entry),
    /** The role of the same purpose in another Region. */
    roleIn,
    roleArn: (name: string) =>
      `arn:${Aws.PARTITION}:iam::${account}:role/${name}`,
    logGroup: (capability: string, entry: string) =>
      `/xueyuan/${stage.name}/${capability}/${entry}`,
    function: (capability: string, entry: string) =>
      own(`${capability}-${entry}`),
    parameter: (name: ParameterName) => `/xueyuan/${stage.name}/${name}`,
    parameterArn: (name: string) => arn('ssm', `parameter${name}`),
    userPoolArn: (id: string) => arn('cognito-idp', `userpool/${id}`),
    apiArn: (id: string) => arn('execute-api', id),
    own,
  };
}
export type Names = ReturnType<typeof namesOf>;
