import { setTimeout } from 'node:timers/promises';
import { ulid } from 'ulid';
import { environment } from '../platform/environment.ts';
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
    stopAt: startedAt + Number(environment('STEPS_SECONDS')) * 1_000,
    leaseUntil: startedAt + working.timeoutSeconds * 1_000,
    pause: (attempt) => setTimeout(Math.random() * 1_000 * 2 ** attempt),
    now,
    log,
  };
}

/** Jobs as the entries of other capabilities use them. */
export const jobs = jobService(needs);
