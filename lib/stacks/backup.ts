import { Duration } from 'aws-cdk-lib';
import {
  BackupPlan,
  BackupPlanRule,
  BackupResource,
  BackupVault,
  CfnRestoreTestingPlan,
  CfnRestoreTestingSelection,
} from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { accept } from '../constructs/accepted.ts';
import { keptBuckets, tables } from '../names.ts';
import { isActive } from '../seats.ts';
import { PlatformStack } from './platform-stack.ts';

/** Before the district wakes: midnight to two in UTC+8 is 16 to 18 UTC. */
const at = {
  daily: { hour: '17', minute: '0' },
  monthly: { hour: '18', minute: '0', day: '1' },
  yearly: { hour: '19', minute: '0', day: '2', month: '1' },
} as const;

/** A backup that has not begun or ended by then has failed. */
const window = { start: Duration.hours(1), end: Duration.hours(12) } as const;

/** How long somebody may still take a compliance lock back. AWS's least. */
const coolingOff = Duration.days(3);

/** Each month a copy is restored, and looked at for a day. */
const restoring = {
  schedule: 'cron(0 2 5 * ? *)',
  windowDays: 35,
  lookHours: 24,
} as const;

/** Policies that AWS keeps up to date for its own backup service. */
const managed = {
  backup: [
    'service-role/AWSBackupServiceRolePolicyForBackup',
    'AWSBackupServiceRolePolicyForS3Backup',
  ],
  restore: [
    'service-role/AWSBackupServiceRolePolicyForRestores',
    'AWSBackupServiceRolePolicyForS3Restore',
  ],
} as const;

/**
 * Backups that nothing in the platform can delete: a locked vault in each
 * Region. The active Region backs up its tables and the buckets that hold what
 * cannot be made again, and copies each backup to the other Region's vault.
 */
export class BackupStack extends PlatformStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'backup', stage);
    const { dailyDays, lock, yearlyDays } = stage.backup;
    const vault = new BackupVault(this, 'Vault', {
      backupVaultName: this.names.vault,
      removalPolicy: this.dataRemoval,
      lockConfiguration: {
        minRetention: Duration.days(dailyDays),
        maxRetention: Duration.days(yearlyDays),
        ...(lock === 'compliance' && { changeableFor: coolingOff }),
      },
    });
    if (isActive(stage)) {
      this.#plan(stage, vault);
      if (stage.backup.restoreTests) this.#restoreTests(vault);
    }
  }

  #plan({ backup, recovery, recoveryRegion }: Stage, vault: BackupVault): void {
    const { dailyDays, monthlyDays, yearlyDays } = backup;
    const away = BackupVault.fromBackupVaultArn(
      this,
      'Away',
      this.names.vaultArnIn(recoveryRegion),
    );
    const rule = (ruleName: keyof typeof at, days: number) => {
      const deleteAfter = Duration.days(days);
      return new BackupPlanRule({
        ruleName,
        backupVault: vault,
        scheduleExpression: Schedule.cron(at[ruleName]),
        startWindow: window.start,
        completionWindow: window.end,
        deleteAfter,
        ...(recovery.copies && {
          copyActions: [{ destinationBackupVault: away, deleteAfter }],
        }),
      });
    };
    const plan = new BackupPlan(this, 'Plan', {
      backupPlanName: this.names.own('backup'),
      backupPlanRules: [
        rule('daily', dailyDays),
        rule('monthly', monthlyDays),
        rule('yearly', yearlyDays),
      ],
    });
    plan.addSelection('Everything', {
      backupSelectionName: this.names.own('everything'),
      role: this.#role('backup'),
      resources: this.#kept().map(BackupResource.fromArn),
    });
  }

  /** Restores the newest backup of each kind, and throws it away again. */
  #restoreTests(vault: BackupVault): void {
    // AWS Backup takes no hyphens in these names.
    const name = this.names.own('restores').replaceAll('-', '_');
    const plan = new CfnRestoreTestingPlan(this, 'Restores', {
      restoreTestingPlanName: name,
      scheduleExpression: restoring.schedule,
      recoveryPointSelection: {
        algorithm: 'LATEST_WITHIN_WINDOW',
        includeVaults: [vault.backupVaultArn],
        recoveryPointTypes: ['SNAPSHOT'],
        selectionWindowDays: restoring.windowDays,
      },
    });
    const role = this.#role('restore');
    for (const protectedResourceType of ['DynamoDB', 'S3']) {
      new CfnRestoreTestingSelection(this, `Restores${protectedResourceType}`, {
        restoreTestingPlanName: plan.ref,
        restoreTestingSelectionName: `${name}_${protectedResourceType}`,
        protectedResourceType,
        protectedResourceArns: ['*'],
        iamRoleArn: role.roleArn,
        validationWindowHours: restoring.lookHours,
      });
    }
  }

  #kept(): string[] {
    return [
      ...tables.map((name) => this.names.tableArn(name)),
      ...keptBuckets.map((name) => this.names.bucketArn(name)),
    ];
  }

  /** A role for one of the two: who backs up cannot restore over what is. */
  #role(what: keyof typeof managed): Role {
    const role = new Role(this, what === 'backup' ? 'Backups' : 'Restorer', {
      roleName: this.names.role('backup', what),
      assumedBy: new ServicePrincipal('backup.amazonaws.com'),
      managedPolicies: managed[what].map((name) =>
        ManagedPolicy.fromAwsManagedPolicyName(name),
      ),
    });
    for (const name of managed[what]) {
      accept(
        role,
        `IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${name}]`,
        'AWS keeps it in step with what its backup service needs.',
      );
    }
    return role;
  }
}
