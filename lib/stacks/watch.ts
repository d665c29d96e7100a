import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { AlarmDesk, alarmPeriod } from '../constructs/alarm-desk.ts';
import { replicationRule } from '../constructs/replication.ts';
import { keptBuckets, tables } from '../names.ts';
import { PlatformStack } from './platform-stack.ts';

/** A replica that lags longer is not where a Region's loss may find it. */
const lagsFrom = Duration.minutes(5);

/** From here a burst of readers meets the account's limit. */
const concurrencyPercent = 80;

/** A certificate of ACM is renewed 60 days before its end; then something fails. */
const certificateDays = 30;

/** What concerns the whole account or Region, and no capability alone. */
export class WatchStack extends PlatformStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'watch', stage, 'operations');
    const desk = new AlarmDesk(this, 'watch', { logs: [] });
    this.#replication(desk);
    this.#concurrency(desk);
    this.#certificate(desk);
    this.#backups(desk);
    if (stage.recovery.copies) this.#copies(desk);
  }

  #replication(desk: AlarmDesk): void {
    for (const table of tables) {
      desk.ticket(`${table}-replication`, {
        metric: new Metric({
          namespace: 'AWS/DynamoDB',
          metricName: 'ReplicationLatency',
          dimensionsMap: {
            TableName: this.names.table(table),
            ReceivingRegion: this.stage.recoveryRegion,
          },
          statistic: 'Maximum',
          period: alarmPeriod,
        }),
        threshold: lagsFrom.toMilliseconds(),
        periods: 3,
        says: {
          'zh-CN': `${table} 表在恢复区域的副本已落后五分钟以上。`,
          en: `The replica of the table ${table} lags more than five minutes behind.`,
        },
      });
    }
  }

  #backups(desk: AlarmDesk): void {
    const jobs = (metricName: string, period: Duration) =>
      new Metric({
        namespace: 'AWS/Backup',
        metricName,
        dimensionsMap: { BackupVaultName: this.names.vault },
        statistic: 'Sum',
        period,
      });
    desk.ticket('backup-failed', {
      metric: jobs('NumberOfBackupJobsFailed', alarmPeriod),
      threshold: 1,
      says: {
        'zh-CN': '有备份任务失败。',
        en: 'A backup failed.',
      },
    });
    desk.ticket('backup-copy-failed', {
      metric: jobs('NumberOfCopyJobsFailed', alarmPeriod),
      threshold: 1,
      says: {
        'zh-CN': '有备份未能复制到恢复区域。',
        en: 'A backup could not be copied to the recovery Region.',
      },
    });
    desk.ticket('backup-missed', {
      metric: jobs('NumberOfBackupJobsCompleted', Duration.days(1)),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      missing: TreatMissingData.BREACHING,
      // A backup begins within an hour and ends within twelve.
      periods: 2,
      says: {
        'zh-CN': '已两天没有完成任何备份。',
        en: 'No backup has been completed for two days.',
      },
    });
  }

  /** What S3 could not copy; how late it is, the other Region tells. */
  #copies(desk: AlarmDesk): void {
    for (const bucket of keptBuckets) {
      desk.ticket(`${bucket}-replication-failed`, {
        metric: new Metric({
          namespace: 'AWS/S3',
          metricName: 'OperationsFailedReplication',
          dimensionsMap: {
            SourceBucket: this.names.bucket(bucket),
            DestinationBucket: this.names.bucketIn(
              this.stage.recoveryRegion,
              bucket,
            ),
            RuleId: replicationRule,
          },
          statistic: 'Sum',
          period: alarmPeriod,
        }),
        threshold: 1,
        says: {
          'zh-CN': `${bucket} 存储桶有对象未能复制到恢复区域。`,
          en: `Objects of the bucket ${bucket} could not be copied to the recovery Region.`,
        },
      });
    }
  }

  #concurrency(desk: AlarmDesk): void {
    const used = new Metric({
      namespace: 'AWS/Usage',
      metricName: 'ResourceCount',
      dimensionsMap: {
        Service: 'Lambda',
        Type: 'Resource',
        Resource: 'ConcurrentExecutions',
        Class: 'None',
      },
      statistic: 'Maximum',
      period: alarmPeriod,
    });
    desk.page('concurrency', {
      metric: new MathExpression({
        expression: '100 * used / SERVICE_QUOTA(used)',
        usingMetrics: { used },
        period: alarmPeriod,
        label: "Of the account's concurrency, percent",
      }),
      threshold: concurrencyPercent,
      says: {
        'zh-CN': `账户的函数并发额度已用去 ${concurrencyPercent}%。`,
        en: `${concurrencyPercent} % of the account's concurrent executions are in use.`,
      },
    });
  }

  #certificate(desk: AlarmDesk): void {
    const { domain } = this.stage.api;
    if (domain === undefined) return;
    desk.ticket('certificate', {
      metric: new Metric({
        namespace: 'AWS/CertificateManager',
        metricName: 'DaysToExpiry',
        dimensionsMap: { CertificateArn: domain.certificateArn },
        statistic: 'Minimum',
        period: Duration.days(1),
      }),
      threshold: certificateDays,
      comparison: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      // Of one that has ended, ACM says nothing any more.
      missing: TreatMissingData.BREACHING,
      says: {
        'zh-CN': `接口域名的证书将在 ${certificateDays} 天内到期。`,
        en: `The certificate of the API's domain ends within ${certificateDays} days.`,
      },
    });
  }
}
