import type { Action, Person, ResourceFacts } from '../../platform/contract.ts';
import { may } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Head } from '../../resources/head/contract.ts';
import type { ResourceService } from '../../resources/service.ts';
import { etagOf, factsOfReview, type KeptReview } from '../model/review.ts';
import type { KeptSheet, ReviewStore } from '../store/reviews.ts';

export type FindNeeds = {
  readonly reviews: Pick<ReviewStore, 'whole'>;
  readonly resources: Pick<ResourceService, 'headNow' | 'factsOf'>;
};

/** A review with its resource's head, and with what the policy must know. */
export type FoundReview = {
  readonly kept: KeptReview;
  readonly sheets: readonly KeptSheet[];
  readonly head: Head;
  readonly facts: ResourceFacts;
};

export type Unknown = { readonly code: 'unknown' };
export type Forbidden = { readonly code: 'forbidden'; readonly rule: string };
export type Closed = {
  readonly code: 'state';
  readonly state: 'closed';
  readonly possible: readonly string[];
};

/**
 * A review for somebody who may read it; to all others it is unknown. Cost: 1
 * RRU per 4 KB of the review with its sheets, and of the head.
 */
export async function findReview(
  needs: FindNeeds,
  principal: Person,
  id: string,
): Promise<Result<FoundReview, Unknown>> {
  const found = await loadReview(needs, id);
  const isSeen = found && may(principal, 'read-review', found.facts).allowed;
  return isSeen ? ok(found) : fail({ code: 'unknown' });
}

/** A review as it is now, for what no person asks. Cost: that of `findReview`. */
export async function loadReview(
  { reviews, resources }: FindNeeds,
  id: string,
): Promise<FoundReview | undefined> {
  const whole = await reviews.whole(id);
  const head = whole && (await resources.headNow(whole.kept.resourceId));
  if (!head) return undefined;
  const facts = factsOfReview(whole.kept, resources.factsOf(head));
  return { ...whole, head, facts };
}

/**
 * The same for somebody who would do something to it while it is open. A review
 * that its resource has gone on without is closed.
 */
export async function openReview(
  needs: FindNeeds,
  principal: Person,
  id: string,
  action: Action,
): Promise<Result<FoundReview, Unknown | Forbidden | Closed>> {
  const found = await findReview(needs, principal, id);
  if (!found.ok) return found;
  const { allowed, rule } = may(principal, action, found.value.facts);
  if (!allowed) return fail({ code: 'forbidden', rule });
  return isOpen(found.value)
    ? found
    : fail({ code: 'state', state: 'closed', possible: [] });
}

/** Whether the review is open, and is the one that the resource is in. */
export function isOpen({ kept, head }: FoundReview): boolean {
  return kept.state === 'open' && head.review?.id === kept.id;
}

/** Whether the ETag that somebody holds is of now. */
export function isCurrent({ kept }: FoundReview, ifMatch: string): boolean {
  return etagOf(kept) === ifMatch;
}
