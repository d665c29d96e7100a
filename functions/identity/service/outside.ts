import type { OutsideIdentity } from '../clients/contract.ts';
import type { Accounts } from '../store/accounts.ts';
import type { DirectoryReads } from '../store/directory.ts';

/** Whether an issuer is one that the stage trusts, and not its own pool. */
export function isOutside(
  needs: {
    readonly issuers: readonly string[];
    readonly accounts: Pick<Accounts, 'areHere' | 'issuer'>;
  },
  { issuer }: OutsideIdentity,
): boolean {
  const isOwn = needs.accounts.areHere() && issuer === needs.accounts.issuer();
  return !isOwn && needs.issuers.includes(issuer);
}

/** Whether somebody signs in so already. Cost: 2 RRU. */
export async function isTaken(
  store: Pick<DirectoryReads, 'signedIn'>,
  identity: OutsideIdentity,
): Promise<boolean> {
  const consistency = { consistent: true };
  const bound = await store.signedIn(identity, 'news', consistency);
  return bound.person !== undefined || bound.client !== undefined;
}
