import { ok, type Result } from '../../platform/result.ts';
import type { Edition } from '../edition/contract.ts';
import type { Head } from '../head/contract.ts';
import { allowed, type StateRefused } from './life.ts';
import { type By, type Move, moved } from './move.ts';

/** Years after which a publication is looked at again. Source: docs/domain.md. */
const defaultYears = 2;

/**
 * Types that age sooner: questions follow the examination outline of a year.
 * A type that is not named has the default.
 */
const yearsByType: Readonly<Record<string, number>> = {
  'xy:resource-type/assessment-item': 1,
};

/** Days ahead of re-review on which the holder is told. Source: docs/domain.md. */
export const noticeDays = [60, 30, 7] as const;

/** Days after re-review was due that it is withdrawn. Source: docs/domain.md. */
export const graceDays = 90;

/** When what is published at a moment is due for re-review: a date in UTC. */
export function reviewDueOf({ type }: Edition, at: string): string {
  const years = yearsByType[type ?? ''] ?? defaultYears;
  return yearsAfter(at, years);
}

/** What becomes of a resource by its dates alone, and on which date in UTC. */
export type Due = {
  readonly on: string;
  readonly what: 'publish' | 'remind' | 'fall-due' | 'outdate';
};

/**
 * What falls due next. Never before the day of the last change: a day that has
 * been worked off is not looked at again.
 */
export function nextDue(head: Head): Due | undefined {
  if (head.withdrawn) return undefined;
  const dues = [publicationOf(head), validityOf(head)].flatMap(
    (due) => due ?? [],
  );
  const [first] = dues.toSorted((a, b) => (a.on < b.on ? -1 : 1));
  const changedOn = head.changedAt.slice(0, 10);
  return first && { ...first, on: later(first.on, changedOn) };
}

function publicationOf({ review }: Head): Due | undefined {
  return review?.state === 'accepted' && review.publishOn !== undefined
    ? { on: review.publishOn, what: 'publish' }
    : undefined;
}

function validityOf({ published }: Head): Due | undefined {
  if (published === undefined) return undefined;
  const { reviewDue, notice, overdueSince } = published;
  if (overdueSince !== undefined) {
    return { on: daysAfter(overdueSince, graceDays), what: 'outdate' };
  }
  const next = noticeDays.find((days) => notice === undefined || days < notice);
  return next === undefined
    ? { on: reviewDue, what: 'fall-due' }
    : { on: daysAfter(reviewDue, -next), what: 'remind' };
}

/**
 * Gives notice that re-review comes near; when notices were missed, only the
 * nearest. Once it is due there is nothing left to remind of: it falls due.
 */
export function remind(
  head: Head,
  today: string,
  by: By,
): Result<Move, StateRefused> {
  const { published } = head;
  const days = noticeDays.findLast(
    (one) =>
      published !== undefined && daysAfter(published.reviewDue, -one) <= today,
  );
  if (!published || !days || published.reviewDue <= today) {
    return fallDue(head, today, by);
  }
  const possible = allowed(head, 'remind');
  if (!possible.ok) return possible;
  const { version, reviewDue } = published;
  const facts = { reviewDue, days };
  const state = { ...head, published: { ...published, notice: days } };
  return ok(moved(head, state, { action: 'remind', version, facts }, by));
}

/** Marks what is published as due for re-review, 待复审. */
export function fallDue(
  head: Head,
  today: string,
  by: By,
): Result<Move, StateRefused> {
  const possible = allowed(head, 'fall-due');
  if (!possible.ok) return possible;
  const published = publishedIn(head);
  const { version, reviewDue } = published;
  const state = { ...head, published: { ...published, overdueSince: today } };
  const said = { action: 'fall-due', version, facts: { reviewDue } } as const;
  return ok(moved(head, state, said, by));
}

type Published = NonNullable<Head['published']>;

/** What is published, found still valid: due again as if published today. */
export function renewed(published: Published, at: string): Published {
  const { notice: _, overdueSince: __, ...rest } = published;
  return { ...rest, reviewDue: reviewDueOf(published.edition, at) };
}

/** Restored after it was due, it has its days of grace anew. */
export function restored(published: Published, at: string): Published {
  return published.overdueSince === undefined
    ? published
    : { ...published, overdueSince: at.slice(0, 10) };
}

/** The publication of a head of which `allowed` said that it has one. */
export function publishedIn({ published }: Head): Published {
  if (published === undefined) throw new Error('Nothing is published.');
  return published;
}

/** The same day some years on; 29 February becomes the 28th. */
function yearsAfter(at: string, years: number): string {
  const then = new Date(at);
  const month = then.getUTCMonth();
  then.setUTCFullYear(then.getUTCFullYear() + years);
  if (then.getUTCMonth() !== month) then.setUTCDate(0);
  return then.toISOString().slice(0, 10);
}

/** A date so many days on, or back. */
export function daysAfter(date: string, days: number): string {
  const then = new Date(`${date}T00:00:00.000Z`);
  then.setUTCDate(then.getUTCDate() + days);
  return then.toISOString().slice(0, 10);
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}
