import type { Commit } from '../platform/commit.ts';
import { directoryNeeds } from './directory.ts';
import { pacer } from './service/pace.ts';
import { type Reopened, reopenAccounts } from './service/reopening.ts';
import { everyoneReads } from './store/everyone.ts';

export type { Reopened } from './service/reopening.ts';

/**
 * Opens the accounts of a lost user pool again in the one that the environment
 * names, at most so many in a second, with the addresses that an export has.
 */
export function reopening(
  commit: Commit,
  perSecond: number,
  emailOf: (username: string) => string | undefined,
): () => Promise<Reopened> {
  const { accounts, parts, password, pause, store } = directoryNeeds;
  const pace = pacer(perSecond, { now: Date.now, pause });
  return () =>
    reopenAccounts({
      people: everyoneReads,
      store,
      parts,
      accounts,
      commit,
      emailOf,
      password,
      pace,
    });
}
