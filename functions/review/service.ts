import type { Commit, Part } from '../platform/commit.ts';
import type { Person } from '../platform/contract.ts';
import type { Log } from '../platform/log.ts';
import { may, mayEver } from '../platform/policy.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { ResourceService } from '../resources/service.ts';
import type { OpenReview, Resource } from '../resources/view/contract.ts';
import { type Decision, logs, type Review } from './contract.ts';
import {
  ended,
  endOf,
  etagOf,
  type KeptReview,
  queueOf,
  represent,
} from './model/review.ts';
import type { ReviewStore } from './store/reviews.ts';

/** What other capabilities ask of reviews. */
export type ReviewDesk = {
  /** A review that opens with a submission. 4 WRU under 1 KB. */
  opened(review: OpenReview): Part[];
  /** A review that ends without a decision. 4 WRU under 1 KB. */
  ended(id: string, outcome: 'taken-back' | 'withdrawn', at: string): Part[];
  /** The oldest that wait for somebody; nothing for who never decides. */
  waiting(
    principal: Person,
    limit: number,
  ): Promise<readonly OpenReview[] | undefined>;
};

export function reviewDesk(
  store: Pick<ReviewStore, 'openedPart' | 'endedPart' | 'openReviews'>,
): ReviewDesk {
  return {
    opened: (review) => [store.openedPart(review)],
    ended: (id, outcome, at) => [
      store.endedPart(id, { outcome, closedAt: at }),
    ],
    async waiting(principal, limit) {
      const queue = mayEver(principal, 'decide').allowed
        ? queueOf(principal, undefined)
        : undefined;
      if (!queue?.ok) return undefined;
      const { items } = await store.openReviews(queue.value, { limit });
      return items;
    },
  };
}

export type ReviewNeeds = {
  readonly store: ReviewStore;
  readonly resources: Pick<ResourceService, 'headNow' | 'factsOf' | 'decide'>;
};
type Forbidden = { readonly code: 'forbidden'; readonly rule: string };
type Unknown = { readonly code: 'unknown' };

/** A page of open reviews; `after` and `next` are places in the queue. */
export type QueuePage = {
  readonly limit: number;
  readonly holder: string | undefined;
  readonly after: string | undefined;
};

/** Open reviews, oldest first. 0.5 RRU per 4 KB of them, some ten. */
export async function listReviews(
  { store }: Pick<ReviewNeeds, 'store'>,
  principal: Person,
  { holder, ...page }: QueuePage,
): Promise<Result<{ items: OpenReview[]; next?: string }, Forbidden>> {
  const queue = queueOf(principal, holder);
  if (!queue.ok) return queue;
  return ok(await store.openReviews(queue.value, page));
}

/** A review with how its reader sees it. */
export type SeenReview = {
  readonly kept: KeptReview;
  readonly review: Review;
};

/**
 * One review, for its resource's contributors, reviewers, librarians and
 * auditors. Cost: 1 RRU per 4 KB of the review and of the head.
 */
export async function readReview(
  needs: ReviewNeeds,
  principal: Person,
  id: string,
): Promise<Result<SeenReview, Unknown>> {
  const found = await find(needs, principal, id);
  if (!found.ok) return found;
  const { kept, head } = found.value;
  const facts = needs.resources.factsOf(head);
  return ok({ kept, review: represent(kept, principal, facts) });
}

export type DecideNeeds = ReviewNeeds & {
  readonly commit: Commit;
  readonly now: () => Date;
  readonly log: Log;
};

/** A decided review, and the resource after it. */
export type DecidedReview = SeenReview & { readonly resource: Resource };

/**
 * Decides on a version: the review ends, the resource moves, and accepted
 * without a date it is published, all in one transaction. Cost: 1 RRU per 4 KB
 * of review, head and version; the WRU of the resource's step (2h + 8 for a
 * publication by one author), and 2r + 2 for a review of r KB with its reason.
 */
export async function decideReview(
  needs: DecideNeeds,
  principal: Person,
  asked: {
    readonly id: string;
    readonly ifMatch: string;
    readonly decision: Decision;
  },
) {
  const { store, resources, commit, now, log } = needs;
  const found = await find(needs, principal, asked.id);
  if (!found.ok) return found;
  const { kept, head } = found.value;
  const { decision } = asked;
  if (etagOf(kept) !== asked.ifMatch) return fail({ code: 'changed' });
  if (kept.state === 'closed' || head.review?.id !== kept.id) {
    return fail({ code: 'state', state: 'closed', possible: [] });
  }
  const decided = await resources.decide(head, decision, principal);
  if (!decided.ok) return decided;
  const end = endOf(decision, principal.id, now().toISOString());
  const after = ended(kept, end);
  const { resource, parts } = decided.value;
  const facts = resources.factsOf(decided.value.head);
  const review = represent(after, principal, facts);
  const answer: DecidedReview = { kept: after, review, resource };
  const ending = store.endedPart(kept.id, end, kept.seq);
  const done = await commit(answer, [...parts, ending]);
  const { id, resourceId } = kept;
  const { outcome } = decision;
  if (done.ok) log.info(logs.decided, { review: id, resourceId, outcome });
  return done;
}

async function find(
  { store, resources }: ReviewNeeds,
  principal: Person,
  id: string,
) {
  const kept = await store.review(id, { consistent: true });
  const head = kept && (await resources.headNow(kept.resourceId));
  if (!head) return fail({ code: 'unknown' });
  const facts = resources.factsOf(head);
  return may(principal, 'read-review', facts).allowed
    ? ok({ kept, head })
    : fail({ code: 'unknown' });
}
