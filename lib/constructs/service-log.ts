import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { PlatformStack } from '../stacks/platform-stack.ts';

/**
 * A log group that is kept as long as the stage says. It goes with its stack:
 * what must not be lost is in the history, not in logs.
 */
export function serviceLog(
  scope: Construct,
  id: string,
  { names, stage }: PlatformStack,
  [capability, entry]: readonly [string, string],
): LogGroup {
  // The configuration takes just the numbers of days that this enum has.
  const retention: RetentionDays = stage.logDays;
  return new LogGroup(scope, id, {
    logGroupName: names.logGroup(capability, entry),
    retention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
