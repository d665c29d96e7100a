import * as z from 'zod';
import { id } from '../../platform/contract.ts';

/** A resource that is or will be due for re-review, in a librarian's list. */
export const FallingDue = z.strictObject({
  resourceId: id('res'),
  title: z.string(),
  holder: id('org'),
  version: z.int().positive(),
  reviewDue: z.iso.date(),
  /** It is due, 待复审, since this date in UTC. */
  overdueSince: z.iso.date().optional(),
  /** When it is withdrawn as outdated, unless it is judged anew before. */
  outdatedOn: z.iso.date().optional(),
  /** The re-review that is open. */
  review: id('rev').optional(),
});
export type FallingDue = z.infer<typeof FallingDue>;

/** That a part of a day has something to be worked off, from `after` on. */
export const DayPart = z.strictObject({
  date: z.iso.date(),
  shard: z.int().nonnegative(),
  /** The day that counts as today, in UTC. */
  today: z.iso.date(),
  after: id('res').optional(),
});
export type DayPart = z.infer<typeof DayPart>;

export const dueEvents = { 'day.waiting': DayPart } as const;

/** What the schedule's function may be told by hand. */
export const DayRun = z.strictObject({
  /**
   * Work off what is listed under this one day.
   * @default all days up to today of which anything is left
   */
  date: z.iso.date().optional(),
  /** The day that counts as today. @default `date`, else today in UTC */
  today: z.iso.date().optional(),
});
