import { type Role, roles } from '../../platform/contract.ts';
import { ok, type Result } from '../../platform/result.ts';
import type { RoleTerms, Speciality, Terms } from '../member/contract.ts';
import type { RolesAt } from './person.ts';
import { broken, type RuleBroken } from './roles.ts';

/** The roles given in one organisation, with their dates and specialities. */
export type Given = {
  readonly roles: readonly Role[];
  readonly terms?: Terms | undefined;
};

/** Whether terms hold on a day in UTC; both ends are included. */
export function isWithin(
  { from = '', until }: Pick<RoleTerms, 'from' | 'until'>,
  today: string,
): boolean {
  return from <= today && (until === undefined || today <= until);
}

/** Of the roles given, those that count on a day in UTC, where any does. */
export function rolesOn(
  held: readonly (Given & { readonly organisation: string })[],
  today: string,
): RolesAt[] {
  return held
    .map(({ organisation, roles: given, terms = {} }) => ({
      organisation,
      roles: given.filter((role) => isWithin(terms[role] ?? {}, today)),
    }))
    .filter(({ roles: counting }) => counting.length > 0);
}

/** The specialities that are given with the role expert. */
export function specialitiesOf({ roles: given, terms }: Given): Speciality[] {
  return given.includes('expert')
    ? [...(terms?.expert?.specialities ?? [])]
    : [];
}

/** Of some specialities those that are not among the others. */
export function beyond(
  some: readonly Speciality[],
  others: readonly Speciality[],
): Speciality[] {
  return some.filter((one) => !others.some((other) => isSame(one, other)));
}

function isSame(one: Speciality, other: Speciality): boolean {
  const { learningStage, subject } = one;
  return learningStage === other.learningStage && subject === other.subject;
}

/** The membership with a role given on these terms, whatever they were. */
export function withRole(before: Given, role: Role, terms: RoleTerms): Given {
  const { [role]: _, ...others } = before.terms ?? {};
  const isLimited = Object.values(terms).some((one) => one !== undefined);
  return tidy({
    roles: inOrder([...before.roles, role]),
    terms: isLimited ? { ...others, [role]: terms } : others,
  });
}

/** The membership with a role taken, and its terms with it. */
export function withoutRole(before: Given, role: Role): Given {
  const { [role]: _, ...terms } = before.terms ?? {};
  return tidy({ roles: before.roles.filter((one) => one !== role), terms });
}

/** Whether both give the same roles on the same terms. */
export function isSameGiven(one: Given, other: Given): boolean {
  return JSON.stringify(written(one)) === JSON.stringify(written(other));
}

/** Roles with their terms as the record has them. */
export function written({ roles: given, terms = {} }: Given) {
  return inOrder(given).map((role) => {
    const { from, until, specialities } = terms[role] ?? {};
    return {
      role,
      ...(from !== undefined && { from }),
      ...(until !== undefined && { until }),
      ...(specialities && { specialities }),
    };
  });
}

/**
 * Terms as they are given, or the rule that they break. A role that has ended
 * is taken, not given; the last operator must stay, which a date would undo in
 * the night, so that operators have none.
 */
export function termsFor(
  role: Role,
  { from, until, specialities = [] }: RoleTerms,
  today: string,
): Result<RoleTerms, RuleBroken> {
  if (role === 'operator' && (from ?? until) !== undefined) {
    return broken(from ? '/from' : '/until', 'operator-undated');
  }
  if (until !== undefined && until < today) {
    return broken('/until', 'role-ended', { until, today });
  }
  if (from !== undefined && until !== undefined && until < from) {
    return broken('/until', 'dates-reversed', { from, until });
  }
  if (role !== 'expert' && specialities.length > 0) {
    return broken('/specialities', 'specialities-of-experts', { role });
  }
  const distinct = new Map(
    specialities.map((one) => [`${one.learningStage} ${one.subject}`, one]),
  );
  return ok({
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
    ...(distinct.size > 0 && { specialities: [...distinct.values()] }),
  });
}

/** Each role once, in the order of the contract. */
export function inOrder(held: readonly Role[]): Role[] {
  return roles.filter((role) => held.includes(role));
}

function tidy({ roles: given, terms = {} }: Given): Given {
  return Object.keys(terms).length === 0
    ? { roles: given }
    : { roles: given, terms };
}
