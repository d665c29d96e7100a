import type { Changed } from '../../platform/commit.ts';
import type { Person, Role } from '../../platform/contract.ts';
import { ok, type Result } from '../../platform/result.ts';
import { logs, type NewMember } from '../contract.ts';
import { membersSaid } from '../model/chain.ts';
import { inOrder } from '../model/membership.ts';
import { broken, type Forbidden, type RuleBroken } from '../model/roles.ts';
import type { Account, Accounts } from '../store/accounts.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { DirectoryParts } from '../store/parts.ts';
import {
  type MemberNeeds,
  mayAdminister,
  operatorsWith,
  type Unknown,
} from './members.ts';
import type { PersonRecord } from './principals.ts';
import { type Actor, record, type Unavailable } from './record.ts';

export type NewMemberNeeds = MemberNeeds & {
  readonly store: Pick<DirectoryReads, 'signedIn'>;
  readonly parts: Pick<DirectoryParts, 'newPerson'>;
  readonly accounts: Accounts;
  /** A fresh password for one sign-in. */
  readonly password: () => string;
  readonly newId: () => string;
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
 * ever kept. Cost: 2 RRU and 16 WRU, 3 and 18 with an operator, and one
 * request to Cognito; asked again 5 RRU and three requests.
 */
export async function addMember(
  needs: NewMemberNeeds,
  principal: Person,
  asked: AskedMember,
): Promise<
  Result<NewMember, Forbidden | Unknown | RuleBroken | Changed | Unavailable>
> {
  const { store, accounts, password } = needs;
  const { organisation, username, email } = asked;
  const wanted = { ...asked, roles: inOrder(asked.roles) };
  const may = await mayAdminister(store, principal, organisation, wanted.roles);
  if (!may.ok) return may;
  if (may.value.isClosed) {
    return broken('', 'organisation-closed', { organisation });
  }
  const by = { person: principal.id, organisation: may.value.actsFor };
  const oneTimePassword = password();
  const opened = await accounts.open({
    username,
    password: oneTimePassword,
    email,
  });
  if (opened.ok) {
    const isSent = email !== undefined;
    const told = isSent ? {} : { oneTimePassword };
    return join(needs, by, wanted, { account: opened.value, told });
  }
  const account = await accounts.find(username);
  if (!account?.isUnused) return taken();
  const owner = await ownerOf(needs, account);
  if (owner && !isSame(owner, wanted)) return taken();
  await accounts.renew(username, oneTimePassword);
  if (!owner) {
    return join(needs, by, wanted, { account, told: { oneTimePassword } });
  }
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
  by: Actor,
  asked: AskedMember,
  {
    account,
    told,
  }: {
    readonly account: Account;
    readonly told: { oneTimePassword?: string };
  },
): Promise<Result<NewMember, RuleBroken | Changed | Unavailable>> {
  const { parts, accounts, newId, now, log } = needs;
  const { organisation, username, name } = asked;
  const person = newId();
  const createdAt = now().toISOString();
  const profile = { id: person, name, username, createdAt };
  const identity = { issuer: accounts.issuer(), subject: account.subject };
  const roles = [...asked.roles];
  const after = { organisation, person, roles, seq: 1 };
  const value: NewMember = {
    person: { id: person, name },
    organisation,
    roles,
    username,
    ...told,
  };
  const done = await record<NewMember, never, RuleBroken>(needs, async () => {
    const operators = roles.includes('operator')
      ? await operatorsWith(needs, { organisation, person, role: 'operator' })
      : [];
    const step = { before: { roles: [] }, after };
    return ok({
      value,
      by,
      said: [membersSaid(organisation, [step])],
      parts: [
        parts.organisationOpen(organisation),
        ...parts.newPerson(profile, identity),
        parts.membershipNow(after, createdAt),
        ...operators,
      ],
    });
  });
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
