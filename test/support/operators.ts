import { randomUUID } from 'node:crypto';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  paginateListPolicies,
} from '@aws-sdk/client-iam';
import { inject } from 'vitest';
import { namesOf } from '../../lib/names.ts';
import { runCommand, speaker } from '../../ops/command.ts';
import { recordOf } from '../../ops/record.ts';
import { localTarget, type Target } from '../../ops/target.ts';
import { toolCommands } from '../../ops/tools.ts';

const english = speaker({ LANG: 'en_GB.UTF-8' });

/** The test stack with the credentials of its account's root. */
export function rootTarget(): Target {
  return localTarget(inject('stack').emulatorUrl);
}

/** A command line with the credentials of the account's root. */
export function asRoot(...args: string[]) {
  const commands = toolCommands({ targetOf: rootTarget, recordOf });
  return runCommand(commands, [...args, '--stage', 'local'], english);
}

/**
 * Somebody who was given the policies of these tools and nothing else; runs a
 * command line as they would after `npm run ops --`.
 */
export async function operatorWith(policies: readonly string[]) {
  const target = rootTarget();
  const iam = new IAMClient(target.aws);
  const names = namesOf(target.stage);
  const user = { UserName: `operator-${randomUUID()}` };
  await iam.send(new CreateUserCommand(user));
  const pages = paginateListPolicies({ client: iam }, { Scope: 'Local' });
  const wanted = policies.map((tool) => names.role('operator', tool));
  for await (const { Policies = [] } of pages) {
    for (const { Arn: PolicyArn, PolicyName: name = '' } of Policies) {
      if (!wanted.includes(name)) continue;
      await iam.send(new AttachUserPolicyCommand({ ...user, PolicyArn }));
    }
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand(user));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  };
  const own = { ...target, aws: { ...target.aws, credentials } };
  const commands = toolCommands({ targetOf: () => own, recordOf });
  return {
    name: user.UserName,
    run: (...args: string[]) =>
      runCommand(commands, [...args, '--stage', 'local'], english),
  };
}
