import * as z from 'zod';
import { id, type Logs, Moment, type Routes } from '../platform/contract.ts';

/** Limits of jobs; how long their files live is the stage's to say. */
export const limits = {
  /** How long a job is known after it was begun. */
  jobDays: 30,
  /** Problems that a job itself shows; the report has all. */
  problems: 20,
  /** How long an address to get a report from counts. */
  reportSeconds: 300,
} as const;

/**
 * The time of a worker's invocation. It takes steps for as long as its stage
 * says, half of it at most, then another goes on; so the last step has at least
 * the other half until it is cut off.
 */
export const working = { timeoutSeconds: 120 } as const;

/** Kinds of job: each has its event `<kind>.requested` and one consumer of it. */
export const jobKinds = ['roster', 'erasure'] as const;
export type JobKind = (typeof jobKinds)[number];

/**
 * What leads where. `cancelling`: its worker has yet to obey, between two
 * steps. What is done, failed or cancelled stays so.
 */
export const jobStates = [
  'queued',
  'working',
  'cancelling',
  'done',
  'failed',
  'cancelled',
] as const;
export type JobState = (typeof jobStates)[number];

/** What an event of a job says: which one, and when it was begun. */
export const JobEvent = z.strictObject({ job: id('job'), time: Moment });
export type JobEvent = z.infer<typeof JobEvent>;

export type JobEventType = `${JobKind}.requested`;
const typeOf = (kind: JobKind): JobEventType => `${kind}.requested`;

/** By kind, the event that its worker waits for. */
export const events = Object.fromEntries(
  jobKinds.map((kind) => [typeOf(kind), JobEvent]),
) as Readonly<Record<JobEventType, typeof JobEvent>>;

/** Something wrong with one place of what a job works on. */
export const JobProblem = z.strictObject({
  /** Row of a sheet, counted from 1 with its headings. */
  row: z.int().positive().optional(),
  /** Column of a sheet, as its heading calls it. */
  column: z.string().optional(),
  /** Key of its text in `rules` of the language catalogues. */
  rule: z.string(),
  message: z.string().meta({ description: "In the reader's language" }),
});

/** A job as its owner sees it, and who administers its organisation. */
export const Job = z.strictObject({
  id: id('job'),
  kind: z.enum(jobKinds),
  state: z.enum(jobStates),
  owner: id('per'),
  organisation: id('org'),
  /** By what is counted; the kind says what that is. */
  counts: z.record(z.string(), z.int().nonnegative()),
  /** The first of them; how many there are is among the counts. */
  problems: z.array(JobProblem).max(limits.problems),
  hasReport: z.boolean(),
  createdAt: Moment,
  changedAt: Moment,
  /** From then on nobody knows it any more. */
  expiresAt: Moment,
});
export type Job = z.infer<typeof Job>;

const OfJob = z.strictObject({ id: id('job') });

/**
 * Cancelling takes no `If-Match`: a job moves by itself all the while, and a
 * wish to end it does not depend on how far it is.
 */
export const routes = {
  read: {
    method: 'GET',
    path: '/v1/jobs/{id}',
    summary: 'Where a job stands',
    access: 'signed-in',
    params: OfJob,
    answer: { status: 200, body: Job },
    problems: ['unknown'],
  },
  report: {
    method: 'GET',
    path: '/v1/jobs/{id}/report',
    summary: "Leads to a job's report, by an address that counts for minutes",
    access: 'signed-in',
    params: OfJob,
    answer: { status: 302 },
    problems: ['unknown', 'state'],
  },
  cancel: {
    method: 'DELETE',
    path: '/v1/jobs/{id}',
    summary: 'Ends a job before its next step; what was done stays done',
    access: 'signed-in',
    params: OfJob,
    answer: { status: 202, body: Job },
    problems: ['unknown', 'state'],
  },
} as const satisfies Routes;

/** Codes never change: alarms, metric filters and runbooks name them. */
export const logs = {
  begun: { code: 'JOB_BEGUN', message: 'A job was begun' },
  worked: { code: 'JOB_WORKED', message: 'A job was worked on' },
  taken: {
    code: 'JOB_TAKEN',
    message: 'Another worker is at this job, or it is over',
  },
  lost: {
    code: 'JOB_LEASE_LOST',
    message: 'Another worker took this job over; this one stops',
  },
  cancelled: { code: 'JOB_CANCELLED', message: 'A job was cancelled' },
} as const satisfies Logs;
