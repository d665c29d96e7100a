import type { Commit } from '../platform/commit.ts';
import { type DirectoryErasure, directoryErasure } from './service/erasure.ts';
import { accountEnding } from './store/accounts.ts';
import { directoryReads } from './store/directory.ts';
import { erasureStore } from './store/erasure.ts';
import { directoryParts } from './store/parts.ts';

/** What is kept of a person in the directory, and how it is erased. */
export function directoryErasing(commit: Commit): DirectoryErasure {
  return directoryErasure({
    reads: directoryReads,
    store: erasureStore,
    parts: directoryParts,
    accounts: accountEnding,
    commit,
  });
}
