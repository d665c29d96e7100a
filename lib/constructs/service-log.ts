import { RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { PlatformStack } from '../stacks/platform-stack.ts';

/**
 * A log group that is kept as long as the stage says. It goes with its stack:
 * what must not be lost is in the history, not in logs.
 */
export function serviceLog(
  stack: PlatformStack,
  id: string,
  [capability, entry]: readonly [string, string],
): LogGroup {
  return new LogGroup(stack, id, {
    logGroupName: stack.names.logGroup(capability, entry),
    retention: stack.stage.logDays as RetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
