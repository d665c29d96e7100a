import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  type FirstOperator,
  FirstOperatorAnswer,
} from '../functions/identity/contract.ts';
import { namesOf } from '../lib/names.ts';
import { emulatorClient } from './aws.ts';
import { localStage } from './deploy.ts';
import type { Account, Platform } from './platform-file.ts';
import { ensureSecondFactor } from './second-factor.ts';
import { signIn } from './sign-in.ts';

/**
 * What everybody of the demo district signs in with. It is no secret: the
 * platform listens on this machine alone.
 */
export const demoPassword = 'xueyuan-demo';

/**
 * Makes the first operator, and changes the one-time password. When there is an
 * operator already, its account is given as it was made here before.
 */
export async function firstOperator(
  platform: Platform,
  person: FirstOperator & { readonly username: string },
): Promise<Account> {
  const answer = await invoke(platform, person);
  const { username } = person;
  if (answer.outcome === 'made') {
    const first = { username, password: answer.oneTimePassword ?? '' };
    await signIn(platform, first, { newPassword: demoPassword });
  } else if (answer.reason !== 'operator-exists') {
    const problems = answer.problems?.join(', ') ?? '';
    const why = [answer.reason, problems].filter(Boolean).join(': ');
    throw new Error(`The first operator "${username}" was refused: ${why}.`);
  }
  const account = { username, password: demoPassword };
  await ensureSecondFactor(platform, account);
  return account;
}

async function invoke(
  platform: Platform,
  person: FirstOperator,
): Promise<FirstOperatorAnswer> {
  const stage = localStage();
  const name = namesOf(stage).function('identity', 'on-first-operator');
  const lambda = new LambdaClient(
    emulatorClient(platform.emulatorUrl, stage.region),
  );
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(person) }),
  );
  const text = Payload?.transformToString() ?? '';
  if (FunctionError) throw new Error(`${name} failed: ${text}`);
  return FirstOperatorAnswer.parse(JSON.parse(text));
}
