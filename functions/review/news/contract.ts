import * as z from 'zod';
import { id, Moment } from '../../platform/contract.ts';
import { endings } from '../contract.ts';

const About = z.strictObject({
  reviewId: id('rev'),
  resourceId: id('res'),
  time: Moment,
});
const AboutSeat = About.extend({ reviewer: id('per') });

/** What happens to reviews, by the type of its event: ids and codes only. */
export const events = {
  /** Somebody was put on a panel. */
  'review.assigned': AboutSeat.extend({ due: Moment }),
  /** Somebody has not scored, and the deadline is near. */
  'review.due': AboutSeat.extend({ due: Moment }),
  /** Somebody gave way: to another reviewer, or the librarian must find one. */
  'review.reviewer-replaced': AboutSeat.extend({
    replacedBy: id('per').optional(),
  }),
  'review.decided': About.extend({ outcome: z.enum(endings) }),
} as const;
export type NewsType = keyof typeof events;

/** One piece of news, as the outbox keeps it. */
export type News = {
  readonly [type in NewsType]: {
    readonly type: type;
    readonly detail: z.infer<(typeof events)[type]>;
  };
}[NewsType];
