import * as z from 'zod';
import {
  HistoryBody,
  historyLinks,
  id,
  Moment,
  Sha256,
} from '../../platform/contract.ts';
import { historyExport, sealedEntry } from '../../seals/seal/contract.ts';

/** Steps of the history; each has its event `resource.<past tense>`. */
export const steps = {
  create: 'created',
  edit: 'edited',
  discard: 'discarded',
  revise: 'revised',
  correct: 'corrected',
  submit: 'submitted',
  'take-back': 'taken-back',
  assign: 'assigned',
  accept: 'accepted',
  reject: 'rejected',
  'request-changes': 'changes-requested',
  publish: 'published',
  withdraw: 'withdrawn',
  restore: 'restored',
  transfer: 'transferred',
  relate: 'related',
  unrelate: 'unrelated',
  remind: 'reminded',
  'fall-due': 'fell-due',
  're-review': 're-review-opened',
  renew: 'renewed',
  redact: 'redacted',
  recover: 'recovered',
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

/** An entry: its header for ever, its body to those who may read it. */
export const HistoryEntry = z.strictObject({
  header: HistoryHeader,
  hash: Sha256,
  body: HistoryBody.optional(),
  /** Its body named somebody who was erased. */
  erased: z.literal(true).optional(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const SealedEntry = sealedEntry(HistoryEntry);
export type SealedEntry = z.infer<typeof SealedEntry>;

/** A whole history, or a part of a long one, to be checked elsewhere. */
export const HistoryExport = historyExport(HistoryEntry);
export type HistoryExport = z.infer<typeof HistoryExport>;

export const events = Object.fromEntries(
  Object.values(steps).map((past) => [`resource.${past}`, ResourceEvent]),
) as Record<`resource.${(typeof steps)[Step]}`, typeof ResourceEvent>;
