import { Duration } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  HttpMethods,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { acceptWildcard } from '../constructs/accepted.ts';
import { Replication } from '../constructs/replication.ts';
import type { BucketName } from '../names.ts';
import { isActive } from '../seats.ts';
import { PlatformStack } from './platform-stack.ts';

/** Browsers ask S3 at most once an hour whether they may. */
const preflightSeconds = 3_600;

/** How long it is kept who asked for which object. */
const accessLogDays = 365;

/**
 * Ten years: longer than any backup is kept that may have to be restored. Who
 * runs the account can still mend a line that a defect wrote.
 */
const ledgerDays = 3_653;

/** How long an export that somebody deleted can still be had. */
const deletedExportDays = 7;

/**
 * Where bytes are: `intake` takes uploads, `library` keeps each file once under
 * its SHA-256, `derived` holds what can be made again, `jobs` what is for one
 * person and a few days (rosters, reports), and `seals` lets nothing be changed
 * for years; `exports` gets from the other Region what no service backs up. Each
 * Region has its own key for them, and another that signs seals: ADR 0150.
 */
export class StorageStack extends PlatformStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'storage', stage);
    const key = new Key(this, 'FilesKey', {
      alias: this.names.own('files'),
      description: 'Encrypts the files of the district, in every Region.',
      enableKeyRotation: true,
      multiRegion: true,
      removalPolicy: this.dataRemoval,
    });
    const secured = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: this.dataRemoval,
    } satisfies BucketProps;
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...secured,
      bucketName: this.names.bucket('access-logs'),
      // The log service cannot write under a key of ours.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(accessLogDays) }],
    });
    const made = new Map<BucketName, Bucket>();
    const bucket = (id: string, name: BucketName, props: BucketProps) => {
      const one = new Bucket(this, id, {
        ...secured,
        ...props,
        bucketName: this.names.bucket(name),
        encryption: BucketEncryption.KMS,
        encryptionKey: key,
        // One data key for a bucket's objects of a while, not one request each.
        bucketKeyEnabled: true,
        serverAccessLogsBucket: accessLogs,
        serverAccessLogsPrefix: `${name}/`,
      });
      made.set(name, one);
    };
    const fromBrowsers = (
      allowedMethods: HttpMethods[],
      exposedHeaders: string[],
    ) => [
      {
        allowedOrigins: [...stage.api.origins],
        allowedMethods,
        allowedHeaders: ['*'],
        exposedHeaders,
        maxAge: preflightSeconds,
      },
    ];
    bucket('Intake', 'intake', {
      cors: fromBrowsers([HttpMethods.PUT], ['ETag', 'x-amz-checksum-sha256']),
      lifecycleRules: [
        {
          expiration: Duration.days(stage.files.intakeDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    bucket('Library', 'library', {
      versioned: true,
      cors: fromBrowsers(
        [HttpMethods.GET, HttpMethods.HEAD],
        ['ETag', 'Content-Length', 'Content-Range', 'Accept-Ranges'],
      ),
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    bucket('Derived', 'derived', {
      // Only what has versions is copied: to read all texts again takes hours.
      versioned: true,
      lifecycleRules: [
        { noncurrentVersionExpiration: Duration.days(1) },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    bucket('Jobs', 'jobs', {
      cors: fromBrowsers([HttpMethods.PUT, HttpMethods.GET], ['ETag']),
      lifecycleRules: [
        {
          expiration: Duration.days(stage.jobs.fileDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    bucket('Erasures', 'erasures', {
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention.governance(
        Duration.days(ledgerDays),
      ),
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    const { lock, lockDays } = stage.seals;
    bucket('Seals', 'seals', {
      versioned: true,
      objectLockDefaultRetention: ObjectLockRetention[lock](
        Duration.days(lockDays),
      ),
    });
    bucket('Exports', 'exports', {
      versioned: true,
      lifecycleRules: [
        {
          expiration: Duration.days(stage.recovery.exportDays),
          noncurrentVersionExpiration: Duration.days(deletedExportDays),
        },
      ],
    });
    if (isActive(stage) && stage.recovery.copies) {
      new Replication(this, { key, buckets: made });
    }
    this.#eraser();
    const sealKey = new Key(this, 'SealKey', {
      alias: this.names.own('seals'),
      description: 'Signs the seals of the history, in every Region.',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      multiRegion: true,
      removalPolicy: this.dataRemoval,
    });
    this.publish('files-key-arn', key.keyArn);
    this.publish('seal-key-arn', sealKey.keyArn);
  }

  /**
   * Whom the erasure worker of the other Region becomes to delete files here.
   * It trusts the account: a principal that does not exist yet is refused, and
   * a test holds that only that worker may assume it.
   */
  #eraser(): void {
    const { names } = this;
    const role = new Role(this, 'Eraser', {
      roleName: names.role('storage', 'eraser'),
      description: 'Erases files in this Region for the other one.',
      assumedBy: new AccountPrincipal(this.account),
    });
    for (const bucket of ['library', 'derived'] as const) {
      const arn = names.bucketArn(bucket);
      role.addToPrincipalPolicy(
        new PolicyStatement({
          actions: ['s3:ListBucketVersions'],
          resources: [arn],
        }),
      );
      role.addToPrincipalPolicy(
        new PolicyStatement({
          actions: ['s3:DeleteObjectVersion'],
          resources: [`${arn}/*`],
        }),
      );
      acceptWildcard(role, `${arn}/*`, 'Any file may have to be erased.');
    }
  }
}
