import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import type { MutedMail } from '../../notifications/contract.ts';
import type { Language, Role } from '../../platform/contract.ts';
import { queryAll } from '../../platform/query-all.ts';
import type { Member, MemberState } from '../member/contract.ts';
import type { Given } from '../model/membership.ts';
import type { Operators } from '../model/roles.ts';
import {
  directory,
  keys,
  MembershipItem,
  OperatorsItem,
  PersonItem,
} from './items.ts';
import {
  type Consistency,
  get,
  getAll,
  type Item,
  ownedBy,
} from './reading.ts';

/** A person as the directory has them. The name goes to no log and no event. */
export type Profile = {
  readonly id: string;
  readonly name: string;
  readonly username?: string | undefined;
  /** Sign-ins until then no longer count. */
  readonly tokensValidAfter?: string | undefined;
  readonly language?: Language | undefined;
  readonly mutedMail?: MutedMail | undefined;
  /** Privileged roles wait at this issuer until an admin has approved. */
  readonly unapprovedIssuer?: string | undefined;
  readonly createdAt: string;
};

/** A membership as it is kept; without roles it has ended. */
export type KeptMembership = Given & {
  readonly organisation: string;
  readonly person: string;
  readonly seq: number;
};

/**
 * A person with all memberships, in one request. 0.5 RRU per 4 KB, some 15
 * memberships; 1 consistent.
 */
async function person(
  id: string,
  { consistent }: Consistency,
): Promise<{ profile: Profile; held: KeptMembership[] } | undefined> {
  const found = await queryAll({
    TableName: directory.getName(),
    // Memberships (M#) and the profile; links to specialities sort after.
    KeyConditionExpression: 'pk = :person AND sk <= :profile',
    ExpressionAttributeValues: {
      ':person': id,
      ':profile': keys.person(id).sk,
    },
    ConsistentRead: consistent,
  });
  const profile = found.find(({ sk }) => sk === keys.person(id).sk);
  if (!profile) return undefined;
  const held = found.filter(({ sk }) =>
    String(sk).startsWith(keys.membershipPrefix),
  );
  return { profile: readProfile(profile), held: held.map(readMembership) };
}

/**
 * Which of these people there are, in one request for up to a hundred. 0.5 RRU
 * each.
 */
async function known(ids: readonly string[]): Promise<ReadonlySet<string>> {
  const wanted = [...new Set(ids)].map(keys.person);
  const found =
    wanted.length > 0 ? await getAll(wanted, { consistent: false }) : [];
  return new Set(found.map(({ pk }) => String(pk)));
}

/** A person's roles in one organisation, read consistently. 1 RRU. */
async function membership(
  personId: string,
  organisationId: string,
): Promise<KeptMembership | undefined> {
  const key = keys.membership(personId, organisationId);
  const found = await get(key, { consistent: true });
  return found && readMembership(found);
}

/** A member by name, and whether an admin has to approve their account. */
export type NamedMember = KeptMembership &
  Pick<Member, 'awaitsApproval'> & { readonly name: string };
const awaitsApproval = true as const;

/**
 * A page of an organisation's members by person id, with their names. 0.5 RRU
 * per 4 KB of memberships and 0.5 for each name; an index is read, so that a
 * change shows a moment later.
 */
async function members(
  organisationId: string,
  {
    after,
    limit,
    state = 'current',
  }: { after?: string | undefined; limit: number; state?: MemberState },
): Promise<{ items: NamedMember[]; next?: string }> {
  const owner = keys.membersOf(organisationId, state);
  const owned = await ownedBy(owner, { after, limit });
  const held = owned.items.map(readMembership);
  const profiles = await getAll(
    held.map((one) => keys.person(one.person)),
    { consistent: false },
  );
  const known = new Map(profiles.map(readProfile).map((one) => [one.id, one]));
  const last = held.at(-1);
  return {
    items: held.flatMap((one) => {
      const { name, unapprovedIssuer } = known.get(one.person) ?? {};
      if (name === undefined) return [];
      return [{ ...one, name, ...(unapprovedIssuer && { awaitsApproval }) }];
    }),
    ...(owned.isMore && last && { next: last.person }),
  };
}

/** All who hold the role operator, read consistently. 1 RRU. */
async function operators(): Promise<Operators | undefined> {
  const found = await get(keys.operators, { consistent: true });
  if (!found) return undefined;
  const { held, seq } = OperatorsItem.build(EntityFormatter).format(found);
  return { held, seq };
}

export const peopleReads = { person, known, membership, members, operators };

export function readProfile(found: Item): Profile {
  const {
    pk: _,
    sk: __,
    identities: ___,
    ...profile
  } = PersonItem.build(EntityFormatter).format(found);
  return profile;
}

export function readMembership(found: Item): KeptMembership {
  const { person, organisation, roles, terms, seq } =
    MembershipItem.build(EntityFormatter).format(found);
  const held: readonly Role[] = roles;
  return { person, organisation, roles: held, ...(terms && { terms }), seq };
}
