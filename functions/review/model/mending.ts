import type { Edition } from '../../resources/edition/contract.ts';
import type { OpenReview } from '../../resources/view/contract.ts';
import { type Ending, outcomes } from '../contract.ts';
import type { News } from '../news/contract.ts';
import {
  type Panel,
  panelKinds,
  type Seat,
  type Sheet,
} from '../panel/contract.ts';
import type { RubricRef } from '../rubric/contract.ts';
import { specialitiesOf } from './candidates.ts';
import { deadlineOf, isRipe, reminderOf, seated, seatOf } from './panel.ts';
import { asOpen, type End, ended, type KeptReview, opened } from './review.ts';
import {
  convenedIn,
  endTold,
  isOpenIn,
  openedAs,
  resultOf,
  type Told,
} from './told.ts';

/** That a review waits for somebody, and when somebody must look at that. */
export type Assigned = {
  readonly review: OpenReview;
  readonly reviewer: string;
  readonly due: string;
  readonly look: string;
};

/** All that a table has of one review, in whatever state it was left. */
export type Kept = {
  readonly id: string;
  readonly review: KeptReview | undefined;
  readonly sheets: readonly Sheet[];
  readonly assignments: readonly Assigned[];
  /** How many comments there are. */
  readonly comments: number;
  /** What is in the outbox: `<type>#<which>`. */
  readonly news: readonly string[];
};

export type Judging = {
  /** A moment in UTC: what was whole before it was not lost with the Region. */
  readonly since: string;
  readonly at: string;
  /** Whom the directory does not know any more: nothing waits for them. */
  readonly erased: ReadonlySet<string>;
  /** Whether there is that version of a rubric. */
  readonly isRubric: (rubric: RubricRef) => boolean;
};

/** How all of a review should be, by its resource and by what is left of it. */
export type Due = {
  /** But for its number; undefined when nothing tells of it. */
  readonly review: KeptReview | undefined;
  readonly assignments: readonly Assigned[];
  readonly news: readonly { readonly key: string; readonly news: News }[];
  /** The resource knows its reviewers, and nothing what panel they are. */
  readonly isPanelLost: boolean;
  /** Who scored, as the panel says, and whose scores are gone. */
  readonly unscored: readonly string[];
  /** Whose scores are of a panel that the resource does not know. */
  readonly strayed: readonly string[];
  /** What in the outbox never came to be. */
  readonly untrue: readonly string[];
};

/**
 * The number of a review as it is left. One that is written anew begins with
 * all that it has had: nobody decides by what they saw before.
 */
export function keptNumber({ assignments, comments, review, sheets }: Kept) {
  return review?.seq ?? assignments.length + comments + sheets.length;
}

/**
 * What a review should be. The head says whether it is open and who sits; the
 * entries, what panel that is and how it ended; a sheet, that somebody scored.
 * Where nothing tells how it ended, nobody decided.
 */
export function dueOf(kept: Kept, told: Told, judging: Judging): Due {
  const { id } = kept;
  const opening = openedAs(told, id);
  const is = kept.review ?? (opening && opened(opening));
  if (is === undefined || !isOpenIn(told, id)) {
    const review = is && over(is, kept, told, judging);
    const news = review ? newsOf(review, judging) : [];
    return { ...nothing, review, news, untrue: untrueIn(kept, review) };
  }
  const panel = panelOf(kept, told, judging);
  const review = openAgain(is, kept, told, panel);
  const sat = kept.review?.panel;
  return {
    review,
    assignments: assignmentsOf(review, kept, judging),
    news: newsOf(review, judging),
    isPanelLost: panel === 'lost',
    unscored: seated(review.panel)
      .filter(({ state }) => state !== 'scored')
      .map(({ reviewer }) => reviewer)
      .filter((one) => seatOf(sat, one)?.state === 'scored'),
    strayed: kept.sheets
      .map(({ reviewer }) => reviewer)
      .filter((one) => !hasSeat(review.panel, one)),
    untrue: untrueIn(kept, review),
  };
}

const nothing = {
  assignments: [],
  news: [],
  isPanelLost: false,
  unscored: [],
  strayed: [],
} as const;

/** A review that its resource is in: whatever ended it never happened. */
function openAgain(
  is: KeptReview,
  { comments }: Kept,
  { head }: Told,
  panel: Panel | 'lost' | undefined,
): KeptReview {
  const { seq } = is;
  return {
    ...opened({ ...asOpen(is), holder: head?.holder ?? is.holder }),
    seq,
    ...(panel && panel !== 'lost' && { panel }),
    ...(comments > 0 && { comments }),
  };
}

/** A review that its resource has gone on without, or never was in. */
function over(
  is: KeptReview,
  kept: Kept,
  told: Told,
  { at, since }: Judging,
): KeptReview {
  const end = endTold(told, is.id);
  const isOpen = is.state === 'open';
  const isRecent = (is.closedAt ?? '') >= since && told.isWhole;
  const isUntold = is.decidedBy !== undefined && isRecent && !end;
  if (!isOpen && !isUntold) return is;
  const { seq } = is;
  const { comments, panel } = is;
  const rest = { ...opened(asOpen(is)), ...(comments && { comments }) };
  const open = { ...rest, ...(panel && { panel }) };
  if (!end) return { ...ended(open, undecided(is, told, at)), seq };
  const { record, ...how } = end;
  const contributed = [
    ...(told.head?.contributors ?? []),
    ...(told.head?.former ?? []),
  ];
  const sheets = kept.sheets
    .filter(({ reviewer }) => seatOf(panel, reviewer))
    .filter(({ reviewer }) => !contributed.includes(reviewer))
    .map(({ reviewer, scores }) => ({ reviewer, scores }));
  const result = record && { result: resultOf(record, sheets) };
  return { ...ended(open, { ...how, ...result }), seq };
}

/** Its version is a draft again, as if it was taken back, or it is gone. */
function undecided(is: KeptReview, { head }: Told, closedAt: string): End {
  const isDraft = head?.draft === is.version;
  return { outcome: isDraft ? 'taken-back' : 'withdrawn', closedAt };
}

/** The panel that the head's reviewers make. */
function panelOf(
  kept: Kept,
  told: Told,
  { erased, isRubric }: Judging,
): Panel | 'lost' | undefined {
  const { reviewers, version = 0 } = told.head?.review ?? {};
  if (reviewers === undefined) return undefined;
  const before = kept.review?.panel;
  const { at, convener = before?.convener, said } = convenedIn(told, kept.id);
  const kind = said?.panel ?? before?.kind;
  const rubric = said?.rubric ?? before?.rubric;
  if (!kind || !rubric || !isRubric(rubric)) return 'lost';
  const since = at ?? told.head?.changedAt ?? '';
  const scored = new Set(kept.sheets.map(({ reviewer }) => reviewer));
  const dues = new Map(
    kept.assignments.map(({ due, reviewer }) => [reviewer, due]),
  );
  const fresh = (reviewer: string, left = ''): Seat => {
    const told = timesTold(kept, reviewer).filter((time) => time > left);
    const assignedAt = told.at(-1) ?? since;
    const due = dues.get(reviewer) ?? deadlineOf(kind, assignedAt);
    return { reviewer, state: 'assigned', assignedAt, due };
  };
  const known = (before?.seats ?? []).flatMap((one): Seat[] => {
    if (reviewers.includes(one.reviewer)) {
      const { assignedAt, reviewer, state } = one;
      return [state === 'replaced' ? fresh(reviewer, assignedAt) : one];
    }
    if (one.assignedAt <= since) return [{ ...one, state: 'replaced' }];
    // Who was to sit from a later step on did not, unless once before.
    const told = timesTold(kept, one.reviewer);
    const assignedAt = told.findLast((time) => time <= since);
    return assignedAt ? [{ ...one, assignedAt, state: 'replaced' }] : [];
  });
  const sitting = new Set(known.map(({ reviewer }) => reviewer));
  const added = reviewers
    .filter((one) => !sitting.has(one))
    .map((one) => fresh(one));
  const speciality =
    before?.speciality ?? specialityOf(told.editions.get(version));
  return {
    kind,
    rubric,
    ...(speciality && { speciality }),
    seats: [...known, ...added].map((one): Seat => {
      const isOut = one.state === 'replaced' || erased.has(one.reviewer);
      if (isOut) return one;
      return {
        ...one,
        state: scored.has(one.reviewer) ? 'scored' : 'assigned',
      };
    }),
    ...(convener && { convener }),
  };
}

/** When somebody was told that they sit, the last time last. */
function timesTold({ news }: Kept, person: string): string[] {
  const prefix = `review.assigned#${person}#`;
  return news
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length))
    .toSorted();
}

function specialityOf(edition: Edition | undefined) {
  return edition && specialitiesOf(edition)[0];
}

function hasSeat(panel: Panel | undefined, person: string): boolean {
  return panel?.seats.some(({ reviewer }) => reviewer === person) ?? false;
}

/**
 * Whom the review waits for. When somebody looks is left as it is, but that the
 * rule decides soon where the last score came and nobody was told.
 */
function assignmentsOf(
  review: KeptReview,
  { assignments, review: before }: Kept,
  { at, erased }: Judging,
): Assigned[] {
  const isRuled = waitsForRule(review, at);
  const isNew = before === undefined || !waitsForRule(before, at);
  return seated(review.panel)
    .filter(({ reviewer }) => !erased.has(reviewer))
    .map((seat): Assigned => {
      const { due, reviewer } = seat;
      const is = assignments.find((one) => one.reviewer === reviewer);
      const isKept = is?.due === due && !(isRuled && isNew && is.look > at);
      const look = isRuled ? at : reminderOf(seat);
      return {
        ...{ review: asOpen(review), reviewer, due },
        look: isKept ? is.look : look,
      };
    });
}

function waitsForRule({ panel }: KeptReview, at: string): boolean {
  const scored = seated(panel).filter(({ state }) => state === 'scored');
  return (
    panel !== undefined &&
    isRipe(panel, at) &&
    scored.length >= panelKinds[panel.kind].quorum
  );
}

/** What people should have been told of late, as the outbox keeps it. */
function newsOf(review: KeptReview, { since }: Judging): Due['news'] {
  const { closedAt, id: reviewId, outcome, resourceId } = review;
  const about = { reviewId, resourceId };
  if (closedAt !== undefined) {
    if (!outcome || !isDecision(outcome) || closedAt < since) return [];
    const detail = { ...about, time: closedAt, outcome };
    const news = { type: 'review.decided', detail } as const;
    return [{ key: `${news.type}#${outcome}`, news }];
  }
  return seated(review.panel)
    .filter(({ assignedAt }) => assignedAt >= since)
    .map(({ assignedAt: time, due, reviewer }) => {
      const detail = { ...about, time, reviewer, due };
      const news = { type: 'review.assigned', detail } as const;
      return { key: `${news.type}#${reviewer}#${time}`, news };
    });
}

function isDecision(end: Ending): boolean {
  return outcomes.some((one) => one === end);
}

/** News of a decision that was not, or of a seat that nobody took. */
function untrueIn({ news }: Kept, review: KeptReview | undefined): string[] {
  return news.filter((key) => {
    const [type = '', which = '', time = ''] = key.split('#');
    if (type === 'review.decided') return which !== review?.outcome;
    if (type !== 'review.assigned') return false;
    return !review?.panel?.seats.some(
      ({ assignedAt, reviewer }) => reviewer === which && assignedAt >= time,
    );
  });
}
