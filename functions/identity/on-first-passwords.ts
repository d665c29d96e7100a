import { randomInt } from 'node:crypto';
import { log, logger } from '../platform/log.ts';
import {
  type FirstPasswords,
  FirstPasswordsAsked,
} from './account/contract.ts';
import { oneTimePassword } from './model/password.ts';
import { renewFirstPasswords } from './service/first-passwords.ts';
import { accounts } from './store/accounts.ts';
import { directoryReads } from './store/directory.ts';
import { erasureStore } from './store/erasure.ts';

const needs = {
  store: directoryReads,
  registers: erasureStore,
  accounts,
  password: () => oneTimePassword(randomInt),
  log,
};

/**
 * Makes first passwords of an organisation's members anew, after accounts were
 * opened again. No route and no event leads here: an operator's `npm run ops --
 * first-passwords` invokes it, allowed by IAM.
 */
export async function handler(event: unknown): Promise<FirstPasswords> {
  logger.resetKeys();
  logger.appendKeys({ capability: 'identity' });
  return renewFirstPasswords(needs, FirstPasswordsAsked.parse(event));
}
