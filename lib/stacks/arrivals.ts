import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { AlarmDesk, alarmPeriod } from '../constructs/alarm-desk.ts';
import { promisedMinutes, replicationRule } from '../constructs/replication.ts';
import { keptBuckets } from '../names.ts';
import { PlatformStack } from './platform-stack.ts';

/**
 * What arrives in the Region that stands by: S3 tells there, and not where it
 * comes from, how far its copies are behind.
 * Source: Amazon S3 User Guide, "Using S3 Replication metrics".
 */
export class ArrivalsStack extends PlatformStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'arrivals', stage, 'operations');
    const desk = new AlarmDesk(this, 'watch', { logs: [] });
    for (const bucket of keptBuckets) {
      desk.ticket(`${bucket}-replication`, {
        metric: new Metric({
          namespace: 'AWS/S3',
          metricName: 'ReplicationLatency',
          dimensionsMap: {
            SourceBucket: this.names.bucketIn(stage.recoveryRegion, bucket),
            DestinationBucket: this.names.bucket(bucket),
            RuleId: replicationRule,
          },
          statistic: 'Maximum',
          period: alarmPeriod,
        }),
        threshold: Duration.minutes(promisedMinutes).toSeconds(),
        periods: 3,
        tellsWhileStandingBy: true,
        says: {
          'zh-CN': `${bucket} 存储桶在恢复区域的副本已落后 ${promisedMinutes} 分钟以上。`,
          en: `The copy of the bucket ${bucket} lags more than ${promisedMinutes} minutes behind.`,
        },
      });
    }
  }
}
