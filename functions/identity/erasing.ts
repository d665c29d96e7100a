import type { Commit } from '../platform/commit.ts';
import { directoryNeeds } from './directory.ts';
import { type DirectoryErasure, directoryErasure } from './service/erasure.ts';
import { accountEnding } from './store/accounts.ts';
import { erasureStore } from './store/erasure.ts';

/** What is kept of a person in the directory, and how it is erased. */
export function directoryErasing(commit: Commit): DirectoryErasure {
  const { store, parts, newSalt, now, pause } = directoryNeeds;
  return directoryErasure({
    store,
    parts,
    newSalt,
    now,
    pause,
    epoch: () => directoryNeeds.epoch,
    erasing: erasureStore,
    accounts: accountEnding,
    commit,
  });
}
