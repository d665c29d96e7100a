import * as z from 'zod';
import { id, type Logs, Sha256 } from '../platform/contract.ts';

/**
 * Whose log says what operators did with the tools of `npm run ops`: capability
 * and entry, as in the names of all logs.
 */
export const toolLog = ['operations', 'tools'] as const;

/** How two things that should say the same may differ; `mend` is safe. */
export const differences = {
  /** Published, but not to be found. */
  'index-missing': { about: 'resource', mend: true },
  /** The index holds an older state. */
  'index-behind': { about: 'resource', mend: true },
  /** To be found, but withdrawn. */
  'index-withdrawn': { about: 'resource', mend: true },
  /** To be found, but never published or not known at all. */
  'index-unknown': { about: 'resource', mend: false },
  /** The head counts more entries than the history holds. */
  'history-behind': { about: 'resource', mend: false },
  /** The history holds entries that the head does not know. */
  'history-ahead': { about: 'resource', mend: false },
  /** The head names another entry as the last one. */
  'history-differs': { about: 'resource', mend: false },
  /** A published file has no bytes in the library. */
  'file-missing': { about: 'resource', mend: false },
  /** The library holds bytes that the catalogue knows nothing of. */
  'file-unrecorded': { about: 'file', mend: false },
} as const;
export type DifferenceKind = keyof typeof differences;
const kinds = Object.keys(differences) as [DifferenceKind, ...DifferenceKind[]];

/** One difference: of a resource by its id, of a file by its SHA-256. */
export const Difference = z.strictObject({
  kind: z.enum(kinds),
  id: z.union([id('res'), Sha256]),
  /** The file that is missing. */
  file: Sha256.optional(),
});
export type Difference = z.infer<typeof Difference>;

/** Resources or files that one step looks at again, or mends. */
export const mostAtOnce = 100;
const resources = z.array(id('res')).max(mostAtOnce);

/** One step of a comparison; `after` is what the step before answered. */
export const ReconcileStep = z.discriminatedUnion('step', [
  z.strictObject({
    step: z.literal('heads'),
    segment: z.int().nonnegative(),
    segments: z.int().positive(),
    after: z.string().optional(),
  }),
  z.strictObject({ step: z.literal('index'), after: id('res').optional() }),
  z.strictObject({ step: z.literal('library'), after: z.string().optional() }),
  /** Looks again at what differed: what was under way is through by now. */
  z.strictObject({
    step: z.literal('again'),
    resources,
    files: z.array(Sha256).max(mostAtOnce),
  }),
  /** Has the last event of each resource sent once more. */
  z.strictObject({ step: z.literal('mend'), resources }),
]);
export type ReconcileStep = z.infer<typeof ReconcileStep>;

/** What each step answers: how much it looked at, and what differs. */
export const ReconcileAnswer = z.strictObject({
  seen: z.int().nonnegative(),
  differences: z.array(Difference),
  /** Where to go on; without it nothing is left. */
  after: z.string().optional(),
});
export type ReconcileAnswer = z.infer<typeof ReconcileAnswer>;

/** Codes never change: alarms, metric filters and runbooks name them. */
export const logs = {
  compared: {
    code: 'RECONCILED',
    message: 'Compared a part of what should say the same',
  },
  mended: {
    code: 'RECONCILE_SENT',
    message: 'Sent the last events of resources once more',
  },
} as const satisfies Logs;
