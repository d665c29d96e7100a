import { isUnavailable } from '../platform/faults.ts';
import type { Log } from '../platform/log.ts';
import { logs } from './contract.ts';
import {
  changed,
  type Step,
  type StoredJob,
  stepped,
  workable,
} from './model.ts';
import type { JobStore, Report } from './store.ts';

/** What a kind of job is to its worker. */
export type JobWork = {
  /**
   * One step, from where `checkpoint` says (undefined: the beginning). It may
   * be done twice, when its worker was killed before that was noted, so its
   * effects must bear repeating. Some seconds long at most: a wish to cancel
   * is obeyed, and the time left looked at, between two steps.
   */
  readonly step: (job: StoredJob, desk: Desk) => Promise<Step>;
  /** What an ending by hand leaves to clear away. @default nothing */
  readonly cancelled?: (job: StoredJob) => Promise<void>;
};

/** What a step may do for its job beside its own work. */
export type Desk = {
  /** Keeps the report that the owner downloads; again replaces it. */
  readonly keepReport: (report: Report) => Promise<void>;
};

export type WorkNeeds = {
  readonly store: Pick<JobStore, 'job' | 'save' | 'goOn' | 'keepReport'>;
  /** Who works: another for each invocation. */
  readonly holder: string;
  /** When this invocation should stop taking steps (milliseconds, UTC). */
  readonly stopAt: number;
  /** When nobody can be at it any more: the invocation's own end. */
  readonly leaseUntil: number;
  /** Waits before a step is tried for the `n`th time (2, 3), with jitter. */
  readonly pause: (attempt: number) => Promise<unknown>;
  readonly now: () => Date;
  readonly log: Log;
};

/**
 * Works on a job, step by step, until it is over or this invocation's time is;
 * then another goes on. Whoever is killed in between leaves a lease that ends,
 * and the queue's message comes again. A job that somebody else is at is left
 * alone. Throws what a step throws in the end: the checkpoint before it stays. Cost beside
 * the steps': 1 RRU, and 1 WRU per KB of the job for each step.
 */
export async function workOn(
  needs: WorkNeeds,
  work: JobWork,
  id: string,
): Promise<void> {
  const { log, now, stopAt, store } = needs;
  let job = await take(needs, id);
  if (job === undefined) return log.info(logs.taken, { job: id });
  let steps = 0;
  const keepReport = (report: Report) => store.keepReport(id, report);
  while (job.state === 'working') {
    if (now().getTime() >= stopAt) {
      const released = await save(needs, job, 'release');
      if (released === undefined) return;
      log.info(logs.worked, { job: id, steps, state: released.state });
      return store.goOn(released, now());
    }
    const step = await patiently(needs, job, work, { keepReport });
    steps += 1;
    const kept = await save(needs, stepped(job, step), step.end ?? 'keep');
    if (kept === undefined) return;
    job = kept;
  }
  if (job.state === 'cancelling') {
    await work.cancelled?.(job);
    const ended = await save(needs, { ...job, state: 'cancelled' }, 'release');
    if (ended === undefined) return;
    job = ended;
  }
  log.info(logs.worked, { job: id, steps, state: job.state, ...job.counts });
}

/**
 * A step, tried again when something that it needs does not answer for a moment:
 * else the job would wait until the queue gives its message again.
 */
async function patiently(
  { pause }: WorkNeeds,
  job: StoredJob,
  { step }: JobWork,
  desk: Desk,
): Promise<Step> {
  for (let attempt = 2; ; attempt += 1) {
    try {
      return await step(job, desk);
    } catch (error) {
      if (attempt > stepAttempts || !isUnavailable(error)) throw error;
      await pause(attempt);
    }
  }
}

const stepAttempts = 3;

/** Takes a job's lease, unless it is over or another's. */
async function take(
  { holder, leaseUntil, now, store }: WorkNeeds,
  id: string,
): Promise<StoredJob | undefined> {
  const job = await store.job(id);
  const isOpen = job && workable.some((state) => state === job.state);
  if (!isOpen) return undefined;
  if (job.lease && job.lease.until > now().getTime()) return undefined;
  const state = job.state === 'queued' ? 'working' : job.state;
  const taken = changed(
    job,
    { state, lease: { holder, until: leaseUntil } },
    now(),
  );
  return (await store.save(taken)) ? taken : undefined;
}

/**
 * Saves the worker's job over what is kept, if the lease is still this
 * worker's. Meanwhile nobody but an owner who cancels may have changed it: that
 * wish is taken over, unless the job is over by itself.
 */
async function save(
  needs: WorkNeeds,
  job: StoredJob,
  how: 'keep' | 'release' | 'done' | 'failed',
): Promise<StoredJob | undefined> {
  const { holder, leaseUntil, log, now, store } = needs;
  const lease = how === 'keep' ? { lease: { holder, until: leaseUntil } } : {};
  let before = job;
  for (let attempt = 1; attempt <= saveAttempts; attempt += 1) {
    const isWished = before.state === 'cancelling' && job.state === 'working';
    const state = isWished ? 'cancelling' : job.state;
    const next = changed(
      { ...job, seq: before.seq },
      { state, ...lease },
      now(),
    );
    if (await store.save(next)) return next;
    const found = await store.job(job.id);
    if (found?.lease?.holder !== holder) break;
    before = found;
  }
  log.warn(logs.lost, { job: job.id });
  return undefined;
}

const saveAttempts = 5;
