import * as z from 'zod';
import { type Logs, Moment, type Routes } from '../platform/contract.ts';

/** What is kept of a drill: when it was, how it went, and how long it took. */
export const DrillSummary = z.strictObject({
  began: Moment,
  /** Whether every check held. */
  isGood: z.boolean(),
  resources: z.int().positive(),
  seed: z.string().max(100),
  /** Seconds of each way, on one machine: on AWS a deploy takes longer. */
  rtoEmulatedSeconds: z.strictObject({
    recovery: z.number().nonnegative(),
    primary: z.number().nonnegative(),
  }),
});
export type DrillSummary = z.infer<typeof DrillSummary>;

/** How far a table's copy in the other Region lags behind. */
const Lag = z.strictObject({
  table: z.string(),
  milliseconds: z.number().nonnegative(),
  at: Moment,
});
export type Lag = z.infer<typeof Lag>;

/** What an operator must know before a Region is lost. */
export const RecoveryStatus = z.strictObject({
  /** Raised by one each time that a Region took over. */
  epoch: z.int().positive(),
  lastDrill: z
    .union([DrillSummary, z.null()])
    .meta({ description: 'The newest that was recorded here; `null`: none' }),
  replication: z
    .discriminatedUnion('state', [
      z.strictObject({ state: z.literal('measured'), lags: z.array(Lag) }),
      z.strictObject({ state: z.literal('unmeasured') }),
      z.strictObject({ state: z.literal('unanswered') }),
    ])
    .meta({
      description:
        'What CloudWatch measured in the last quarter of an hour; `unmeasured`: nothing was, because nothing was written or there is no copy; `unanswered`: CloudWatch could not be asked',
    }),
  seals: z.strictObject({
    sealedUntil: Moment.optional(),
    oldestUnsealed: Moment.optional().meta({
      description:
        'The oldest change that no seal has yet; none: all are sealed',
    }),
  }),
});
export type RecoveryStatus = z.infer<typeof RecoveryStatus>;

export const routes = {
  status: {
    method: 'GET',
    path: '/v1/recovery/status',
    summary:
      'How ready the platform is to lose a Region: last drill, replication lag, oldest unsealed change',
    access: 'signed-in',
    permission: 'operate',
    answer: { status: 200, body: RecoveryStatus },
    problems: [],
  },
} as const satisfies Routes;

export const logs = {
  unanswered: {
    code: 'LAG_UNANSWERED',
    message: 'CloudWatch did not say how far copies lag behind',
  },
} as const satisfies Logs;
