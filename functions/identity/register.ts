import { setTimeout } from 'node:timers/promises';
import { ulid } from 'ulid';
import type { Commit } from '../platform/commit.ts';
import { environment } from '../platform/environment.ts';
import { directoryNeeds } from './directory.ts';
import { pacer } from './service/pace.ts';
import { type RegisterService, registerService } from './service/register.ts';
import { registerStore } from './store/register.ts';

/** The register as the workers of other capabilities use it. */
export function registerWith(commit: Commit): RegisterService {
  return registerService({
    ...directoryNeeds,
    register: registerStore,
    newId: () => `per_${ulid()}`,
    pace: pacer(Number(environment('ACCOUNTS_PER_SECOND')), {
      now: Date.now,
      pause: (milliseconds) => setTimeout(milliseconds),
    }),
    commit,
  });
}
