import type { Commit } from '../../platform/commit.ts';
import { privilegedRoles } from '../../platform/contract.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Account, Accounts } from '../store/accounts.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { EveryoneReads } from '../store/everyone.ts';
import type { DirectoryParts } from '../store/parts.ts';
import type { PersonRecord } from './principals.ts';

export type ReopeningNeeds = {
  readonly people: EveryoneReads;
  readonly store: Pick<DirectoryReads, 'operators' | 'person' | 'signedIn'>;
  readonly parts: Pick<DirectoryParts, 'signInAgain'>;
  readonly accounts: Pick<Accounts, 'open' | 'find' | 'issuer'>;
  readonly commit: Commit;
  /** The verified address of an account before, where one is known. */
  readonly emailOf: (username: string) => string | undefined;
  /** A password that nobody gets to know. */
  readonly password: () => string;
  /** Waits until the user pool may be asked again. */
  readonly pace: () => Promise<void>;
};

/** Why an account could not be opened again: a person must look. */
export type Refused = {
  readonly person: string;
  readonly code: 'username-taken' | 'changed';
};

/** What was done, and for whom there is more to do. */
export type Reopened = {
  readonly opened: number;
  /** Had an account in this pool already. */
  readonly already: number;
  /** Sign in at outside issuers alone, and need nothing. */
  readonly elsewhere: number;
  /** Whose privileged roles wait for an admin's approval. */
  readonly waiting: number;
  /** Who approve others first: they get their passwords by hand. */
  readonly operators: readonly string[];
  /** Machine clients of the lost pool: to be registered again. */
  readonly clients: readonly string[];
  readonly refused: readonly Refused[];
  /** Who could not be asked for, and why the first could not. */
  readonly broken: { readonly people: number; readonly reason?: string };
};

/** People whose accounts are opened side by side. */
const atOnce = 10;

/**
 * Opens an account in this stage's pool for everyone who had one in a pool that
 * is lost, and binds it to the same person. Roles that need a second factor wait
 * there until an admin has approved; operators, who approve the first, are
 * approved by whoever hands them their first password. Done again it finds who
 * has an account. Cost: 1 RRU per 4 KB of the directory and, for each who had an
 * account, 2 RRU, 4 WRU and a request to Cognito.
 */
export async function reopenAccounts(needs: ReopeningNeeds): Promise<Reopened> {
  const issuer = needs.accounts.issuer();
  const counts = { opened: 0, already: 0, elsewhere: 0, waiting: 0 };
  const clients: string[] = [];
  const refused: Refused[] = [];
  const reasons: string[] = [];
  const reopenOne = async (person: string) => {
    await needs.pace();
    const done = await reopen(needs, person);
    if (!done.ok) refused.push({ person, ...done.error });
    else if (done.value) {
      counts.opened += 1;
      if (done.value === 'waits') counts.waiting += 1;
    }
  };
  for await (const page of needs.people.everyone()) {
    clients.push(...ofOthers(page.clients, issuer));
    const lost = page.people.filter((one) => {
      const isHere = one.issuers.includes(issuer);
      if (one.username === undefined) counts.elsewhere += 1;
      else if (isHere) counts.already += 1;
      if (one.unapprovedIssuer === issuer) counts.waiting += 1;
      return one.username !== undefined && !isHere;
    });
    for (let from = 0; from < lost.length; from += atOnce) {
      const some = lost.slice(from, from + atOnce).map(({ id }) => id);
      const ended = await Promise.allSettled(some.map(reopenOne));
      for (const one of ended) {
        if (one.status === 'rejected') reasons.push(String(one.reason));
      }
    }
  }
  const [reason] = reasons;
  const { held = [] } = (await needs.store.operators()) ?? {};
  const operators = [...new Set(held.map((one) => one.split('@')[0] ?? ''))];
  const broken = { people: reasons.length, ...(reason && { reason }) };
  return { ...counts, operators, clients, refused, broken };
}

function ofOthers(
  clients: readonly { readonly id: string; readonly issuer: string }[],
  issuer: string,
): string[] {
  return clients.filter((one) => one.issuer !== issuer).map(({ id }) => id);
}

type Standing = 'plain' | 'waits';
type Refusal = Omit<Refused, 'person'>;

/** One person, by the directory as it is now; undefined: they are not there. */
async function reopen(
  { accounts, commit, emailOf, parts, password, store }: ReopeningNeeds,
  id: string,
): Promise<Result<Standing | undefined, Refusal>> {
  const kept = await store.person(id, consistent);
  const { username } = kept?.profile ?? {};
  if (!kept || username === undefined) return ok(undefined);
  const opened = await accounts.open({
    username,
    password: password(),
    knownEmail: emailOf(username),
  });
  const account = opened.ok
    ? opened.value
    : await leftOver({ accounts, store }, username);
  if (!account) return fail({ code: 'username-taken' });
  const identity = { issuer: accounts.issuer(), subject: account.subject };
  const standing = standingOf(kept);
  const isApproved = standing === 'plain';
  return commit(standing, parts.signInAgain(id, identity, { isApproved }));
}

/** An account that an earlier run opened, and was killed before it was bound. */
async function leftOver(
  { accounts, store }: Pick<ReopeningNeeds, 'accounts' | 'store'>,
  username: string,
): Promise<Account | undefined> {
  const account = await accounts.find(username);
  if (!account?.isUnused) return undefined;
  const identity = { issuer: accounts.issuer(), subject: account.subject };
  const bound = await store.signedIn(identity, 'news', consistent);
  const isFree = bound.person === undefined && bound.client === undefined;
  return isFree ? account : undefined;
}

const consistent = { consistent: true } as const;

function standingOf({ held }: PersonRecord): Standing {
  const roles = new Set(held.flatMap((one) => one.roles));
  const isPrivileged = privilegedRoles.some((role) => roles.has(role));
  // Somebody must approve the first: whoever hands an operator the password.
  return isPrivileged && !roles.has('operator') ? 'waits' : 'plain';
}
