import type { JobWork } from '../../jobs/work.ts';
import { Unavailable } from '../../platform/faults.ts';
import type { Log } from '../../platform/log.ts';
import { type ErasureStep, erasureSteps, logs } from '../contract.ts';
import type { Ledger } from '../store.ts';
import { type ErasureNeeds, eraseStep } from './ledger.ts';

export type WorkNeeds = ErasureNeeds & {
  readonly ledger: Pick<Ledger, 'erasure' | 'keepLine' | 'done'>;
  readonly log: Log;
};

type StoredJob = Parameters<JobWork['step']>[0];
type Step = Awaited<ReturnType<JobWork['step']>>;

/**
 * One step of the job that erases the person in its input. Throws `Unavailable`
 * in a Region that was succeeded: the one that is active goes on.
 */
export async function workStep(
  needs: WorkNeeds,
  job: StoredJob,
): Promise<Step> {
  const { ledger, log, now } = needs;
  const { person = '' } = job.input;
  const entry = await ledger.erasure(person);
  // Its line was lost with a Region: whoever asked must ask again.
  if (!entry) return { end: 'failed', problems: [{ rule: 'erasure-lost' }] };
  const step = stepOf(job.checkpoint);
  const done = await eraseStep(needs, entry, step);
  if (!done.ok) {
    if (done.error.code === 'unavailable') throw new Unavailable('The Region');
    return { end: 'failed', problems: [{ rule: done.error.code }] };
  }
  const { next, counts } = done.value;
  log.info(logs.stepped, { job: job.id, step, ...counts });
  const sums = added(job.counts, counts);
  if (next !== undefined) return { next, counts: sums };
  await ledger.done(person, now().toISOString());
  log.info(logs.erased, { job: job.id, member: person });
  return { end: 'done', counts: sums };
}

function stepOf(checkpoint: string | undefined): ErasureStep {
  const found = erasureSteps.find((one) => one === checkpoint);
  return found ?? erasureSteps[0];
}

type Counts = Readonly<Record<string, number>>;

function added(before: Counts, more: Counts): Counts {
  const names = Object.keys({ ...before, ...more });
  return Object.fromEntries(
    names.map((name) => [name, (before[name] ?? 0) + (more[name] ?? 0)]),
  );
}
