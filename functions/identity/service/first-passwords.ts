import type { Log } from '../../platform/log.ts';
import type {
  FirstPasswords,
  FirstPasswordsAsked,
} from '../account/contract.ts';
import { logs } from '../contract.ts';
import type { Accounts } from '../store/accounts.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { ErasureStore } from '../store/erasure.ts';

export type FirstPasswordNeeds = {
  readonly store: Pick<DirectoryReads, 'members' | 'person'>;
  readonly registers: Pick<ErasureStore, 'numbersOf'>;
  readonly accounts: Pick<Accounts, 'areHere' | 'find' | 'renew'>;
  readonly password: () => string;
  readonly log: Log;
};

/** Members of one answer: some ten seconds of Cognito. */
const atOnce = 25;

/**
 * New first passwords for a page of an organisation's members, for those alone
 * who have not chosen one of their own; what they were told before counts no
 * more. Cost of a member: 2 RRU and two requests to Cognito, one after the other,
 * so that no more than some ten are asked a second.
 */
export async function renewFirstPasswords(
  { store, registers, accounts, password, log }: FirstPasswordNeeds,
  { organisation, after }: FirstPasswordsAsked,
): Promise<FirstPasswords> {
  const { items, next } = await store.members(organisation, {
    after,
    limit: atOnce,
  });
  const people: FirstPasswords['people'] = [];
  for (const { person, name } of items) {
    const kept = await store.person(person, { consistent: false });
    const { username } = kept?.profile ?? {};
    if (username === undefined || !accounts.areHere()) continue;
    const account = await accounts.find(username);
    if (!account?.isUnused) continue;
    const numbers = await registers.numbersOf(person);
    const here = numbers.find((one) => one.organisation === organisation);
    const told = password();
    await accounts.renew(username, told);
    log.info(logs.passwordRenewed, { organisation, member: person });
    people.push({
      name,
      username,
      password: told,
      ...(here && { number: here.number }),
      ...(here?.class !== undefined && { class: here.class }),
    });
  }
  const others = items.length - people.length;
  return { people, others, ...(next !== undefined && { next }) };
}
