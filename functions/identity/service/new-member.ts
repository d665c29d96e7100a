import type { Changed, Commit } from '../../platform/commit.ts';
import type { Person, Role } from '../../platform/contract.ts';
import type { Log } from '../../platform/log.ts';
import { ok, type Result } from '../../platform/result.ts';
import { logs, type NewMember } from '../contract.ts';
import { broken, type Forbidden, type RuleBroken } from '../model/roles.ts';
import type { Account, Accounts } from '../store/accounts.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { DirectoryParts } from '../store/parts.ts';
import {
  inOrder,
  type MemberNeeds,
  mayAdminister,
  operatorsWith,
  type Unknown,
} from './members.ts';
import type { PersonRecord } from './principals.ts';

export type NewMemberNeeds = {
  readonly store: Pick<
    DirectoryReads,
    'members' | 'organisation' | 'person' | 'signedIn' | 'operators'
  >;
  readonly parts: MemberNeeds['parts'] & Pick<DirectoryParts, 'newPerson'>;
  readonly accounts: Accounts;
  readonly commit: Commit;
  /** A fresh password for one sign-in. */
  readonly password: () => string;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly log: Log;
};

export type AskedMember = {
  readonly organisation: string;
  readonly username: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly email?: string | undefined;
};

/**
 * Adds a person with an account of their own. Asked again in the same words,
 * it answers the same person, with a new first password as long as nobody has
 * used the old one: so an answer that was lost is no loss, and no password is
 * ever kept. Cost: 1 RRU and 9 WRU, 2 and 11 with an operator, and one
 * request to Cognito; asked again 5 RRU and three requests.
 */
export async function addMember(
  needs: NewMemberNeeds,
  principal: Person,
  asked: AskedMember,
): Promise<Result<NewMember, Forbidden | Unknown | RuleBroken | Changed>> {
  const { store, accounts, password } = needs;
  const { organisation, username, email } = asked;
  const wanted = { ...asked, roles: inOrder(asked.roles) };
  const may = await mayAdminister(store, principal, organisation, wanted.roles);
  if (!may.ok) return may;
  const oneTimePassword = password();
  const opened = await accounts.open({
    username,
    password: oneTimePassword,
    email,
  });
  if (opened.ok) {
    const isSent = email !== undefined;
    const told = isSent ? {} : { oneTimePassword };
    return join(needs, wanted, opened.value, told);
  }
  const account = await accounts.find(username);
  if (!account?.isUnused) return taken();
  const owner = await ownerOf(needs, account);
  if (owner && !isSame(owner, wanted)) return taken();
  await accounts.renew(username, oneTimePassword);
  if (!owner) return join(needs, wanted, account, { oneTimePassword });
  const { id, name } = owner.profile;
  needs.log.info(logs.passwordRenewed, { organisation, member: id });
  return ok({
    person: { id, name },
    organisation,
    roles: wanted.roles,
    username,
    oneTimePassword,
  });
}

/** Writes the person, the sign-in and the membership, all or none. */
async function join(
  needs: NewMemberNeeds,
  asked: AskedMember,
  account: Account,
  told: { oneTimePassword?: string },
): Promise<Result<NewMember, Unknown | Changed>> {
  const { parts, accounts, commit, newId, now, log } = needs;
  const { organisation, username, name } = asked;
  const person = newId();
  const at = now().toISOString();
  const identity = { issuer: accounts.issuer(), subject: account.subject };
  const held = [...asked.roles];
  const place = { organisation, person };
  const operators = held.includes('operator')
    ? await operatorsWith(needs, { ...place, role: 'operator' })
    : [];
  const member: NewMember = {
    person: { id: person, name },
    organisation,
    roles: held,
    username,
    ...told,
  };
  const done = await commit(member, [
    parts.organisationExists(organisation),
    ...parts.newPerson({ id: person, name, username, createdAt: at }, identity),
    parts.membershipNow({ ...place, roles: held, seq: 1 }, at),
    ...operators,
  ]);
  if (done.ok) log.info(logs.memberAdded, { organisation, member: person });
  return done;
}

async function ownerOf(
  { store, accounts }: Pick<NewMemberNeeds, 'store' | 'accounts'>,
  { subject }: Account,
): Promise<PersonRecord | undefined> {
  const consistency = { consistent: true };
  const identity = { issuer: accounts.issuer(), subject };
  const { person } = await store.signedIn(identity, 'version', consistency);
  return person === undefined ? undefined : store.person(person, consistency);
}

/**
 * Whether a person is the one that was asked for before. Whoever is more than
 * that is not: an admin of one organisation must not get at an account that
 * reaches into another.
 */
function isSame({ profile, held }: PersonRecord, asked: AskedMember): boolean {
  const [only] = held;
  return (
    held.length === 1 &&
    only?.organisation === asked.organisation &&
    profile.name === asked.name &&
    inOrder(only.roles).join() === asked.roles.join()
  );
}

function taken(): Result<never, RuleBroken> {
  return broken('/username', 'username-taken');
}
