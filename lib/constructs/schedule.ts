import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { isActive } from '../seats.ts';
import type { PlatformStack } from '../stacks/platform-stack.ts';
import { accept } from './accepted.ts';
import type { AlarmDesk } from './alarm-desk.ts';
import { deadLetterQueue } from './dead-letters.ts';
import type { ServiceFunction } from './service-function.ts';

/** A call that Lambda did not take is given again this often, this long. */
const patience = { tries: 5, for: Duration.minutes(30) } as const;

export interface ScheduleProps {
  /** `rate(…)` or `cron(…)` as EventBridge Scheduler has it, in UTC. */
  readonly expression: string;
  readonly target: ServiceFunction;
  /** The function's capability and its file name without `.ts`. */
  readonly capability: string;
  readonly entry: string;
  readonly alarms: AlarmDesk;
}

/**
 * Calls a function by the clock, with nothing to say. A call that was not taken
 * in the end is set aside and told of; the next one comes as planned.
 */
export class Schedule extends Construct {
  constructor(stack: PlatformStack, id: string, props: ScheduleProps) {
    super(stack, id);
    const { alarms, capability, entry, expression, target } = props;
    const { names } = stack;
    const deadLetters = deadLetterQueue(this, {
      alarms,
      entry,
      urgency: 'ticket',
    });
    accept(
      deadLetters,
      'SQS3',
      'It is a dead-letter queue itself: of the schedule.',
    );
    const role = new Role(this, 'Role', {
      roleName: names.role(capability, `${entry}-clock`),
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [target.lambda.functionArn],
      }),
    );
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: [deadLetters.queueArn],
      }),
    );
    const schedule = new CfnSchedule(this, 'Schedule', {
      name: names.function(capability, entry),
      description: `Calls ${entry} of ${capability}`,
      // In a Region that stands by, nothing happens by itself.
      state: isActive(stack.stage) ? 'ENABLED' : 'DISABLED',
      scheduleExpression: expression,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: target.lambda.functionArn,
        roleArn: role.roleArn,
        input: '{}',
        deadLetterConfig: { arn: deadLetters.queueArn },
        retryPolicy: {
          maximumRetryAttempts: patience.tries,
          maximumEventAgeInSeconds: patience.for.toSeconds(),
        },
      },
    });
    schedule.node.addDependency(role);
  }
}
