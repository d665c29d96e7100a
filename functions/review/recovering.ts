import type { Commit } from '../platform/commit.ts';
import { recordOf } from '../resources/recovering.ts';
import { people } from './people.ts';
import { type ReviewRecovery, reviewRecovery } from './service/recovery.ts';
import { recoveryStore } from './store/recovery.ts';

export type { TornReview } from './model/torn.ts';

/** Judges and mends reviews after a Region was lost, and resources were. */
export function reviewRecovering(commit: Commit): ReviewRecovery {
  return reviewRecovery({
    store: recoveryStore,
    recordOf,
    known: async (ids) => new Set((await people.people(ids)).keys()),
    commit,
    now: () => new Date(),
  });
}
