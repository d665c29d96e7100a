import type { FileErasure } from '../../files/erasure.ts';
import type { DirectoryErasure } from '../../identity/service/erasure.ts';
import type { NoticesErasure } from '../../notifications/erasing.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { ResourceErasure } from '../../resources/service/erasure.ts';
import {
  type ErasureStep,
  erasureSteps,
  type LedgerEntry,
  limits,
} from '../contract.ts';
import { stepAfter } from '../model.ts';
import type { Ledger } from '../store.ts';

/** What erasing a person reaches: each capability by its own eraser. */
export type ErasureNeeds = {
  readonly ledger: Pick<Ledger, 'keepLine' | 'done'>;
  readonly directory: DirectoryErasure;
  readonly resources: ResourceErasure;
  readonly files: Pick<FileErasure, 'eraseUploads'>;
  readonly notices: NoticesErasure;
  readonly now: () => Date;
};

/** What a step came to: what is next, and what it counted. */
export type Stepped = {
  readonly next: ErasureStep | undefined;
  readonly counts: Readonly<Record<string, number>>;
};

/** The last operator stays, or the Region has been succeeded. */
export type Stopped = { readonly code: 'last-operator' | 'unavailable' };

/**
 * One step of an erasure. Done twice, or begun anew from the first, it finds
 * less to do and does no harm. Another command that was faster makes it the
 * same step again.
 */
export async function eraseStep(
  needs: ErasureNeeds,
  entry: LedgerEntry,
  step: ErasureStep,
): Promise<Result<Stepped, Stopped>> {
  const { ledger, directory, files, notices } = needs;
  const { person, by, organisation } = entry;
  switch (step) {
    case 'ledger':
      await ledger.keepLine(entry);
      return stepped(step, {});
    case 'directory': {
      const actor = { person: by, organisation };
      const erased = await directory.erase(person, actor);
      if (erased.ok) return stepped(step, {});
      const { code } = erased.error;
      if (code === 'changed') return ok({ next: step, counts: {} });
      return fail({ code: code === 'rule-broken' ? 'last-operator' : code });
    }
    case 'uploads':
      return stepped(step, { uploads: await files.eraseUploads(person) });
    case 'notices':
      return stepped(step, { notices: await notices.erase(person) });
    case 'resources':
      return eraseResources(needs, entry);
  }
}

/**
 * Erases again whom the ledger names, from the first step to the last: for who
 * restores tables or buckets, before anybody is let in. Again does no harm.
 * Gives how many were gone through.
 */
export async function applyLedger(
  needs: ErasureNeeds,
  entries: Iterable<LedgerEntry> | AsyncIterable<LedgerEntry>,
): Promise<Result<number, Stopped & { readonly person: string }>> {
  let applied = 0;
  for await (const entry of entries) {
    let step: ErasureStep | undefined = erasureSteps[0];
    while (step !== undefined) {
      const done: Result<Stepped, Stopped> = await eraseStep(
        needs,
        entry,
        step,
      );
      if (!done.ok) return fail({ ...done.error, person: entry.person });
      step = done.value.next;
    }
    applied += 1;
  }
  return ok(applied);
}

async function eraseResources(
  { resources }: ErasureNeeds,
  { person, by, organisation }: LedgerEntry,
): Promise<Result<Stepped, Stopped>> {
  const some = limits.resourcesAtOnce;
  const eraser = { actor: by, organisation };
  const erased = await resources.eraseSome(person, eraser, some);
  if (erased.ok) {
    const isOver = erased.value.resources === 0;
    const next = isOver ? stepAfter('resources') : 'resources';
    return ok({ next, counts: erased.value });
  }
  return erased.error.code === 'changed'
    ? ok({ next: 'resources', counts: {} })
    : fail({ code: 'unavailable' });
}

function stepped(
  step: ErasureStep,
  counts: Stepped['counts'],
): Result<Stepped, never> {
  return ok({ next: stepAfter(step), counts });
}
