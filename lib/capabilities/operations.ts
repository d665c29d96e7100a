import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { toolLog } from '../../functions/operations/contract.ts';
import type { Stage } from '../config.ts';
import { operatorPolicy } from '../constructs/operator-policy.ts';
import { serviceLog } from '../constructs/service-log.ts';
import { deadLetterSuffix, type Names } from '../names.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** A step answers after 20 s; one page may follow, with a request a file. */
const comparing = { timeout: Duration.minutes(5) } as const;

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
    for (const [tool, leaves] of Object.entries(leavesOf(this.names))) {
      operatorPolicy(this, tool, leaves);
    }
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
