import { directoryNeeds } from '../../functions/identity/directory.ts';
import { identityPrincipals } from '../../functions/identity/service/principals.ts';
import type { Person } from '../../functions/platform/contract.ts';
import { seals } from '../../functions/seals/seals.ts';
import { commit } from './identity-table.ts';

/** An issuer that the stage of these tests trusts beside its own pool. */
export const outsideIssuer = 'https://issuer.example';

/** What one request of the API has: a directory that nothing is known of yet. */
export function needs() {
  const { store, now } = directoryNeeds;
  const directory = identityPrincipals({ store, now });
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const issuers = [outsideIssuer];
  return { ...directoryNeeds, directory, commit, log, issuers, seals };
}

/** Who signs in under a username. */
export async function signedInAs(username: string): Promise<Person> {
  const { accounts, directory } = needs();
  const account = await accounts.find(username);
  const signIn = {
    issuer: accounts.issuer(),
    subject: account?.subject ?? '',
    signedInAt: new Date(),
    isTwoFactor: true,
  };
  const found = await directory.principal(signIn, { fresh: true });
  if (!found.ok || found.value.kind !== 'person') {
    throw new Error(`Nobody signs in as ${username}.`);
  }
  return found.value;
}
