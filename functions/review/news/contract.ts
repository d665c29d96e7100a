import * as z from 'zod';
import { id, Moment } from '../../platform/contract.ts';
import { endings } from '../contract.ts';

const About = z.strictObject({
  reviewId: id('rev'),
  resourceId: id('res'),
  time: Moment,
  /** Of the Region in which it happened. */
  epoch: z.int().nonnegative(),
});
const AboutSeat = About.extend({ reviewer: id('per') });

/** What happens to reviews, by the type of its event: ids and codes only. */
export const events = {
  /** Somebody was put on a panel. */
  'review.assigned': AboutSeat.extend({ due: Moment }),
  /** Somebody has not scored, and the deadline is near. */
  'review.due': AboutSeat.extend({ due: Moment }),
  /** Somebody gave way, to another reviewer if one could be found. */
  'review.reviewer-replaced': AboutSeat.extend({
    replacedBy: id('per').optional(),
  }),
  /** Nobody could be found for a seat: who convened the panel must. */
  'review.seat-empty': About.extend({ convener: id('per') }),
  'review.decided': About.extend({ outcome: z.enum(endings) }),
} as const;
export type NewsType = keyof typeof events;

/** One piece of news; the outbox adds the epoch to its detail. */
export type News = {
  readonly [type in NewsType]: {
    readonly type: type;
    readonly detail: Omit<z.infer<(typeof events)[type]>, 'epoch'>;
  };
}[NewsType];

/** An event of a review as the bus gives it, with its type. */
export const ReviewEvent = z.discriminatedUnion('type', [
  eventOf('review.assigned'),
  eventOf('review.due'),
  eventOf('review.reviewer-replaced'),
  eventOf('review.seat-empty'),
  eventOf('review.decided'),
]);
export type ReviewEvent = z.infer<typeof ReviewEvent>;

function eventOf<T extends NewsType>(type: T) {
  return z.strictObject({ type: z.literal(type), detail: events[type] });
}
