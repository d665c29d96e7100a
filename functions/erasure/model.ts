import type { Action, Membership, Person } from '../platform/contract.ts';
import { mayEver, mayInOrganisation } from '../platform/policy.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import {
  type Erasure,
  type ErasureStep,
  erasureSteps,
  type LedgerEntry,
} from './contract.ts';

export type Forbidden = { readonly code: 'forbidden'; readonly rule: string };

/** A line of the ledger as the table has it. */
export type KeptErasure = LedgerEntry & {
  readonly job: string;
  readonly doneAt?: string | undefined;
};

/**
 * Through which organisation somebody may do this to a person: they must be
 * allowed in every one in which the person holds a role, so that no school
 * erases, or reads, what belongs to another too. Who holds no role any more is
 * for operators.
 */
export function mayOver(
  asking: Person,
  action: Extract<Action, 'erase' | 'read-person'>,
  memberships: readonly Membership[],
): Result<string, Forbidden> {
  const places = new Set(memberships.map(({ organisation }) => organisation));
  if (places.size === 0) {
    const { allowed, rule, membership } = mayEver(asking, 'operate');
    return allowed && membership
      ? ok(membership.organisation)
      : fail({ code: 'forbidden', rule });
  }
  let through: string | undefined;
  for (const place of places) {
    const decision = mayInOrganisation(asking, action, place);
    if (!decision.allowed)
      return fail({ code: 'forbidden', rule: decision.rule });
    through ??= decision.membership?.organisation ?? place;
  }
  return ok(through ?? '');
}

/** Nobody erases themselves: a slip would be for good, and a child may not. */
export function mayErase(
  asking: Person,
  person: string,
  memberships: readonly Membership[],
): Result<string, Forbidden> {
  return asking.id === person
    ? fail({ code: 'forbidden', rule: 'not-oneself' })
    : mayOver(asking, 'erase', memberships);
}

/** The step after one; undefined after the last. */
export function stepAfter(step: ErasureStep): ErasureStep | undefined {
  return erasureSteps[erasureSteps.indexOf(step) + 1];
}

/** Where an erasure stands, as who may erase sees it. */
export function erasureOf(
  person: string,
  kept: KeptErasure | undefined,
): Erasure {
  if (!kept) return { person, state: 'none', kinds: [] };
  const { at, doneAt, job, kinds } = kept;
  return {
    person,
    state: doneAt === undefined ? 'asked' : 'erased',
    askedAt: at,
    ...(doneAt !== undefined && { erasedAt: doneAt }),
    job,
    kinds,
  };
}
