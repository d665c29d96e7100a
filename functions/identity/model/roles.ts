import type { Principal, Role } from '../../platform/contract.ts';
import { mayGive } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';

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
 * Whether someone may give these roles in an organisation, or take them; with
 * none, whether they administer it. Gives the organisation that they act for.
 */
export function mayAssign(
  principal: Principal,
  organisation: string,
  roles: readonly Role[],
): Result<string, Forbidden> {
  const { allowed, rule, membership } = mayGive(principal, roles, organisation);
  return allowed
    ? ok(membership?.organisation ?? organisation)
    : fail({ code: 'forbidden', rule });
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
