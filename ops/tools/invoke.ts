import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { namesOf } from '../../lib/names.ts';
import type { Target } from '../target.ts';

/** Longer than any of these functions may run. */
const limitMs = 330_000;

/**
 * Has a function of the stage take one step and gives its answer. It is asked
 * once: a step that takes long is waited for, not begun again beside itself.
 * Throws what the function threw.
 */
export async function invoke(
  { stage, aws }: Target,
  [capability, entry]: readonly [string, string],
  step: unknown,
): Promise<unknown> {
  const client = new LambdaClient({
    ...aws,
    maxAttempts: 1,
    requestHandler: { ...aws.requestHandler, requestTimeout: limitMs },
  });
  const name = namesOf(stage).function(capability, entry);
  const { FunctionError, Payload } = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(step) }),
  );
  const text = Payload?.transformToString() ?? '';
  if (FunctionError) throw new Error(`${name}: ${text}`);
  return JSON.parse(text);
}
