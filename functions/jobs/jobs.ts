import { ulid } from 'ulid';
import { log } from '../platform/log.ts';
import { working } from './contract.ts';
import { type JobNeeds, jobService } from './service.ts';
import { jobStore } from './store.ts';
import type { WorkNeeds } from './work.ts';

export const needs: JobNeeds = {
  store: jobStore,
  now: () => new Date(),
  log,
};

/** What an invocation that begins now needs to work on a job with `workOn`. */
export function workNeeds(): WorkNeeds {
  const { now } = needs;
  const startedAt = now().getTime();
  return {
    store: jobStore,
    holder: ulid(),
    stopAt: startedAt + working.stepsSeconds * 1_000,
    leaseUntil: startedAt + working.timeoutSeconds * 1_000,
    now,
    log,
  };
}

/** Jobs as the entries of other capabilities use them. */
export const jobs = jobService(needs);
