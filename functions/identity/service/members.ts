import type { Changed, Part } from '../../platform/commit.ts';
import type { Person, Role } from '../../platform/contract.ts';
import type { Log } from '../../platform/log.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { logs } from '../contract.ts';
import type { Member, MemberState, RoleTerms } from '../member/contract.ts';
import { membersSaid } from '../model/chain.ts';
import {
  isSameGiven,
  termsFor,
  withoutRole,
  withRole,
} from '../model/membership.ts';
import {
  type Forbidden,
  mayAssign,
  type Operators,
  type RuleBroken,
  withOperator,
  withoutOperator,
} from '../model/roles.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { DirectoryParts } from '../store/parts.ts';
import type { KeptMembership, NamedMember } from '../store/people.ts';
import type { PersonRecord } from './principals.ts';
import { type RecordNeeds, record, type Unavailable } from './record.ts';

export type MemberNeeds = RecordNeeds & {
  readonly store: Pick<
    DirectoryReads,
    'organisation' | 'members' | 'person' | 'operators'
  >;
  readonly parts: Pick<
    DirectoryParts,
    | 'organisationOpen'
    | 'personExists'
    | 'membershipNow'
    | 'specialitiesNow'
    | 'operatorsNow'
  >;
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
  asked: {
    organisation: string;
    after?: string | undefined;
    limit: number;
    state?: MemberState;
  },
): Promise<Result<{ items: Member[]; next?: string }, Forbidden | Unknown>> {
  const { organisation } = asked;
  const may = await mayAdminister(store, principal, organisation, []);
  if (!may.ok) return may;
  const { items, next } = await store.members(organisation, asked);
  return ok({
    items: items.map(memberOf),
    ...(next !== undefined && { next }),
  });
}

export type AskedRole = {
  readonly organisation: string;
  readonly person: string;
  readonly role: Role;
};

/**
 * Gives a person a role on these terms, whatever they were; given so already,
 * nothing is written. Cost: 3 RRU and 15 WRU, 3 WRU for each speciality that
 * begins or ends; 4 and 16 with the role operator.
 */
export async function grantRole(
  needs: MemberNeeds,
  principal: Person,
  { terms: wanted = {}, ...asked }: AskedRole & { readonly terms?: RoleTerms },
): Promise<
  Result<Member, Forbidden | Unknown | RuleBroken | Changed | Unavailable>
> {
  const { store, parts, now, log } = needs;
  const { organisation, person, role } = asked;
  const may = await mayAdminister(store, principal, organisation, [role]);
  if (!may.ok) return may;
  const terms = termsFor(role, wanted, now().toISOString().slice(0, 10));
  if (!terms.ok) return terms;
  const by = { person: principal.id, organisation: may.value.actsFor };
  let isNew = false;
  const done = await record<Member, Unknown, Unknown | RuleBroken>(
    needs,
    async () => {
      const kept = await store.person(person, { consistent: true });
      if (!kept) return fail({ code: 'unknown' });
      const before = membershipIn(kept, organisation);
      const given = withRole(before, role, terms.value);
      const { name } = kept.profile;
      const value = memberOf({ organisation, person, name, ...given });
      isNew = !isSameGiven(before, given);
      if (!isNew) return ok({ value, by, said: [], parts: [] });
      const seq = before.seq + 1;
      const after = { organisation, person, ...given, seq };
      return ok({
        value,
        by,
        said: [membersSaid(organisation, [{ before, after }])],
        parts: [
          parts.organisationOpen(organisation),
          parts.personExists(person),
          parts.membershipNow(after, now().toISOString()),
          ...parts.specialitiesNow(before, after),
          ...(await operatorsWith(needs, asked)),
        ],
      });
    },
  );
  if (done.ok && isNew)
    log.info(logs.roleGranted, { organisation, member: person, role });
  return done;
}

/**
 * Takes a role from a person; with the last one the membership has ended, which
 * is kept. The last operator stays one. Cost: 3 RRU and 11 WRU (12 for the last
 * role), 3 WRU for each speciality that ends; 4 and 13 with the role operator.
 */
export async function revokeRole(
  needs: MemberNeeds,
  principal: Person,
  asked: AskedRole,
): Promise<
  Result<undefined, Forbidden | Unknown | RuleBroken | Changed | Unavailable>
> {
  const { store, parts, now, log } = needs;
  const { organisation, person, role } = asked;
  const may = await mayAdminister(store, principal, organisation, [role]);
  if (!may.ok) return may;
  const by = { person: principal.id, organisation: may.value.actsFor };
  const done = await record<undefined, Unknown | RuleBroken>(
    needs,
    async () => {
      const kept = await store.person(person, { consistent: true });
      const before = kept && membershipIn(kept, organisation);
      if (!before?.roles.includes(role)) return fail({ code: 'unknown' });
      const seq = before.seq + 1;
      const after = { organisation, person, ...withoutRole(before, role), seq };
      const operators = await operatorsWithout(needs, asked);
      if (!operators.ok) return operators;
      return ok({
        value: undefined,
        by,
        said: [membersSaid(organisation, [{ before, after }])],
        parts: [
          parts.membershipNow(after, now().toISOString()),
          ...parts.specialitiesNow(before, after),
          ...operators.value,
        ],
      });
    },
  );
  if (done.ok)
    log.info(logs.roleRevoked, { organisation, member: person, role });
  return done;
}

/**
 * Whether someone may give these roles in an organisation that exists; with
 * none, whether they administer it. Gives the organisation that they act for.
 * Cost: 1 RRU.
 */
export async function mayAdminister(
  store: Pick<MemberNeeds['store'], 'organisation'>,
  principal: Person,
  organisation: string,
  assigned: readonly Role[],
): Promise<
  Result<{ actsFor: string; isClosed: boolean }, Forbidden | Unknown>
> {
  const found = await store.organisation(organisation, { consistent: true });
  if (!found) return fail({ code: 'unknown' });
  const may = mayAssign(principal, organisation, assigned);
  return may.ok
    ? ok({ actsFor: may.value, isClosed: found.closedAt !== undefined })
    : may;
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

/** What taking a role writes beside the membership. 1 RRU for an operator. */
async function operatorsWithout(
  needs: Pick<MemberNeeds, 'store' | 'parts'>,
  asked: AskedRole,
): Promise<Result<Part[], RuleBroken>> {
  if (asked.role !== 'operator') return ok([]);
  const after = withoutOperator(await operatorsNow(needs), placeOf(asked));
  return after.ok ? ok([needs.parts.operatorsNow(after.value)]) : after;
}

async function operatorsNow({
  store,
}: Pick<MemberNeeds, 'store'>): Promise<Operators> {
  return (await store.operators()) ?? { held: [], seq: 0 };
}

function placeOf({ person, organisation }: Omit<AskedRole, 'role'>): string {
  return `${person}@${organisation}`;
}

function memberOf(kept: Omit<NamedMember, 'seq'>): Member {
  const { awaitsApproval, person: id, name, organisation, roles, terms } = kept;
  return {
    person: { id, name },
    organisation,
    roles: [...roles],
    ...(terms && { terms }),
    ...(awaitsApproval && { awaitsApproval }),
  };
}
