import type {
  DirectoryErasure,
  KeptPerson,
} from '../../identity/service/erasure.ts';
import type { JobService } from '../../jobs/service.ts';
import type { Changed, Commit } from '../../platform/commit.ts';
import type { Person } from '../../platform/contract.ts';
import { contentHashOf } from '../../platform/history.ts';
import type { Log } from '../../platform/log.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { type Erasure, erasureSteps, logs } from '../contract.ts';
import {
  erasureOf,
  type Forbidden,
  type KeptErasure,
  mayErase,
  mayOver,
} from '../model.ts';
import type { Ledger } from '../store.ts';

export type RequestNeeds = {
  readonly directory: Pick<DirectoryErasure, 'kept' | 'isLastOperator'>;
  readonly ledger: Pick<Ledger, 'erasure' | 'asked'>;
  readonly jobs: Pick<JobService, 'begin' | 'seenBy'>;
  readonly newJobId: () => string;
  readonly now: () => Date;
  readonly log: Log;
};

type Unknown = { readonly code: 'unknown' };
type RuleBroken = {
  readonly code: 'rule-broken';
  readonly errors: readonly {
    readonly pointer: string;
    readonly rule: string;
  }[];
};
type Job = ReturnType<JobService['begin']>['job'];

/** What an `If-Match` must say: it changes with all that is kept. */
export function tagOf(
  kept: KeptPerson | undefined,
  erasure: KeptErasure | undefined,
): string {
  const { job, doneAt } = erasure ?? {};
  return `"${contentHashOf({ of: [kept?.tag ?? '', job ?? '', doneAt ?? ''] })}"`;
}

/** Where a person's erasure stands, for those who may erase them. 4 RRU. */
export async function readErasure(
  needs: Pick<RequestNeeds, 'directory' | 'ledger'>,
  asking: Person,
  person: string,
): Promise<Result<{ erasure: Erasure; etag: string }, Unknown | Forbidden>> {
  const found = await find(needs, person);
  if (!found) return fail({ code: 'unknown' });
  const { kept, erasure } = found;
  const may = mayOver(asking, 'erase', placesOf(found));
  if (!may.ok) return may;
  return ok({
    erasure: erasureOf(person, erasure),
    etag: tagOf(kept, erasure),
  });
}

/**
 * Begins to erase a person: the ledger's line and the job in one transaction.
 * Asked again while a job is at it, that job is the answer; after one that was
 * stopped, another goes on. Cost: 5 RRU and 7 WRU.
 */
export async function requestErasure(
  needs: RequestNeeds & { readonly commit: Commit },
  asking: Person,
  { person, ifMatch }: { readonly person: string; readonly ifMatch: string },
): Promise<Result<Job, Unknown | Forbidden | RuleBroken | Changed>> {
  const { commit, directory, jobs, ledger, log, newJobId, now } = needs;
  const found = await find(needs, person);
  if (!found) return fail({ code: 'unknown' });
  const { kept, erasure } = found;
  const may = mayErase(asking, person, placesOf(found));
  if (!may.ok) return may;
  if (erasure) {
    const running = await jobs.seenBy(asking, erasure.job);
    const isOpen =
      running.ok && ['queued', 'working'].includes(running.value.state);
    if (isOpen) return running;
    if (erasure.doneAt !== undefined) return fail({ code: 'unknown' });
  }
  if (tagOf(kept, erasure) !== ifMatch) return fail({ code: 'changed' });
  if (await directory.isLastOperator(person)) {
    const errors = [{ pointer: '', rule: 'last-operator' }];
    return fail({ code: 'rule-broken', errors });
  }
  const { job, part } = jobs.begin({
    id: newJobId(),
    kind: 'erasure',
    owner: asking.id,
    organisation: may.value,
    input: { person },
  });
  const line: KeptErasure = erasure
    ? { ...erasure, job: job.id }
    : {
        format: 'xueyuan-erasure/1',
        person,
        at: now().toISOString(),
        by: asking.id,
        organisation: may.value,
        kinds: [...erasureSteps],
        job: job.id,
      };
  const begun = await commit(job, [ledger.asked(line), part]);
  if (begun.ok) log.info(logs.asked, { member: person, job: job.id });
  return begun;
}

type Found = {
  readonly kept: KeptPerson | undefined;
  readonly erasure: KeptErasure | undefined;
};

async function find(
  { directory, ledger }: Pick<RequestNeeds, 'directory' | 'ledger'>,
  person: string,
): Promise<Found | undefined> {
  const [kept, erasure] = await Promise.all([
    directory.kept(person),
    ledger.erasure(person),
  ]);
  return kept || erasure ? { kept, erasure } : undefined;
}

/** Where the person is, or was when they were erased. */
function placesOf({ kept, erasure }: Found) {
  if (kept) return kept.memberships;
  const organisation = erasure?.organisation ?? '';
  return [{ organisation, role: 'organisation-admin' as const }];
}
