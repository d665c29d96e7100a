import type { Changed, Commit, Part } from '../../platform/commit.ts';
import { type Person, type Role, roles } from '../../platform/contract.ts';
import type { Log } from '../../platform/log.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { logs, type Member } from '../contract.ts';
import {
  type Forbidden,
  mayAssign,
  type Operators,
  type RuleBroken,
  withOperator,
  withoutOperator,
} from '../model/roles.ts';
import type { DirectoryReads, KeptMembership } from '../store/directory.ts';
import type { DirectoryParts } from '../store/parts.ts';
import type { PersonRecord } from './principals.ts';

export type MemberNeeds = {
  readonly store: Pick<
    DirectoryReads,
    'organisation' | 'members' | 'person' | 'operators'
  >;
  readonly parts: Pick<
    DirectoryParts,
    'organisationExists' | 'personExists' | 'membershipNow' | 'operatorsNow'
  >;
  readonly commit: Commit;
  readonly now: () => Date;
  readonly log: Log;
};

export type Unknown = { readonly code: 'unknown' };
/**
 * A page of an organisation's members, for those who administer it. Cost: 0.5
 * RRU, 0.5 per 4 KB of memberships, and 0.5 for each member's name.
 */
export async function listMembers(
  { store }: Pick<MemberNeeds, 'store'>,
  principal: Person,
  asked: { organisation: string; after?: string | undefined; limit: number },
): Promise<Result<{ items: Member[]; next?: string }, Forbidden | Unknown>> {
  const { organisation } = asked;
  const may = await mayAdminister(store, principal, organisation, []);
  if (!may.ok) return may;
  const { items, next } = await store.members(organisation, asked);
  return ok({
    items: items.map(({ person: id, name, roles: held }) => ({
      person: { id, name },
      organisation,
      roles: [...held],
    })),
    ...(next !== undefined && { next }),
  });
}

export type AskedRole = {
  readonly organisation: string;
  readonly person: string;
  readonly role: Role;
};

/**
 * Gives a person a role; given already, nothing is written. Cost: 2 RRU and 7
 * WRU; 3 and 9 with the role operator.
 */
export async function grantRole(
  needs: MemberNeeds,
  principal: Person,
  asked: AskedRole,
): Promise<Result<Member, Forbidden | Unknown | Changed>> {
  const { store, parts, commit, now, log } = needs;
  const { organisation, person, role } = asked;
  const may = await mayAdminister(store, principal, organisation, [role]);
  if (!may.ok) return may;
  const record = await store.person(person, { consistent: true });
  if (!record) return fail({ code: 'unknown' });
  const former = membershipIn(record, organisation);
  const held = inOrder([...former.roles, role]);
  const member: Member = {
    person: { id: person, name: record.profile.name },
    organisation,
    roles: held,
  };
  if (former.roles.includes(role)) return ok(member);
  const next = { ...former, roles: held, seq: former.seq + 1 };
  const operators = await operatorsWith(needs, asked);
  const done = await commit(member, [
    parts.organisationExists(organisation),
    parts.personExists(person),
    parts.membershipNow(next, now().toISOString()),
    ...operators,
  ]);
  if (done.ok)
    log.info(logs.roleGranted, { organisation, member: person, role });
  return done;
}

/**
 * Takes a role from a person; the last role takes the membership with it. The
 * last operator stays one. Cost: 2 RRU and 3 WRU; 3 and 5 with the role operator.
 */
export async function revokeRole(
  needs: MemberNeeds,
  principal: Person,
  asked: AskedRole,
): Promise<Result<undefined, Forbidden | Unknown | RuleBroken | Changed>> {
  const { store, parts, commit, now, log } = needs;
  const { organisation, person, role } = asked;
  const may = await mayAdminister(store, principal, organisation, [role]);
  if (!may.ok) return may;
  const record = await store.person(person, { consistent: true });
  const former = record && membershipIn(record, organisation);
  if (!former?.roles.includes(role)) return fail({ code: 'unknown' });
  const left = former.roles.filter((one) => one !== role);
  const next = { ...former, roles: left, seq: former.seq + 1 };
  const operators: Part[] = [];
  if (role === 'operator') {
    const before = await operatorsNow(needs);
    const after = withoutOperator(before, placeOf(asked));
    if (!after.ok) return after;
    operators.push(parts.operatorsNow(after.value));
  }
  const change = parts.membershipNow(next, now().toISOString());
  const done = await commit(undefined, [change, ...operators]);
  if (done.ok)
    log.info(logs.roleRevoked, { organisation, member: person, role });
  return done;
}

/**
 * Whether someone may give these roles in an organisation that exists; with
 * none, whether they administer it. Cost: 1 RRU.
 */
export async function mayAdminister(
  store: Pick<MemberNeeds['store'], 'organisation'>,
  principal: Person,
  organisation: string,
  assigned: readonly Role[],
): Promise<Result<undefined, Forbidden | Unknown>> {
  const found = await store.organisation(organisation, { consistent: true });
  if (!found) return fail({ code: 'unknown' });
  return mayAssign(principal, organisation, assigned);
}

function membershipIn(
  { profile, held }: PersonRecord,
  organisation: string,
): KeptMembership {
  const none = { person: profile.id, organisation, roles: [], seq: 0 };
  return held.find((one) => one.organisation === organisation) ?? none;
}

/** What giving a role writes beside the membership. 1 RRU for an operator. */
export async function operatorsWith(
  needs: Pick<MemberNeeds, 'store' | 'parts'>,
  asked: AskedRole,
): Promise<Part[]> {
  if (asked.role !== 'operator') return [];
  const before = await operatorsNow(needs);
  const after = withOperator(before, placeOf(asked));
  return after === before ? [] : [needs.parts.operatorsNow(after)];
}

async function operatorsNow({
  store,
}: Pick<MemberNeeds, 'store'>): Promise<Operators> {
  return (await store.operators()) ?? { held: [], seq: 0 };
}

function placeOf({ person, organisation }: Omit<AskedRole, 'role'>): string {
  return `${person}@${organisation}`;
}

/** Each role once, in the order of the contract. */
export function inOrder(held: readonly Role[]): Role[] {
  return roles.filter((role) => held.includes(role));
}
