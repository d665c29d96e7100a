import type { Commit, Part } from '../../platform/commit.ts';
import type { Log } from '../../platform/log.ts';
import { recoveryRule } from '../../platform/torn-history.ts';
import { logs } from '../contract.ts';
import type { Move } from '../model/move.ts';
import { restoreAs, shownAt } from '../model/restoring.ts';
import type {
  RestoreAnswer,
  RestoreAsked,
  RestoreRefusal,
} from '../restoring/contract.ts';
import type { RecoveryStore } from '../store/recovery.ts';

export type RestoringNeeds = {
  readonly store: Pick<RecoveryStore, 'kept'>;
  readonly partsOf: (move: Move) => Part[];
  readonly commit: Commit;
  /** Whether the library has the bytes of a file. */
  readonly isStored: (file: string) => Promise<boolean>;
  readonly now: () => Date;
  readonly epoch: number;
  readonly newSalt: () => string;
  readonly log: Log;
};

/**
 * Gives readers again what a resource showed at a time, as its next version and
 * with one more entry in its history that says so; nothing is taken back. Holder,
 * contributors, who sees it and what it refers to stay as they are. Without
 * `apply` it only says what it would do. Cost: 1 RRU per 4 KB of all that there
 * is of the resource, one S3 request a file, and the WRU of `partsOf`.
 */
export async function restoreResource(
  needs: RestoringNeeds,
  { apply, at, resource }: RestoreAsked,
): Promise<RestoreAnswer> {
  const { commit, epoch, isStored, newSalt, now, partsOf, store } = needs;
  const kept = await store.kept(resource);
  const { head } = kept;
  if (head === undefined) return refused('unknown');
  if (head.epoch > epoch) return refused('unavailable');
  const then = shownAt(kept, at);
  if (!then.ok) return refused(then.error.code);
  const by = {
    actor: recoveryRule,
    organisation: head.holder,
    at: now().toISOString(),
    epoch,
    salt: newSalt(),
  };
  const decided = restoreAs(head, then.value, at, by);
  if (!decided.ok) return refused(decided.error.code);
  const { edition, header, reviewDue } = then.value;
  const lost: string[] = [];
  for (const { id } of edition.files) {
    if (!(await isStored(id))) lost.push(id);
  }
  if (lost.length > 0) return { ...refused('files-lost'), files: lost };
  const { fields, move } = decided.value;
  if (apply) {
    const done = await commit(undefined, partsOf(move));
    if (!done.ok) return refused('changed');
    needs.log.info(logs.restored, { id: resource, version: header.version });
  }
  return {
    outcome: apply ? 'done' : 'possible',
    version: header.version,
    since: header.time,
    becomes: move.head.latest,
    reviewDue,
    fields: [...fields],
    files: edition.files.length,
  };
}

function refused(
  reason: RestoreRefusal,
): Extract<RestoreAnswer, { outcome: 'refused' }> {
  return { outcome: 'refused', reason };
}
