import type { JobService } from '../../jobs/service.ts';
import type { Commit, Part } from '../../platform/commit.ts';
import type { KeptErasure } from '../model.ts';
import type { Ledger } from '../store.ts';

export type ResumeNeeds = {
  readonly ledger: Pick<Ledger, 'undone'>;
  readonly jobs: Pick<JobService, 'begin'>;
  readonly commit: Commit;
  readonly now: () => Date;
};

/** What was asked for longer ago has had its job, which is forgotten in time. */
const lateHours = 24;

/**
 * Begins the jobs again of erasures that were asked for of late and whose jobs
 * were lost with a Region; gives how many. A job that is there stays as it is.
 * Cost: `undone` of one year, or of two, and 2 WRU for each.
 */
export async function resumeErasures({
  commit,
  jobs,
  ledger,
  now,
}: ResumeNeeds): Promise<number> {
  const since = new Date(now().getTime() - lateHours * 3_600_000);
  const years = new Set([since.getUTCFullYear(), now().getUTCFullYear()]);
  let begun = 0;
  for (const year of years) {
    const waiting = await ledger.undone(year);
    const late = waiting.filter(({ at }) => at >= since.toISOString());
    begun += await beginAll(late, { commit, jobs });
  }
  return begun;
}

async function beginAll(
  late: readonly KeptErasure[],
  { commit, jobs }: Pick<ResumeNeeds, 'commit' | 'jobs'>,
): Promise<number> {
  let begun = 0;
  for (const { by: owner, job: id, organisation, person } of late) {
    const kind = 'erasure' as const;
    const input = { person };
    const job = jobs.begin({ id, kind, owner, organisation, input });
    const parts: Part[] = [job.part];
    const done = await commit(undefined, parts);
    if (done.ok) begun += 1;
  }
  return begun;
}
