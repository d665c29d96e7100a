import type { Changed } from '../../platform/commit.ts';
import type { Person, Role } from '../../platform/contract.ts';
import { ok, type Result } from '../../platform/result.ts';
import type { OutsideIdentity } from '../clients/contract.ts';
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
import { isOutside } from './outside.ts';
import type { PersonRecord } from './principals.ts';
import { type Actor, record, type Unavailable } from './record.ts';

export type NewMemberNeeds = MemberNeeds & {
  /** Names of the issuers that the stage trusts. */
  readonly issuers: readonly string[];
  readonly store: Pick<DirectoryReads, 'signedIn'>;
  readonly parts: Pick<DirectoryParts, 'newPerson'>;
  readonly accounts: Accounts;
  /** A fresh password for one sign-in. */
  readonly password: () => string;
  readonly newId: () => string;
};

export type AskedMember = {
  readonly organisation: string;
  /** For an account of our own; else the sign-in elsewhere. */
  readonly username?: string | undefined;
  readonly identity?: OutsideIdentity | undefined;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly email?: string | undefined;
};

/**
 * Adds a person with an account of their own. Asked again in the same words,
 * it answers the same person, with a new first password as long as nobody has
 * used the old one: so an answer that was lost is no loss, and no password is
 * ever kept. Cost: 2 RRU and 17 WRU, 3 and 19 with an operator, and one
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
  const { organisation, username, identity, email } = asked;
  if ((username === undefined) === (identity === undefined)) {
    return broken('/username', 'one-sign-in');
  }
  const wanted = { ...asked, roles: inOrder(asked.roles) };
  const may = await mayAdminister(store, principal, organisation, wanted.roles);
  if (!may.ok) return may;
  if (may.value.isClosed) {
    return broken('', 'organisation-closed', { organisation });
  }
  const by = { person: principal.id, organisation: may.value.actsFor };
  if (identity !== undefined) return bind(needs, by, wanted, identity);
  if (username === undefined || !accounts.areHere()) {
    return broken('/username', 'no-accounts-here');
  }
  const oneTimePassword = password();
  const opened = await accounts.open({
    username,
    password: oneTimePassword,
    email,
  });
  if (opened.ok) {
    const isSent = email !== undefined;
    const told = isSent ? {} : { oneTimePassword };
    const identity = identityOf(accounts, opened.value);
    return join(needs, by, wanted, { identity, told });
  }
  const account = await accounts.find(username);
  if (!account?.isUnused) return taken();
  const owner = await ownerOf(needs, account);
  if (owner && !isSame(owner, wanted)) return taken();
  await accounts.renew(username, oneTimePassword);
  if (!owner) {
    const identity = identityOf(accounts, account);
    return join(needs, by, wanted, { identity, told: { oneTimePassword } });
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
    identity,
    told,
  }: {
    readonly identity: OutsideIdentity;
    readonly told: { oneTimePassword?: string };
  },
): Promise<Result<NewMember, RuleBroken | Changed | Unavailable>> {
  const { parts, newId, now, log } = needs;
  const { organisation, username, name } = asked;
  const person = newId();
  const createdAt = now().toISOString();
  const isNamed = username !== undefined && { username };
  const profile = { id: person, name, ...isNamed, createdAt };
  const roles = [...asked.roles];
  const after = { organisation, person, roles, seq: 1 };
  const value: NewMember = {
    person: { id: person, name },
    organisation,
    roles,
    ...isNamed,
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

/**
 * Adds a person who signs in at an outside issuer; asked again in the same
 * words, the same person is answered. Cost: 3 RRU and 16 WRU.
 */
async function bind(
  needs: NewMemberNeeds,
  by: Actor,
  asked: AskedMember,
  identity: OutsideIdentity,
): Promise<Result<NewMember, RuleBroken | Changed | Unavailable>> {
  if (!isOutside(needs, identity)) {
    return broken('/identity/issuer', 'issuer-unknown');
  }
  const bound = await needs.store.signedIn(identity, 'news', consistent);
  if (bound.person === undefined && bound.client === undefined) {
    return join(needs, by, asked, { identity, told: {} });
  }
  const owner = bound.person
    ? await needs.store.person(bound.person, consistent)
    : undefined;
  if (!owner || !isSame(owner, asked)) {
    return broken('/identity/subject', 'identity-taken');
  }
  const { id, name } = owner.profile;
  const { organisation, roles } = asked;
  return ok({ person: { id, name }, organisation, roles: [...roles] });
}

const consistent = { consistent: true } as const;

function identityOf(
  accounts: Pick<Accounts, 'issuer'>,
  { subject }: Account,
): OutsideIdentity {
  return { issuer: accounts.issuer(), subject };
}

async function ownerOf(
  { store, accounts }: Pick<NewMemberNeeds, 'store' | 'accounts'>,
  { subject }: Account,
): Promise<PersonRecord | undefined> {
  const identity = { issuer: accounts.issuer(), subject };
  const { person } = await store.signedIn(identity, 'news', consistent);
  return person === undefined ? undefined : store.person(person, consistent);
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
