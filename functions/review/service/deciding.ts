import type { Person } from '../../platform/contract.ts';
import { fail } from '../../platform/result.ts';
import type { ResourceService } from '../../resources/service.ts';
import type { Resource } from '../../resources/view/contract.ts';
import { type Decision, logs } from '../contract.ts';
import {
  ended,
  endOf,
  type ReviewSettings,
  represent,
} from '../model/review.ts';
import { endingParts, type RuleNeeds, recordOf, resultOf } from './by-rule.ts';
import { findReview, isCurrent, isOpen } from './finding.ts';
import type { SeenReview } from './reading.ts';

export type DecideNeeds = RuleNeeds & {
  readonly resources: Pick<ResourceService, 'headNow' | 'factsOf' | 'decide'>;
  readonly settings: ReviewSettings;
};

/** A decided review, and the resource after it. */
export type DecidedReview = SeenReview & { readonly resource: Resource };

/**
 * Decides on a version: the review ends, the resource moves, and accepted
 * without a date it is published, all in one transaction. What a panel gave
 * goes into the record; then acceptance needs a reason too. Cost: `findReview`,
 * 1 RRU per 4 KB of the version, and of the rubric with a panel; the WRU of the
 * resource's step, and `endingParts`. A publication by one author is 2h + 2b +
 * 11: 3 for the header, 4 for the author's work, 4 for its due date.
 */
export async function decideReview(
  needs: Omit<DecideNeeds, 'resources'> & {
    readonly resources: DecideNeeds['resources'];
  },
  principal: Person,
  asked: {
    readonly id: string;
    readonly ifMatch: string;
    readonly decision: Decision;
  },
) {
  const { resources, commit, now, log, settings } = needs;
  const found = await findReview(needs, principal, asked.id);
  if (!found.ok) return found;
  if (!isCurrent(found.value, asked.ifMatch)) return fail({ code: 'changed' });
  if (!isOpen(found.value)) {
    return fail({ code: 'state', state: 'closed', possible: [] });
  }
  const { kept, head } = found.value;
  const { decision } = asked;
  const result = await resultOf(needs, found.value);
  const verdict = { ...decision, ...(result && { panel: recordOf(result) }) };
  const decided = await resources.decide(head, verdict, principal);
  if (!decided.ok) return decided;
  if (result && decision.reason === undefined) {
    const { outcome } = decision;
    const breach = { pointer: '/reason', rule: 'reason-of-panel', outcome };
    return fail({ code: 'rule-broken', errors: [breach] });
  }
  const at = now().toISOString();
  const end = endOf(decision, principal.id, at, result);
  const after = ended(kept, end);
  const { resource, parts } = decided.value;
  const facts = resources.factsOf(decided.value.head);
  const review = represent(after, principal, facts, settings);
  const answer: DecidedReview = { kept: after, review, resource };
  const done = await commit(answer, [
    ...parts,
    ...endingParts(needs, kept, end),
  ]);
  const { id, resourceId } = kept;
  const { outcome } = decision;
  if (done.ok) log.info(logs.decided, { review: id, resourceId, outcome });
  return done;
}
