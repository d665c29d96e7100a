import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { type Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type BucketName, copiedBuckets } from '../names.ts';
import type { PlatformStack } from '../stacks/platform-stack.ts';
import { acceptWildcard } from './accepted.ts';

/**
 * S3 promises copies within this, and counts what is later.
 * Source: Amazon S3 User Guide, "S3 Replication Time Control".
 */
export const promisedMinutes = 15;

/** Name of the one rule of each bucket: of everything in it. */
export const replicationRule = 'all';

export interface ReplicationProps {
  /** What the buckets here are encrypted with. */
  readonly key: Key;
  readonly buckets: ReadonlyMap<BucketName, Bucket>;
}

/**
 * Copies every new object of the copied buckets to the other Region, under that
 * Region's key. Deletions are not copied: nothing that deletes here deletes there.
 */
export class Replication extends Construct {
  readonly #stack: PlatformStack;

  constructor(stack: PlatformStack, { key, buckets }: ReplicationProps) {
    super(stack, 'Replication');
    this.#stack = stack;
    const { names, stage } = stack;
    const other = stage.recoveryRegion;
    const role = new Role(this, 'Role', {
      roleName: names.role('storage', 'replicator'),
      assumedBy: new ServicePrincipal('s3.amazonaws.com'),
    });
    const allow = (actions: string[], resources: string[]) =>
      role.addToPrincipalPolicy(new PolicyStatement({ actions, resources }));
    for (const name of copiedBuckets) {
      const bucket = buckets.get(name)?.node.defaultChild;
      if (!(bucket instanceof CfnBucket)) throw new Error(`no ${name}`);
      const from = names.bucketArn(name);
      const to = `arn:${Aws.PARTITION}:s3:::${names.bucketIn(other, name)}`;
      allow(['s3:GetReplicationConfiguration', 's3:ListBucket'], [from]);
      allow(
        [
          's3:GetObjectVersionForReplication',
          's3:GetObjectVersionAcl',
          's3:GetObjectVersionTagging',
          's3:GetObjectRetention',
          's3:GetObjectLegalHold',
        ],
        [`${from}/*`],
      );
      allow(['s3:ReplicateObject', 's3:ReplicateTags'], [`${to}/*`]);
      for (const all of [`${from}/*`, `${to}/*`]) {
        acceptWildcard(role, all, 'Every object is copied.');
      }
      bucket.replicationConfiguration = this.#rule(role, to);
    }
    allow(['kms:Decrypt'], [key.keyArn]);
    this.#letEncrypt(role);
  }

  #rule(role: Role, destination: string) {
    const inTime = { minutes: promisedMinutes };
    return {
      role: role.roleArn,
      rules: [
        {
          id: replicationRule,
          status: 'Enabled',
          priority: 1,
          filter: { prefix: '' },
          deleteMarkerReplication: { status: 'Disabled' },
          sourceSelectionCriteria: {
            sseKmsEncryptedObjects: { status: 'Enabled' },
          },
          destination: {
            bucket: destination,
            encryptionConfiguration: { replicaKmsKeyId: this.#aliasThere() },
            replicationTime: { status: 'Enabled', time: inTime },
            metrics: { status: 'Enabled', eventThreshold: inTime },
          },
        },
      ],
    };
  }

  /** The other Region's key, which only its alias names from here. */
  #aliasThere(): string {
    const { names, stage } = this.#stack;
    return `${this.#keysThere(stage.recoveryRegion)}:alias/${names.own('files')}`;
  }

  #keysThere(region: string): string {
    const account = this.#stack.account;
    return `arn:${Aws.PARTITION}:kms:${region}:${account}`;
  }

  #letEncrypt(role: Role): void {
    const { names, stage } = this.#stack;
    const keys = `${this.#keysThere(stage.recoveryRegion)}:key/*`;
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['kms:Encrypt', 'kms:GenerateDataKey'],
        resources: [keys],
        conditions: {
          'ForAnyValue:StringEquals': {
            'kms:ResourceAliases': [`alias/${names.own('files')}`],
          },
        },
      }),
    );
    acceptWildcard(role, keys, 'Of the other Region; its alias names the one.');
  }
}
