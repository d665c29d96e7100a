import { ulid } from 'ulid';
import { dynamoDb } from '../platform/clients.ts';
import { log } from '../platform/log.ts';
import { knownIssuers } from '../platform/tokens.ts';
import { commitWith } from '../platform/transact.ts';
import { FirstOperator, type FirstOperatorAnswer, logs } from './contract.ts';
import { directoryNeeds } from './directory.ts';
import { makeFirstOperator } from './service/first-operator.ts';

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
    now: directoryNeeds.now,
    // Without an idempotency key no answer is ever kept.
    answer: () => ({ status: 200, headers: {} }),
  });
  return makeFirstOperator(
    {
      ...directoryNeeds,
      issuers: knownIssuers().map(({ issuer }) => issuer),
      commit,
      newId: (prefix) => `${prefix}_${ulid()}`,
    },
    asked.data,
  );
}
