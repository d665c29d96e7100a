import { type Panel, panelKinds } from '../panel/contract.ts';
import type { Assigned, Due, Judging, Kept } from './kept.ts';
import { newsOf, untrueIn } from './mending-news.ts';
import { panelOf } from './mending-panel.ts';
import { isRipe, reminderOf, seated, seatOf } from './panel.ts';
import { asOpen, type End, ended, type KeptReview, opened } from './review.ts';
import { endTold, isOpenIn, openedAs, resultOf, type Told } from './told.ts';

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

function hasSeat(panel: Panel | undefined, person: string): boolean {
  return panel?.seats.some(({ reviewer }) => reviewer === person) ?? false;
}
