import { libraryHoldings } from '../files/holdings.ts';
import type { Commit } from '../platform/commit.ts';
import { needs } from './resources.ts';
import { type ResourceRecovery, resourceRecovery } from './service/recovery.ts';
import { dueLinks, duePlaces, recoveryStore } from './store/recovery.ts';

export type { Torn } from './model/torn.ts';
export { recordOf } from './store/recovery.ts';

/** Judges and mends resources after a Region was lost. */
export function resourceRecovering(commit: Commit): ResourceRecovery {
  return resourceRecovery({
    store: recoveryStore,
    linksOf: dueLinks,
    placesOf: duePlaces,
    partsOf: needs.partsOf,
    commit,
    isStored: libraryHoldings.isStored,
    now: needs.now,
    epoch: () => needs.epoch,
    newSalt: needs.newSalt,
  });
}
