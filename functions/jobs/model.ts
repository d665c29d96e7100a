import { fail, ok, type Result } from '../platform/result.ts';
import { type JobKind, type JobState, limits } from './contract.ts';

/** A problem with the facts that its text shows. */
export type Problem = {
  readonly row?: number;
  readonly column?: string;
  readonly rule: string;
  readonly facts?: Readonly<Record<string, string | number>>;
};

/** A job as it is kept. Times are RFC 3339 in UTC, `expiresAt` in seconds. */
export type StoredJob = {
  readonly id: string;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly owner: string;
  readonly organisation: string;
  /** What the kind's worker was asked for; it never changes. */
  readonly input: Readonly<Record<string, string>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly problems: readonly Problem[];
  /** Where the next step begins, in the words of the kind. */
  readonly checkpoint?: string;
  /** The name that the report is saved under, once there is one. */
  readonly report?: string;
  readonly lease?: Lease;
  /** Grows by one with every change. */
  readonly seq: number;
  readonly createdAt: string;
  readonly changedAt: string;
  readonly expiresAt: number;
};

/** Who is at a job, and until when nobody else may be (milliseconds, UTC). */
export type Lease = { readonly holder: string; readonly until: number };

export type NewJob = Pick<
  StoredJob,
  'id' | 'kind' | 'owner' | 'organisation' | 'input'
>;

/** A job as it begins. */
export function newJob(asked: NewJob, now: Date): StoredJob {
  const at = now.toISOString();
  const seconds = Math.floor(now.getTime() / 1_000);
  return {
    ...asked,
    state: 'queued',
    counts: {},
    problems: [],
    seq: 1,
    createdAt: at,
    changedAt: at,
    expiresAt: seconds + limits.jobDays * 24 * 3_600,
  };
}

/** States in which a worker may take a job. */
export const workable = [
  'queued',
  'working',
  'cancelling',
] as const satisfies readonly JobState[];

/** Where a wish to cancel leads; from other states it leads nowhere. */
const cancelledFrom = {
  queued: 'cancelled',
  working: 'cancelling',
  cancelling: 'cancelling',
  cancelled: 'cancelled',
} as const satisfies Partial<Record<JobState, JobState>>;

export type NotNow = {
  readonly code: 'state';
  readonly state: JobState;
  readonly possible: readonly string[];
};

/** The state that a job gets when somebody ends it, or why it is too late. */
export function cancel(state: JobState): Result<JobState, NotNow> {
  const states: Partial<Record<JobState, JobState>> = cancelledFrom;
  const next = states[state];
  return next === undefined
    ? fail({ code: 'state', state, possible: ['report'] })
    : ok(next);
}

/** What one step of a job came to. */
export type Step = {
  /** @default as before */
  readonly counts?: Readonly<Record<string, number>>;
  /** @default as before; of a long list the first are kept */
  readonly problems?: readonly Problem[];
  /** @default as before */
  readonly report?: string;
  /** Where the next step begins. @default as before */
  readonly next?: string;
  /** That this was the last step. @default another follows */
  readonly end?: 'done' | 'failed';
};

/** The job after any change of it. */
export function changed(
  job: StoredJob,
  change: Partial<Pick<StoredJob, 'state' | 'lease'>>,
  now: Date,
): StoredJob {
  const { lease: _, ...rest } = job;
  const changedAt = now.toISOString();
  return { ...rest, ...change, seq: job.seq + 1, changedAt };
}

/** The job after a step of its worker, who keeps it. */
export function stepped(job: StoredJob, step: Step): StoredJob {
  const { counts, end, next, problems, report } = step;
  return {
    ...job,
    ...(counts && { counts }),
    ...(problems && { problems: problems.slice(0, limits.problems) }),
    ...(report !== undefined && { report }),
    ...(next !== undefined && { checkpoint: next }),
    ...(end !== undefined && { state: end }),
  };
}
