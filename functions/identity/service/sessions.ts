import type { Changed, Commit } from '../../platform/commit.ts';
import type { Person } from '../../platform/contract.ts';
import type { Log } from '../../platform/log.ts';
import { fail, type Result } from '../../platform/result.ts';
import { logs } from '../contract.ts';
import type { MyChoices } from '../me/contract.ts';
import type { Forbidden } from '../model/roles.ts';
import type { Accounts } from '../store/accounts.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { DirectoryParts } from '../store/parts.ts';
import { mayAdminister, type Unknown } from './members.ts';

export type SessionNeeds = {
  readonly store: Pick<DirectoryReads, 'organisation' | 'person'>;
  readonly parts: Pick<DirectoryParts, 'personChanged'>;
  readonly accounts: Pick<Accounts, 'areHere' | 'signOut'>;
  readonly commit: Commit;
  readonly now: () => Date;
  readonly log: Log;
};

/**
 * Signs somebody out everywhere: tokens of sign-ins until now count no longer,
 * on writes at once and on reads within a minute, and the user pool renews
 * none. Sent again, it does the same again. Cost: 1 RRU and 2 WRU, and one
 * request to Cognito.
 */
export async function signOut(
  { store, parts, accounts, commit, now, log }: SessionNeeds,
  person: string,
): Promise<Result<undefined, Unknown | Changed>> {
  const record = await store.person(person, { consistent: true });
  if (!record) return fail({ code: 'unknown' });
  const tokensValidAfter = now().toISOString();
  const change = parts.personChanged(person, { tokensValidAfter });
  const done = await commit(undefined, [change]);
  if (!done.ok) return done;
  const { username } = record.profile;
  if (username !== undefined && accounts.areHere()) {
    await accounts.signOut(username);
  }
  log.info(logs.signedOut, { member: person });
  return done;
}

/** Signs a member out for who administers the organisation. Cost: 1 RRU more. */
export async function signOutMember(
  needs: SessionNeeds,
  principal: Person,
  asked: { readonly organisation: string; readonly person: string },
): Promise<Result<undefined, Forbidden | Unknown | Changed>> {
  const { store } = needs;
  const { organisation, person } = asked;
  const may = await mayAdminister(store, principal, organisation, []);
  if (!may.ok) return may;
  const record = await store.person(person, { consistent: true });
  const isMember = record?.held.some(
    (one) => one.organisation === organisation,
  );
  return isMember ? signOut(needs, person) : fail({ code: 'unknown' });
}

/** Changes what somebody chooses for themselves. Cost: 2 WRU. */
export async function changeMe(
  { parts, commit }: Pick<SessionNeeds, 'parts' | 'commit'>,
  principal: Person,
  chosen: MyChoices,
): Promise<Result<MyChoices, Unknown | Changed>> {
  return commit(chosen, [parts.personChanged(principal.id, chosen)]);
}
