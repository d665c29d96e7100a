import type { Action, Person, ResourceFacts } from '../../platform/contract.ts';
import {
  actionsOn,
  mayInOrganisation,
  type PlacedPerson,
} from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { OpenReview } from '../../resources/view/contract.ts';
import type { Decision, Ending, Review } from '../contract.ts';

/** A review as it is kept. `seq` grows by one with every change of it. */
export type KeptReview = OpenReview & {
  readonly seq: number;
  readonly state: 'open' | 'closed';
  readonly outcome?: Ending;
  readonly reason?: string;
  readonly decidedBy?: string;
  readonly closedAt?: string;
  readonly publishOn?: string;
};

/** How a review ends: what becomes of it besides its state. */
export type End = Pick<
  KeptReview,
  'outcome' | 'reason' | 'decidedBy' | 'closedAt' | 'publishOn'
>;

/** A review that a submission opens. */
export function opened(review: OpenReview): KeptReview {
  return { ...review, seq: 1, state: 'open' };
}

/** The end that a decision makes of a review. `at` is a moment in UTC. */
export function endOf(
  { outcome, reason, publishOn }: Decision,
  decidedBy: string,
  at: string,
): End {
  return {
    outcome,
    decidedBy,
    closedAt: at,
    ...(reason !== undefined && { reason }),
    ...(publishOn !== undefined && { publishOn }),
  };
}

/** A review after its end. */
export function ended(review: KeptReview, end: End): KeptReview {
  return { ...review, ...end, seq: review.seq + 1, state: 'closed' };
}

const reviewActions: readonly Action[] = ['read-review', 'decide'];

/** A review as somebody sees it who has been found to see it. */
export function represent(
  { seq: _, ...review }: KeptReview,
  principal: Person,
  facts: ResourceFacts,
): Review {
  const actions = actionsOn(principal, facts).filter(
    (action) =>
      reviewActions.includes(action) &&
      (action !== 'decide' || review.state === 'open'),
  );
  return { ...review, actions };
}

/** Strong and quoted; it is the review's own, not the resource's. */
export function etagOf({ seq }: KeptReview): string {
  return `"${seq}"`;
}

/** Whose open reviews: those of one organisation, or all of the district. */
export type Queue = { readonly holder: string } | 'district';

/**
 * The queue that somebody asks for, or their own: who manages the district's
 * root sees all, others the first organisation in which they are librarian.
 */
export function queueOf(
  principal: PlacedPerson,
  holder: string | undefined,
): Result<Queue, { code: 'forbidden'; rule: string }> {
  if (holder === undefined && managesRoot(principal)) return ok('district');
  const own = principal.memberships.find(({ role }) => role === 'librarian');
  const asked = holder ?? own?.organisation ?? '';
  const { allowed, rule } = mayInOrganisation(principal, 'decide', asked);
  return allowed ? ok({ holder: asked }) : fail({ code: 'forbidden', rule });
}

function managesRoot(principal: PlacedPerson): boolean {
  const root = rootOf(principal);
  return principal.memberships.some(
    ({ organisation, role }) => role === 'librarian' && organisation === root,
  );
}

/** The organisation above all others; unknown to who is a member of none. */
export function rootOf({ places }: PlacedPerson): string | undefined {
  const [place] = places?.values() ?? [];
  // Nearest first, so that the last has nothing above it.
  return place && [...place.above].at(-1);
}
