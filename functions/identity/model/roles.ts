import type { Principal, Role } from '../../platform/contract.ts';
import { mayEver, mayInOrganisation } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';

/**
 * Roles that reach beyond an organisation's own affairs: only operators give
 * and take them. Source: docs/domain.md, "Roles".
 */
const districtRoles: readonly Role[] = ['operator', 'auditor'];

/** A rule that a well-formed wish breaks, and where in the body it does. */
export type RuleBroken = {
  readonly code: 'rule-broken';
  readonly errors: readonly ({
    readonly pointer: string;
    readonly rule: string;
  } & Readonly<Record<string, string | number>>)[];
};

/** One broken rule as a failure, with the facts that its text shows. */
export function broken(
  pointer: string,
  rule: string,
  facts: Readonly<Record<string, string | number>> = {},
): Result<never, RuleBroken> {
  return fail({ code: 'rule-broken', errors: [{ pointer, rule, ...facts }] });
}

export type Forbidden = { readonly code: 'forbidden'; readonly rule: string };

/**
 * Whether someone may give these roles in an organisation, or take them: they
 * administer it, and no role reaches above their own. Gives the organisation
 * that they act for.
 */
export function mayAssign(
  principal: Principal,
  organisation: string,
  roles: readonly Role[],
): Result<string, Forbidden> {
  const administers = mayInOrganisation(principal, 'administer', organisation);
  if (!administers.allowed) {
    return fail({ code: 'forbidden', rule: administers.rule });
  }
  const isBeyond = roles.some((role) => districtRoles.includes(role));
  if (isBeyond && !mayEver(principal, 'operate').allowed) {
    return fail({ code: 'forbidden', rule: 'operators-assign' });
  }
  return ok(administers.membership?.organisation ?? organisation);
}

/**
 * All who hold the role operator, as `<person>@<organisation>`; never empty
 * once there is one.
 */
export type Operators = {
  readonly held: readonly string[];
  readonly seq: number;
};

/** The operators with one added; the same when they were one already. */
export function withOperator(operators: Operators, place: string): Operators {
  const { held, seq } = operators;
  return held.includes(place)
    ? operators
    : { held: [...held, place], seq: seq + 1 };
}

/** The operators with one taken out, unless nobody would be left. */
export function withoutOperator(
  { held, seq }: Operators,
  place: string,
): Result<Operators, RuleBroken> {
  const left = held.filter((one) => one !== place);
  return left.length === 0
    ? broken('', 'last-operator')
    : ok({ held: left, seq: seq + 1 });
}
