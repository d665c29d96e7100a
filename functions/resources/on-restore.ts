import { libraryHoldings } from '../files/holdings.ts';
import { dynamoDb } from '../platform/clients.ts';
import { log, logger } from '../platform/log.ts';
import { commitWith } from '../platform/transact.ts';
import { needs } from './resources.ts';
import { type RestoreAnswer, RestoreAsked } from './restoring/contract.ts';
import { restoreResource } from './service/restoring.ts';
import { recoveryStore } from './store/recovery.ts';

const commit = commitWith({
  client: dynamoDb,
  now: needs.now,
  // Without an idempotency key no answer is ever kept.
  answer: () => ({ status: 200, headers: {} }),
});

/**
 * Restores one resource as of a time, or says what that would change. No route
 * and no event leads here: an operator's `npm run restore -- resource` invokes
 * it, allowed by IAM.
 */
export async function handler(event: unknown): Promise<RestoreAnswer> {
  logger.resetKeys();
  logger.appendKeys({ capability: 'resources' });
  const { isStored } = libraryHoldings;
  const all = { ...needs, store: recoveryStore, commit, isStored, log };
  return restoreResource(all, RestoreAsked.parse(event));
}
