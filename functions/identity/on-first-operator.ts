import { randomInt } from 'node:crypto';
import { ulid } from 'ulid';
import { dynamoDb } from '../platform/clients.ts';
import { log } from '../platform/log.ts';
import { commitWith } from '../platform/transact.ts';
import { FirstOperator, type FirstOperatorAnswer, logs } from './contract.ts';
import { oneTimePassword } from './model/password.ts';
import { makeFirstOperator } from './service/first-operator.ts';
import { accounts } from './store/accounts.ts';
import { directoryReads } from './store/directory.ts';
import { directoryParts } from './store/parts.ts';

const now = () => new Date();

/**
 * Makes the first operator of a fresh deployment. No route and no event leads
 * here: whoever may invoke the function by IAM runs the account anyway. The
 * password leaves in the answer and is kept nowhere.
 */
export async function handler(event: unknown): Promise<FirstOperatorAnswer> {
  const asked = FirstOperator.safeParse(event);
  if (!asked.success) {
    const problems = asked.error.issues.map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    );
    log.warn(logs.operatorRefused, { reason: 'malformed' });
    return { outcome: 'refused', reason: 'malformed', problems };
  }
  const commit = commitWith({
    client: dynamoDb,
    now,
    // Without an idempotency key no answer is ever kept.
    answer: () => ({ status: 200, headers: {} }),
  });
  return makeFirstOperator(
    {
      store: directoryReads,
      parts: directoryParts,
      accounts,
      commit,
      password: () => oneTimePassword(randomInt),
      newId: (prefix) => `${prefix}_${ulid()}`,
      now,
      log,
    },
    asked.data,
  );
}
