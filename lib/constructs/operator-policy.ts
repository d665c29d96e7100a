import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { toolLog } from '../../functions/operations/contract.ts';
import type { PlatformStack } from '../stacks/platform-stack.ts';
import { acceptWildcard } from './accepted.ts';

/** What one tool of `npm run ops` does, on which things. */
export type Leave = {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Why the resources must be named by a wildcard, if they are. */
  readonly because?: string;
};

/**
 * What an operator must be given to use one tool, as an IAM managed policy: that
 * tool's own calls, and to record that it was used. Nobody has it until an
 * account's administrator attaches it.
 */
export function operatorPolicy(
  stack: PlatformStack,
  tool: string,
  leaves: readonly Leave[],
): ManagedPolicy {
  const { names, stage } = stack;
  const words = tool
    .split('-')
    .map((word) => word[0]?.toUpperCase() + word.slice(1));
  const policy = new ManagedPolicy(stack, `Operator${words.join('')}`, {
    managedPolicyName: names.role('operator', tool),
    description: `Lets an operator of ${stage.name} use the tool: ${tool}`,
  });
  const log = names.logGroupArn(names.logGroup(...toolLog));
  const record: Leave = {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [log, `${log}:*`],
    because: 'Each use has a log stream of its own.',
  };
  for (const { actions, resources, because } of [record, ...leaves]) {
    policy.addStatements(
      new PolicyStatement({ actions: [...actions], resources: [...resources] }),
    );
    for (const one of resources.filter((each) => each.includes('*'))) {
      acceptWildcard(policy, one, because ?? '');
    }
  }
  return policy;
}
