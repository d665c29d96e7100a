import type { Part } from '../platform/commit.ts';
import type { Person } from '../platform/contract.ts';
import type { Log } from '../platform/log.ts';
import { mayInOrganisation } from '../platform/policy.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { logs } from './contract.ts';
import {
  cancel,
  changed,
  type NewJob,
  type NotNow,
  newJob,
  type StoredJob,
} from './model.ts';
import type { JobStore } from './store.ts';

/** What other capabilities ask of jobs. */
export type JobService = {
  /**
   * A job that begins with the transaction that its part stands in: its worker
   * hears of it by the event `<kind>.requested`. 2 WRU per KB.
   */
  begin(asked: NewJob): { readonly job: StoredJob; readonly part: Part };
  /** A job, if this person may see it: its owner, or an admin. 1 RRU. */
  seenBy(person: Person, id: string): Promise<Result<StoredJob, Unknown>>;
};

type Unknown = { readonly code: 'unknown' };

export type JobNeeds = {
  readonly store: Pick<JobStore, 'job' | 'newJob' | 'save' | 'reportUrl'>;
  readonly now: () => Date;
  readonly log: Log;
};

type Asked = { readonly id: string; readonly person: Person };

export function jobService(needs: JobNeeds): JobService {
  return {
    begin(asked) {
      const job = newJob(asked, needs.now());
      return { job, part: needs.store.newJob(job) };
    },
    seenBy: (person, id) => readJob(needs, { id, person }),
  };
}

/** Where a job stands, for its owner and the admins of its place. 1 RRU. */
export async function readJob(
  { store, now }: Pick<JobNeeds, 'store' | 'now'>,
  { id, person }: Asked,
): Promise<Result<StoredJob, Unknown>> {
  const job = await store.job(id);
  const isKnown = job && job.expiresAt * 1_000 > now().getTime();
  if (!isKnown) return fail({ code: 'unknown' });
  const isTheirs =
    job.owner === person.id ||
    mayInOrganisation(person, 'administer', job.organisation).allowed;
  return isTheirs ? ok(job) : fail({ code: 'unknown' });
}

/** Where a job's report is, for five minutes from now. 1 RRU. */
export async function readReport(
  needs: JobNeeds,
  asked: Asked,
): Promise<Result<string, Unknown | NotNow>> {
  const found = await readJob(needs, asked);
  if (!found.ok) return found;
  const { id, report, state } = found.value;
  if (report === undefined) {
    return fail({ code: 'state', state, possible: ['cancel'] });
  }
  return ok(await needs.store.reportUrl(id));
}

/**
 * Ends a job: at once if nobody works on it, else before its worker's next
 * step. 1 RRU and 1 WRU per KB.
 */
export async function cancelJob(
  needs: JobNeeds,
  asked: Asked,
): Promise<Result<StoredJob, Unknown | NotNow | { code: 'changed' }>> {
  const { store, now, log } = needs;
  for (let attempt = 1; attempt <= cancelAttempts; attempt += 1) {
    const found = await readJob(needs, asked);
    if (!found.ok) return found;
    const job = found.value;
    const state = cancel(job.state);
    if (!state.ok) return state;
    if (state.value === job.state) return ok(job);
    const { lease } = job;
    const next = changed(
      job,
      { state: state.value, ...(lease && { lease }) },
      now(),
    );
    if (await store.save(next)) {
      log.info(logs.cancelled, { job: job.id, state: next.state });
      return ok(next);
    }
  }
  return fail({ code: 'changed' });
}

/**
 * Has all jobs go on that are not over, after a Region was lost: whoever was at
 * them is gone, and the event that asked for the next may be too. Gives how
 * many. Asked for twice, one works. Cost: `unfinished`, and for each 1 WRU per
 * KB and a request to the bus.
 */
export async function resumeJobs({
  store,
  now,
}: {
  readonly store: Pick<JobStore, 'unfinished' | 'save' | 'goOn'>;
  readonly now: () => Date;
}): Promise<number> {
  let resumed = 0;
  for await (const job of store.unfinished()) {
    const { state } = job;
    // Without a lease; whoever took one here meanwhile is at it already.
    const isFree = await store.save(changed(job, { state }, now()));
    if (!isFree) continue;
    await store.goOn(job, now());
    resumed += 1;
  }
  return resumed;
}

/** A worker may save a step at just this moment; it does so every second. */
const cancelAttempts = 5;
