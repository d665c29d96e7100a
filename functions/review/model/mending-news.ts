import { type Ending, outcomes } from '../contract.ts';
import type { Due, Judging, Kept } from './kept.ts';
import { seated } from './panel.ts';
import type { KeptReview } from './review.ts';

/** What people should have been told of late, as the outbox keeps it. */
export function newsOf(review: KeptReview, { since }: Judging): Due['news'] {
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
export function untrueIn(
  { news }: Kept,
  review: KeptReview | undefined,
): string[] {
  return news.filter((key) => {
    const [type = '', which = '', time = ''] = key.split('#');
    if (type === 'review.decided') return which !== review?.outcome;
    if (type !== 'review.assigned') return false;
    return !review?.panel?.seats.some(
      ({ assignedAt, reviewer }) => reviewer === which && assignedAt >= time,
    );
  });
}
