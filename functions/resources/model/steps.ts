import type { HistoryBody } from '../../platform/contract.ts';
import { contentHashOf } from '../../platform/history.ts';
import { ok, type Result } from '../../platform/result.ts';
import type { Closed, Head, WithdrawalKind } from '../head/contract.ts';
import { broken, type Refused } from './drafting.ts';
import { allowed, type StateRefused } from './life.ts';
import {
  type By,
  type Case,
  type Move,
  moved,
  type Said,
  type VersionChange,
} from './move.ts';
import { licenceBreaches } from './relations.ts';
import { breachesOf } from './submittable.ts';
import { publishedIn, renewed, restored, reviewDueOf } from './validity.ts';
import { shownVersion } from './view.ts';

/**
 * Submits the draft, unless something that submission needs is missing, or the
 * licence of something that it is based on does not allow its own.
 */
export function submit(
  { head, edition }: Case,
  review: string,
  by: By,
  sources: readonly Head[] = [],
): Result<Move, Refused> {
  const possible = allowed(head, 'submit');
  if (!possible.ok) return possible;
  const breaches = [
    ...breachesOf(edition),
    ...licenceBreaches(edition, sources),
  ];
  if (breaches.length > 0) return broken(...breaches);
  const { draft: version = head.latest, ...rest } = head;
  const opened = {
    id: review,
    version,
    state: 'in-review',
    submittedBy: by.actor,
  } as const;
  const facts = { review, edition: contentHashOf(edition) };
  const said = { action: 'submit', version, facts } as const;
  return ok(moved(head, { ...rest, review: opened }, said, by));
}

/** Makes the submitted version a draft again; its review ends with that. */
export function takeBack({ head }: Case, by: By): Result<Move, StateRefused> {
  const possible = allowed(head, 'take-back');
  if (!possible.ok) return possible;
  const { review, ...rest } = reviewed(head);
  const { version } = review;
  const facts = { review: review.id };
  const said = { action: 'take-back', version, facts } as const;
  return ok(moved(head, { ...rest, draft: version }, said, by));
}

/** Who is to review the version, and what the history says of it. */
export type Seats = {
  readonly reviewers: readonly string[];
  readonly facts: HistoryBody['facts'];
};

/** Puts reviewers on the version in review; from then on they see the work. */
export function assign(
  { head }: Pick<Case, 'head'>,
  { reviewers, facts }: Seats,
  by: By,
): Result<Move, StateRefused> {
  const possible = allowed(head, 'assign');
  if (!possible.ok) return possible;
  const { review, ...rest } = reviewed(head);
  const { id, version } = review;
  const told = { review: id, ...facts };
  const said = { action: 'assign', version, facts: told } as const;
  const state = { ...rest, review: { ...review, reviewers: [...reviewers] } };
  return ok(moved(head, state, said, by));
}

export type Verdict = {
  readonly outcome: 'accept' | 'reject' | 'request-changes';
  readonly reason?: string | undefined;
  /** Publish on this later date in UTC, not now. */
  readonly publishOn?: string | undefined;
  /** What a panel's scores came to, for the history: no names among it. */
  readonly panel?: HistoryBody['facts'][string] | undefined;
};

/**
 * Decides on the version in review. Accepting publishes it in the same step
 * unless a date is set; asking for changes opens its copy as the next draft.
 */
export function decide(
  found: Case,
  verdict: Verdict,
  by: By,
): Result<Move, Refused> {
  const { head } = found;
  const { outcome, reason, publishOn, panel } = verdict;
  const { again } = head.review ?? {};
  const possible = allowed(head, again ? verdictsAgain[outcome] : outcome);
  if (!possible.ok) return possible;
  const record: HistoryBody['facts'] = panel === undefined ? {} : { panel };
  // A panel's own rule gives its reason by what the scores came to.
  const hasReason = reason !== undefined || by.actor.startsWith('rule:');
  if (outcome !== 'accept' && !hasReason) {
    return broken({ pointer: '/reason', rule: 'reason-needed', outcome });
  }
  if (again && publishOn === undefined) {
    return ok(decidedAgain(found, outcome, { reason, facts: record }, by));
  }
  if (publishOn === undefined) {
    return ok(
      outcome === 'accept'
        ? published(found, by.actor, { reason, facts: record }, by)
        : refused(found, outcome, { reason, facts: record }, by),
    );
  }
  if (again) return broken({ pointer: '/publishOn', rule: 'date-of-renewal' });
  if (outcome !== 'accept') {
    return broken({ pointer: '/publishOn', rule: 'date-of-accepted', outcome });
  }
  const today = by.at.slice(0, 10);
  if (publishOn <= today) {
    const facts = { publishOn, today };
    return broken({ pointer: '/publishOn', rule: 'date-not-later', ...facts });
  }
  const { review, ...rest } = reviewed(head);
  const { version } = review;
  const accepted = {
    ...review,
    state: 'accepted',
    publishOn,
    decidedBy: by.actor,
  } as const;
  const facts = { review: review.id, publishOn, ...record };
  const said = { action: 'accept', version, reason, facts } as const;
  return ok(moved(head, { ...rest, review: accepted }, said, by));
}

/** Publishes what was accepted for a date, on the decision that accepted it. */
export function publish(found: Case, by: By): Result<Move, StateRefused> {
  const possible = allowed(found.head, 'publish');
  if (!possible.ok) return possible;
  const { decidedBy = by.actor } = reviewed(found.head).review;
  return ok(published(found, decidedBy, { facts: {} }, by));
}

/**
 * Closes every version to readers. A version in review or waiting goes back to
 * a draft, so that nothing is decided or published behind the tombstone.
 */
export function withdraw(
  { head }: Case,
  { kind, reason }: { kind: WithdrawalKind; reason?: string | undefined },
  by: By,
): Result<Move, StateRefused> {
  const possible = allowed(head, 'withdraw');
  if (!possible.ok) return possible;
  const { review, ...rest } = head;
  const withdrawn = { at: by.at, kind, holder: head.holder };
  const returned = review && !review.again && { draft: review.version };
  const version = head.published?.version ?? head.latest;
  const facts = {
    kind,
    ...(review && { review: review.id }),
    ...(returned && { returned: returned.draft }),
  };
  const said = { action: 'withdraw', version, reason, facts } as const;
  return ok(moved(head, { ...rest, ...returned, withdrawn }, said, by));
}

/** Ends a withdrawal: readers get the version that was published last. */
export function restore(
  { head }: Case,
  reason: string,
  by: By,
): Result<Move, StateRefused> {
  const possible = allowed(head, 'restore');
  if (!possible.ok) return possible;
  const { withdrawn: _, published, ...rest } = head;
  const state = {
    ...rest,
    ...(published && { published: restored(published, by.at) }),
  };
  const version = head.published?.version ?? head.latest;
  const said = { action: 'restore', version, reason, facts: {} } as const;
  return ok(moved(head, state, said, by));
}

/**
 * Gives a resource to another organisation to answer for. Where it stands, and
 * who contributed, stays.
 */
export function transfer(
  { head }: Pick<Case, 'head'>,
  { holder, reason }: { holder: string; reason?: string | undefined },
  by: By,
): Result<Move, Refused> {
  const possible = allowed(head, 'transfer');
  if (!possible.ok) return possible;
  if (holder === head.holder) {
    return broken({ pointer: '/holder', rule: 'holder-already', holder });
  }
  const version = shownVersion(head) ?? head.latest;
  const facts = { holder: { from: head.holder, to: holder } };
  const said = { action: 'transfer', version, reason, facts } as const;
  return ok(moved(head, { ...head, holder }, said, by));
}

function published(
  { head, edition }: Case,
  decidedBy: string,
  why: Pick<Said, 'reason' | 'facts'>,
  by: By,
): Move {
  const { review, workTitle: _, closed: __, ...rest } = reviewed(head);
  const { version } = review;
  const reviewDue = reviewDueOf(edition, by.at);
  const decision = { review: review.id, by: decidedBy };
  const facts = {
    ...decision,
    reviewDue,
    edition: contentHashOf(edition),
    ...(head.published && { supersedes: head.published.version }),
    ...why.facts,
  };
  const state = {
    ...rest,
    published: { version, at: by.at, reviewDue, decision, edition },
  };
  const { reason } = why;
  const said = { action: 'publish', version, reason, facts } as const;
  return moved(head, state, said, by);
}

const closings = {
  reject: 'rejected',
  'request-changes': 'changes-requested',
} as const satisfies Record<string, Closed['state']>;

function refused(
  { head, edition }: Case,
  outcome: keyof typeof closings,
  why: Pick<Said, 'reason' | 'facts'>,
  by: By,
): Move {
  const { review, workTitle: _, ...rest } = reviewed(head);
  const { version } = review;
  const state = closings[outcome];
  const { title } = edition;
  const closed: Closed = { version, state, review: review.id, title };
  const next = outcome === 'request-changes' ? head.latest + 1 : undefined;
  const draft = next && { latest: next, draft: next, workTitle: title };
  const facts = {
    review: review.id,
    edition: contentHashOf(edition),
    ...(next && { opened: next }),
    ...why.facts,
  };
  const { reason } = why;
  const said = { action: outcome, version, reason, facts } as const;
  const versions: VersionChange[] = [{ version, edition, closed: state }];
  if (next) versions.push({ version: next, edition });
  return moved(head, { ...rest, ...draft, closed }, said, by, versions);
}

/** Opens a review of what is published, to say whether it still holds. */
export function reReview(
  { head }: Pick<Case, 'head'>,
  review: string,
  by: By,
): Result<Move, StateRefused> {
  const possible = allowed(head, 're-review');
  if (!possible.ok) return possible;
  const { version } = publishedIn(head);
  const opened = {
    id: review,
    version,
    state: 'in-review',
    submittedBy: by.actor,
    again: true,
  } as const;
  const said = { action: 're-review', version, facts: { review } } as const;
  return ok(moved(head, { ...head, review: opened }, said, by));
}

/** What a verdict on a published version leads to. */
const verdictsAgain = {
  accept: 'renew',
  reject: 'withdraw',
  'request-changes': 'request-changes',
} as const satisfies Record<Verdict['outcome'], string>;

/**
 * Ends a re-review: what is published holds for another term, or it is
 * withdrawn as outdated, or its next version opens as a draft beside it.
 */
function decidedAgain(
  { head, edition }: Case,
  outcome: Verdict['outcome'],
  { reason, facts }: Pick<Said, 'reason' | 'facts'>,
  by: By,
): Move {
  const { review, ...rest } = reviewed(head);
  const { id, version } = review;
  const published = publishedIn(head);
  const action = verdictsAgain[outcome];
  switch (action) {
    case 'renew': {
      const again = renewed(published, by.at);
      const { reviewDue } = again;
      const told = { review: id, reviewDue, ...facts };
      const said = { action, version, reason, facts: told } as const;
      return moved(head, { ...rest, published: again }, said, by);
    }
    case 'withdraw': {
      const kind = 'outdated' as const;
      const withdrawn = { at: by.at, kind, holder: head.holder };
      const told = { kind, review: id, ...facts };
      const said = { action, version, reason, facts: told } as const;
      return moved(head, { ...rest, withdrawn }, said, by);
    }
    case 'request-changes': {
      const next = head.latest + 1;
      const draft = { latest: next, draft: next, workTitle: edition.title };
      const told = { review: id, opened: next, ...facts };
      const said = { action, version, reason, facts: told } as const;
      const versions = [{ version: next, edition }];
      return moved(head, { ...rest, ...draft }, said, by, versions);
    }
  }
}

type Reviewed = Head & Required<Pick<Head, 'review'>>;

/** The head of a resource of which `allowed` said that a review is open. */
function reviewed(head: Head): Reviewed {
  if (head.review === undefined) throw new Error('No version is in review.');
  return head as Reviewed;
}
