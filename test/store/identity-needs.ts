import { directoryNeeds } from '../../functions/identity/directory.ts';
import { identityPrincipals } from '../../functions/identity/service/principals.ts';
import type { Person } from '../../functions/platform/contract.ts';
import { commit } from './identity-table.ts';

/** What one request of the API has: a directory that nothing is known of yet. */
export function needs() {
  const { store, now } = directoryNeeds;
  const directory = identityPrincipals({ store, now });
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  return { ...directoryNeeds, directory, commit, log };
}

/** Who signs in under a username. */
export async function signedInAs(username: string): Promise<Person> {
  const { accounts, directory } = needs();
  const account = await accounts.find(username);
  const claims = { issuer: accounts.issuer(), subject: account?.subject ?? '' };
  const person = await directory.principal(claims, { fresh: true });
  if (!person) throw new Error(`Nobody signs in as ${username}.`);
  return person;
}
