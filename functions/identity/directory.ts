import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { environment } from '../platform/environment.ts';
import { saltBytes } from '../platform/history.ts';
import { log } from '../platform/log.ts';
import { oneTimePassword } from './model/password.ts';
import { accounts } from './store/accounts.ts';
import { directoryReads } from './store/directory.ts';
import { directoryParts } from './store/parts.ts';

/** What every use case of the directory gets in a deployed function. */
export const directoryNeeds = {
  store: directoryReads,
  parts: directoryParts,
  accounts,
  password: () => oneTimePassword(randomInt),
  get epoch() {
    // Read when a change needs it: functions that only read have none.
    return Number(environment('EPOCH'));
  },
  newSalt: () => randomBytes(saltBytes).toString('hex'),
  pause: (milliseconds: number) => setTimeout(milliseconds),
  now: () => new Date(),
  log,
};
