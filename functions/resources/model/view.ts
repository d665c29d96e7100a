import type {
  Action,
  Principal,
  ResourceFacts,
} from '../../platform/contract.ts';
import { actionsOn, may } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Edition } from '../edition/contract.ts';
import type {
  Closed,
  Head,
  Tombstone,
  VersionState,
} from '../head/contract.ts';
import type { Resource, Version, WorkItem } from '../view/contract.ts';
import { life, possibleSteps, standingOf } from './life.ts';

/** What the policy must know of a resource. */
export function factsOf(head: Head): ResourceFacts {
  const { holder, visibility, audience, contributors, former = [] } = head;
  return {
    holder,
    visibility,
    audience,
    contributors,
    // Nobody leaves the contributors to judge their own work.
    contributed: [...contributors, ...former],
    reviewers: head.review?.reviewers ?? [],
    isPublished: head.published !== undefined,
    isWithdrawn: head.withdrawn !== undefined,
  };
}

export type Unseen =
  | { readonly code: 'unknown' }
  | ({ readonly code: 'withdrawn' } & Tombstone);

/** How much of a resource somebody sees. */
export type Sight = 'work' | 'published';

/**
 * Whether somebody sees a resource, and whether the work too. What they may not
 * see is unknown to them, as if it did not exist; what they could see before it
 * was withdrawn has its tombstone.
 */
export function sightOf(
  head: Head,
  principal: Principal,
): Result<Sight, Unseen> {
  const facts = factsOf(head);
  const seesWork = may(principal, 'read-work', facts).allowed;
  if (seesWork && shownVersion(head) !== undefined) return ok('work');
  const { withdrawn } = head;
  const open = { ...facts, isWithdrawn: false };
  if (!may(principal, 'read', open).allowed) return fail({ code: 'unknown' });
  return withdrawn === undefined
    ? ok('published')
    : fail({ code: 'withdrawn', ...withdrawn });
}

/** The version that stands for the resource; none when all was discarded. */
export function shownVersion(head: Head): number | undefined {
  const { published, draft, review, closed } = head;
  return published?.version ?? draft ?? review?.version ?? closed?.version;
}

/** The version that work goes on with: the open one, else what is copied. */
export function workVersion(head: Head): number | undefined {
  const { published, draft, review, closed } = head;
  return draft ?? review?.version ?? closed?.version ?? published?.version;
}

/** Where a version stands. `closed` is what its own item says of its end. */
export function stateOfVersion(
  head: Head,
  version: number,
  closed?: Closed['state'],
): VersionState {
  if (head.draft === version) return 'draft';
  if (head.published?.version === version) return 'published';
  if (head.review?.version === version) return head.review.state;
  if (head.closed?.version === version) return head.closed.state;
  // The last way to end: only what was published is left without a mark.
  return closed ?? life.publish.retires;
}

/** The states of a version that readers see: what is or was published. */
export function isForReaders(state: VersionState): boolean {
  return state === 'published' || state === 'superseded';
}

/** A version and what it holds. */
export type Shown = { readonly version: number; readonly edition: Edition };

/** A resource as one reader sees it, who has been found to see it. */
export function represent(
  head: Head,
  { version, edition }: Shown,
  principal: Principal,
): Resource {
  const { id, holder, visibility, audience, published } = head;
  const seesWork = may(principal, 'read-work', factsOf(head)).allowed;
  return {
    id,
    holder,
    visibility,
    audience,
    version,
    state: stateOfVersion(head, version),
    edition,
    ...(published && {
      publishedAt: published.at,
      reviewDue: published.reviewDue,
      ...(published.overdueSince && { isReviewOverdue: true as const }),
    }),
    ...(seesWork && { work: workOf(head) }),
    actions: actionsNow(head, principal),
  };
}

function workOf(head: Head): Resource['work'] {
  const { contributors, draft, review, closed, withdrawn } = head;
  return {
    contributors,
    ...(draft !== undefined && { draft }),
    ...(review && {
      review: {
        id: review.id,
        version: review.version,
        state: review.state,
        ...(review.publishOn !== undefined && { publishOn: review.publishOn }),
        ...(review.again && { again: review.again }),
      },
    }),
    ...(closed && { closed }),
    ...(withdrawn && { withdrawn }),
  };
}

export function versionOf(
  head: Head,
  { version, edition }: Shown,
  state: VersionState,
  principal: Principal,
): Version {
  const actions = actionsOnVersion(head, state, principal);
  return { resourceId: head.id, version, state, edition, actions };
}

/** What is done to a version of each state; all else is to the resource. */
const versionActions: Readonly<Partial<Record<VersionState, Action[]>>> = {
  draft: ['edit', 'submit'],
  'in-review': ['take-back', 'decide', 'assign', 'score'],
  accepted: ['take-back', 'publish'],
};

/** The same of a published version that is in review again. */
const actionsAgain: readonly Action[] = ['decide', 'assign', 'score'];

/** What somebody may do to a version that stands so, and the state allows. */
export function actionsOnVersion(
  head: Head,
  state: VersionState,
  principal: Principal,
): Action[] {
  const isAgain = state === 'published' && head.review?.again === true;
  const actions = isAgain ? actionsAgain : versionActions[state];
  return actionsNow(head, principal).filter((action) =>
    actions?.includes(action),
  );
}

/** What somebody may do and the state allows. */
export function actionsNow(head: Head, principal: Principal): Action[] {
  return actionsOn(principal, factsOf(head)).filter((action) =>
    isPossible(head, action),
  );
}

/** Whether the state leaves anything for an action to do. */
function isPossible(head: Head, action: Action): boolean {
  const possible: readonly string[] = possibleSteps(head);
  switch (action) {
    case 'edit':
      return !['withdrawn', 'discarded'].includes(standingOf(head));
    case 'assign':
    case 'score':
    case 'decide':
      return possible.includes('assign');
    case 'submit':
    case 'take-back':
    case 'publish':
    case 'withdraw':
    case 'restore':
    case 'transfer':
      return possible.includes(action);
    default:
      return true;
  }
}

/**
 * Whether its contributors still have something to do about a resource: a
 * version is open, or all that there is was refused.
 */
export function isUnfinished(head: Head): boolean {
  const standing = standingOf(head);
  return !['published', 're-review', 'discarded', 'withdrawn'].includes(
    standing,
  );
}

/** An unfinished resource as a row of its contributors' list. */
export function workItem(head: Head): WorkItem | undefined {
  const { id, holder, draft, review, closed, changedAt } = head;
  const version = draft ?? review?.version ?? closed?.version;
  if (version === undefined || !isUnfinished(head)) return undefined;
  return {
    resourceId: id,
    title: head.workTitle ?? closed?.title ?? '',
    holder,
    version,
    state: stateOfVersion(head, version),
    ...(review && { review: review.id }),
    ...(review?.publishOn !== undefined && { publishOn: review.publishOn }),
    changedAt,
  };
}
