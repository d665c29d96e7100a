import * as z from 'zod';
import { historyLinks, id, Moment } from '../../platform/contract.ts';

/** Steps of the history; each has its event `resource.<past tense>`. */
export const steps = {
  create: 'created',
  edit: 'edited',
  discard: 'discarded',
  revise: 'revised',
  submit: 'submitted',
  'take-back': 'taken-back',
  assign: 'assigned',
  accept: 'accepted',
  reject: 'rejected',
  'request-changes': 'changes-requested',
  publish: 'published',
  withdraw: 'withdrawn',
  restore: 'restored',
  redact: 'redacted',
} as const;
export type Step = keyof typeof steps;

/** What an event about a resource says: ids and codes only. */
export const ResourceEvent = z.strictObject({
  resourceId: id('res'),
  epoch: z.int().nonnegative(),
  seq: z.int().positive(),
  step: z.enum(Object.keys(steps) as [Step, ...Step[]]),
  version: z.int().positive(),
  time: Moment,
});
export type ResourceEvent = z.infer<typeof ResourceEvent>;

/** Header of a history entry: public, without any person. */
export const HistoryHeader = z.strictObject({
  resource: id('res'),
  ...historyLinks,
  action: z.enum(Object.keys(steps) as [Step, ...Step[]]),
  version: z.int().positive(),
});
export type HistoryHeader = z.infer<typeof HistoryHeader>;

export const events = Object.fromEntries(
  Object.values(steps).map((past) => [`resource.${past}`, ResourceEvent]),
) as Record<`resource.${(typeof steps)[Step]}`, typeof ResourceEvent>;
