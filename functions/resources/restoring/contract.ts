import * as z from 'zod';
import { id, Moment, Sha256 } from '../../platform/contract.ts';

/** A resource as of a time; without `apply` nothing is changed. */
export const RestoreAsked = z.strictObject({
  resource: id('res'),
  at: Moment,
  apply: z.boolean(),
});
export type RestoreAsked = z.infer<typeof RestoreAsked>;

/** Why a resource cannot be had as it was. */
export const restoreRefusals = [
  /** There is no such resource. */
  'unknown',
  /** Readers could not open it at that time. */
  'not-open',
  /** What it held then was erased since, with or without the whole. */
  'erased',
  /** Its version of then is gone, or holds something else now. */
  'version-lost',
  /** The library has not the bytes of all its files any more. */
  'files-lost',
  /** It was withdrawn since: that ends in another way. */
  'withdrawn',
  /** Somebody works on a version, or one is in review. */
  'open-work',
  /** Readers see just that. */
  'same',
  /** Another change came between. */
  'changed',
  /** The Region has been succeeded. */
  'unavailable',
] as const;

export const RestoreAnswer = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.enum(['possible', 'done']),
    /** The version of then, when it became readable, and what it becomes. */
    version: z.int().positive(),
    since: Moment,
    becomes: z.int().positive(),
    reviewDue: z.iso.date(),
    /** Fields of what readers see that become others. */
    fields: z.array(z.string()),
    files: z.int().nonnegative(),
  }),
  z.strictObject({
    outcome: z.literal('refused'),
    reason: z.enum(restoreRefusals),
    files: z.array(Sha256).optional(),
  }),
]);
export type RestoreAnswer = z.infer<typeof RestoreAnswer>;
export type RestoreRefusal = (typeof restoreRefusals)[number];
