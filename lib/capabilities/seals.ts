import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { routes, upToDateMetric } from '../../functions/seals/contract.ts';
import type { Stage } from '../config.ts';
import { Schedule } from '../constructs/schedule.ts';
import { ownMetric } from '../metrics.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

const entry = 'on-hour';

/**
 * An hour of 10,000 changes takes some ten seconds; the limit is Lambda's own,
 * for a backlog after an outage.
 */
const sealing = { timeout: Duration.minutes(15), memoryMib: 2_048 } as const;

/** Five minutes after the hour: `model.ts` has why. */
const hourly = 'cron(5 * * * ? *)';

/** One hour may be missed and caught up; after two, somebody looks. */
const missed = { period: Duration.hours(1), hours: 2 } as const;

/** Seals: what proves each hour that the history is as it was. */
export class SealsStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'seals', stage);
    const api = this.api({ routes });
    api.useTable('catalogue', ['GetItem', 'Query']);

    const key = this.find('seal-key-arn');
    const onHour = this.function('OnHour', {
      entry,
      environment: { EPOCH: String(stage.epoch), SEAL_KEY: key },
      ...sealing,
    });
    onHour.useTable(
      'catalogue',
      ['Query', 'PutItem', 'BatchWriteItem'],
      ['byDay'],
    );
    onHour.useTable('directory', [], ['byDay']);
    onHour.useBucket('seals', ['GetObject', 'PutObject']);
    onHour.allow({
      actions: ['kms:GetPublicKey', 'kms:Sign'],
      resources: [key],
    });
    const { alarms, capability } = this;
    new Schedule(this, 'Hourly', {
      expression: hourly,
      target: onHour,
      alarms,
      capability,
      entry,
    });
    alarms.ticket(`${entry}-missed`, {
      metric: ownMetric('seals', upToDateMetric, {
        statistic: 'Sum',
        period: missed.period,
      }),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      periods: missed.hours,
      missing: TreatMissingData.BREACHING,
      says: {
        'zh-CN': '溯源记录已有两小时未完成到上一整点的存证。',
        en: 'For two hours the history has not been sealed to the last hour.',
      },
    });
  }
}
