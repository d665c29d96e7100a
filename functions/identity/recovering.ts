import type { Commit } from '../platform/commit.ts';
import { directoryNeeds } from './directory.ts';
import { items } from './model/kept.ts';
import {
  type DirectoryRecovery,
  directoryRecovery,
} from './service/recovery.ts';
import { mendingParts } from './store/mending.ts';
import { directoryRecoveryStore } from './store/recovery.ts';

export type { TornDirectory } from './model/kept.ts';

/** What of the directory may be torn, by its name. */
export const directoryItems: ReadonlySet<string> = new Set(items);

/** Judges and mends the directory after a Region was lost; for one time. */
export function directoryRecovering(commit: Commit): DirectoryRecovery {
  const { newSalt, now, parts, store } = directoryNeeds;
  return directoryRecovery({
    store: { ...store, ...directoryRecoveryStore },
    parts,
    mending: mendingParts,
    commit,
    now,
    epoch: () => directoryNeeds.epoch,
    newSalt,
  });
}
