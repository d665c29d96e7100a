import * as z from 'zod';
import { id, Moment, Sha256 } from '../../platform/contract.ts';

/** Steps of the history; each has its event `resource.<past tense>`. */
export const steps = {
  create: 'created',
  edit: 'edited',
  discard: 'discarded',
  revise: 'revised',
  submit: 'submitted',
  'take-back': 'taken-back',
  accept: 'accepted',
  reject: 'rejected',
  'request-changes': 'changes-requested',
  publish: 'published',
  withdraw: 'withdrawn',
  restore: 'restored',
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
  epoch: z.int().nonnegative(),
  seq: z.int().positive(),
  time: Moment,
  action: z.enum(Object.keys(steps) as [Step, ...Step[]]),
  version: z.int().positive(),
  previous: z.union([Sha256, z.null()]),
  bodyHash: Sha256,
});
export type HistoryHeader = z.infer<typeof HistoryHeader>;

/** Body of a history entry: readable by permission, erasable. */
export const HistoryBody = z.strictObject({
  actor: id('per'),
  organisation: id('org'),
  reason: z.string().optional(),
  facts: z.record(z.string(), z.json()),
  salt: z.string(),
});
export type HistoryBody = z.infer<typeof HistoryBody>;

export const events = Object.fromEntries(
  Object.values(steps).map((past) => [`resource.${past}`, ResourceEvent]),
) as Record<`resource.${(typeof steps)[Step]}`, typeof ResourceEvent>;
