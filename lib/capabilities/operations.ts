import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { toolLog } from '../../functions/operations/contract.ts';
import { exportedMetric } from '../../functions/operations/export/contract.ts';
import type { Stage } from '../config.ts';
import { operatorPolicy } from '../constructs/operator-policy.ts';
import { Schedule } from '../constructs/schedule.ts';
import { serviceLog } from '../constructs/service-log.ts';
import { ownMetric } from '../metrics.ts';
import {
  deadLetterSuffix,
  type Names,
  parameters,
  tables,
  userPoolParameters,
} from '../names.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** A step answers after 20 s; one page may follow, with a request a file. */
const comparing = { timeout: Duration.minutes(5) } as const;

/**
 * Cognito lists 60 accounts a request: 300,000 are some eight minutes, and the
 * limit, Lambda's own, some 500,000.
 */
const exporting = { timeout: Duration.minutes(15) } as const;

/** At two in the morning in UTC+8, an hour after the daily backup began. */
const nightly = 'cron(0 18 * * ? *)';

/** A night and two hours to spare. */
const missed = { period: Duration.hours(1), hours: 26 } as const;

/** What operators do by `npm run ops`: each tool's policy, and their record. */
export class OperatorsStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'operations', stage);
    serviceLog(this, 'ToolLog', this, toolLog);
    // No route and no event leads to it: the tool `reconcile` invokes it.
    const onReconcile = this.function('OnReconcile', {
      entry: 'on-reconcile',
      ...comparing,
    });
    onReconcile.useTable('catalogue', ['BatchGetItem', 'Query', 'Scan']);
    onReconcile.useBucket('library', ['GetObject']);
    onReconcile.useSearch(['Post'], [`${stage.search.alias}/_search`]);
    onReconcile.useBus();
    this.#nights();
    for (const [tool, leaves] of Object.entries(leavesOf(this.names))) {
      operatorPolicy(this, tool, leaves);
    }
  }

  /** What no service backs up goes to the other Region each night. */
  #nights(): void {
    const { alarms, capability, names, stage } = this;
    const entry = 'on-night';
    // What the templates leave out says nothing of the stage itself.
    const { omit: _, ...told } = stage;
    const configuration = new StringParameter(this, 'Configuration', {
      parameterName: names.parameter('configuration'),
      stringValue: JSON.stringify(told),
      // Many issuers make it longer than the 4 KB that cost nothing.
      tier: ParameterTier.INTELLIGENT_TIERING,
    });
    const absent: readonly string[] = stage.identity.userPool
      ? []
      : userPoolParameters;
    const all = parameters
      .filter((one) => !absent.includes(one))
      .map((one) => names.parameter(one));
    // From the loss of the other Region until it is back, it stays here.
    const region = stage.recovery.copies ? stage.recoveryRegion : stage.region;
    const onNight = this.function('OnNight', {
      entry,
      environment: {
        EPOCH: String(stage.epoch),
        PARAMETERS: JSON.stringify(all),
      },
      ...exporting,
    });
    onNight.node.addDependency(configuration);
    onNight.useTable('directory', ['Scan']);
    onNight.useUserPool(['ListUsers']);
    onNight.useSearch(['Get'], [stage.search.alias]);
    onNight.allow({
      actions: ['ssm:GetParameter'],
      resources: all.map(names.parameterArn),
    });
    onNight.usePutIn(region, 'exports');
    new Schedule(this, 'Nightly', {
      alarms,
      capability,
      entry,
      expression: nightly,
      target: onNight,
    });
    alarms.ticket(`${entry}-missed`, {
      metric: ownMetric('operations', exportedMetric, {
        statistic: 'Sum',
        period: missed.period,
      }),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      periods: missed.hours,
      missing: TreatMissingData.BREACHING,
      says: {
        'zh-CN': '昨夜没有完整导出账号、人员与机构、配置。',
        en: 'Accounts, directory and configuration were not exported last night.',
      },
    });
  }
}

/** By tool, what it calls with the operator's own credentials. */
function leavesOf(names: Names) {
  const deadLetters = names.queueArn(names.own(`*${deadLetterSuffix}`));
  const listed = {
    actions: ['sqs:ListQueues'],
    resources: ['*'],
    because: 'SQS lists all queues of an account, or none.',
  };
  const invoke = (capability: string, entry: string) => ({
    actions: ['lambda:InvokeFunction'],
    resources: [names.functionArn(capability, entry)],
  });
  const everyQueue = 'Each consumer has a queue of its own.';
  return {
    'dlq-list': [
      listed,
      {
        actions: ['sqs:GetQueueAttributes'],
        resources: [deadLetters],
        because: everyQueue,
      },
    ],
    'dlq-show': [
      {
        actions: ['sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
        resources: [deadLetters],
        because: everyQueue,
      },
    ],
    'dlq-redrive': [
      {
        actions: [
          'sqs:DeleteMessage',
          'sqs:GetQueueAttributes',
          'sqs:ReceiveMessage',
        ],
        resources: [deadLetters],
        because: everyQueue,
      },
      {
        actions: ['sqs:GetQueueUrl', 'sqs:SendMessage'],
        resources: [names.queueArn(names.own('*'))],
        because: 'What failed goes back to whatever queue it came from.',
      },
    ],
    'first-passwords': [invoke('identity', 'on-first-passwords')],
    reconcile: [invoke('operations', 'on-reconcile')],
    reindex: [invoke('search', 'on-reindex')],
    replay: [invoke('events', 'on-replay')],
    ...restoringLeaves(names),
    'restore-index': [
      invoke('operations', 'on-reconcile'),
      invoke('search', 'on-reindex'),
    ],
    'restore-resource': [invoke('resources', 'on-restore')],
    request: [
      {
        actions: ['logs:DescribeLogGroups'],
        resources: ['*'],
        because: 'AWS asks for it on all log groups, whatever the prefix.',
      },
      {
        actions: ['logs:FilterLogEvents'],
        resources: [names.logGroupArn(names.logGroup('*', '*'))],
        because: 'It looks through all logs of the stage.',
      },
    ],
  };
}

/** What restoring a table beside another, and copying back, call. */
function restoringLeaves(names: Names) {
  const used = tables.map(names.tableArn);
  const restored = used.map((one) => `${one}-restored-*`);
  const because = 'A restored table is named by the time that it is of.';
  const ledger = {
    actions: ['s3:ListBucket'],
    resources: [names.bucketArn('erasures')],
  };
  return {
    'restore-table': [
      {
        actions: [
          'dynamodb:DescribeContinuousBackups',
          'dynamodb:RestoreTableToPointInTime',
        ],
        resources: used,
      },
      {
        actions: ['dynamodb:RestoreTableFromBackup'],
        resources: used.map((one) => `${one}/backup/*`),
        because: 'Backups are named by DynamoDB.',
      },
      {
        // AWS asks for all of these on the table that is made.
        actions: [
          'dynamodb:BatchWriteItem',
          'dynamodb:DeleteItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:RestoreTableFromBackup',
          'dynamodb:RestoreTableToPointInTime',
          'dynamodb:Scan',
          'dynamodb:UpdateItem',
        ],
        resources: restored,
        because,
      },
    ],
    'restore-compare': [
      {
        actions: ['dynamodb:BatchGetItem', 'dynamodb:Scan'],
        resources: used,
      },
      {
        actions: [
          'dynamodb:BatchGetItem',
          'dynamodb:DescribeTable',
          'dynamodb:Scan',
        ],
        resources: restored,
        because,
      },
      ledger,
    ],
    'restore-copy': [
      { actions: ['dynamodb:PutItem', 'dynamodb:Query'], resources: used },
      { actions: ['dynamodb:Query'], resources: restored, because },
      ledger,
    ],
  };
}
