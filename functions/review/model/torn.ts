import { canonical } from '../../platform/history.ts';
import type { Tear } from '../../platform/torn-history.ts';
import type { Assigned, Due, Judging, Kept } from './kept.ts';
import { dueOf } from './mending.ts';
import type { KeptReview } from './review.ts';
import { convenedIn, endTold, type Told } from './told.ts';

/** What of reviews may be torn. */
export const items = [
  'review',
  'panel',
  'sheet',
  'assignment',
  'comment',
  'news',
  'load',
  'rubric',
] as const;

/** One item that does not fit what the resource, or the others, say. */
export type TornReview = {
  /** The review; of a load the person, of a rubric its id. */
  readonly of: string;
  readonly item: (typeof items)[number];
  /** What it is to the rest: it should be there, be newer, or not be yet. */
  readonly tear: Tear;
  /**
   * A person; news by what the outbox calls it; how many comments; a version.
   * Else once more what it is of.
   */
  readonly which: string;
};

type Found = Omit<TornReview, 'of'>;

/**
 * What of a review is torn, and how all of it should be. The resource's head is
 * believed: it was judged before.
 */
export function judged(
  kept: Kept,
  told: Told,
  judging: Judging,
): { readonly torn: readonly TornReview[]; readonly due: Due } {
  const due = dueOf(kept, told, judging);
  const found = [
    ...tornReview(kept, due, told),
    ...each('sheet', 'lost', due.unscored),
    ...each('sheet', 'ahead', due.strayed),
    ...toldAssignments(kept, due),
    ...toldNews(kept, due),
  ];
  return { torn: found.map((one) => ({ of: kept.id, ...one })), due };
}

function each(
  item: Found['item'],
  tear: Found['tear'],
  all: readonly string[],
): Found[] {
  return all.map((which) => ({ item, tear, which }));
}

function tornReview(kept: Kept, due: Due, told: Told): Found[] {
  const { id, review: is } = kept;
  const { review: should } = due;
  const panel = due.isPanelLost ? each('panel', 'lost', [id]) : [];
  if (is === undefined) {
    const isNamed = should !== undefined || told.head?.review?.id === id;
    return isNamed ? [...each('review', 'lost', [id]), ...panel] : panel;
  }
  const gone = (is.comments ?? 0) - kept.comments;
  const isCounted = should?.state === 'open' && gone > 0;
  const comments = isCounted ? each('comment', 'lost', [`${gone}`]) : [];
  if (!should || isSame(apart(is, kept, due), should)) {
    return [...panel, ...comments];
  }
  const tear = isAhead(is, should, told) ? 'ahead' : 'behind';
  return [...each('review', tear, [id]), ...panel, ...comments];
}

/** A review as it is, but for what is told of as another item that is lost. */
function apart(is: KeptReview, { comments }: Kept, due: Due): KeptReview {
  if (due.review?.state !== 'open') return is;
  const { comments: counted = 0, panel, ...rest } = is;
  const left = Math.min(counted, comments);
  const seats = panel?.seats.map((one) =>
    due.unscored.includes(one.reviewer)
      ? ({ ...one, state: 'assigned' } as const)
      : one,
  );
  return {
    ...rest,
    ...(panel && seats && !due.isPanelLost && { panel: { ...panel, seats } }),
    ...(left > 0 && { comments: left }),
  };
}

/** But for its number, which is no part of what it says. */
export function isSame(
  one: KeptReview | undefined,
  other: KeptReview,
): boolean {
  return canonical({ ...one, seq: 0 }) === canonical({ ...other, seq: 0 });
}

/** Whether it knows of a step that its resource has not taken. */
function isAhead(is: KeptReview, should: KeptReview, told: Told): boolean {
  if (is.state === 'closed') return true;
  if (should.state === 'closed') return endTold(told, is.id) === undefined;
  if (is.panel && !should.panel) return true;
  const { at = '' } = convenedIn(told, is.id);
  return is.panel?.seats.some(({ assignedAt }) => assignedAt > at) ?? false;
}

/** Assignments that are not as they should be; undefined: they should go. */
export function tornAssignments(
  { assignments }: Kept,
  due: Due,
): ReadonlyMap<string, Assigned | undefined> {
  const are = new Map(assignments.map((one) => [one.reviewer, one]));
  const should = new Map(due.assignments.map((one) => [one.reviewer, one]));
  const people = [...new Set([...are.keys(), ...should.keys()])];
  const textOf = (one: Assigned | undefined) => canonical({ one });
  return new Map(
    people
      .filter((one) => textOf(are.get(one)) !== textOf(should.get(one)))
      .map((one) => [one, should.get(one)]),
  );
}

function toldAssignments(kept: Kept, due: Due): Found[] {
  const known = kept.assignments.map(({ reviewer }) => reviewer);
  return [...tornAssignments(kept, due)].map(([which, should]): Found => {
    const gone = known.includes(which) ? 'behind' : 'lost';
    return { item: 'assignment', tear: should ? gone : 'ahead', which };
  });
}

/** News are told of by their type and whom they are about. */
function toldNews({ news }: Kept, due: Due): Found[] {
  const plain = (key: string) => key.split('#').slice(0, 2).join('#');
  const lost = due.news.filter(({ key }) => !news.includes(key));
  return [
    ...each(
      'news',
      'lost',
      lost.map(({ key }) => plain(key)),
    ),
    ...each('news', 'ahead', due.untrue.map(plain)),
  ];
}
