import type { PutRequest } from '../../files/contract.ts';
import type { JobService } from '../../jobs/service.ts';
import type { Changed, Commit } from '../../platform/commit.ts';
import type { Person } from '../../platform/contract.ts';
import type { Log } from '../../platform/log.ts';
import { mayInOrganisation } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { limits, logs, type NewRoster, type RosterFile } from '../contract.ts';
import type { RosterStore, Taken } from '../store.ts';
import { addedBy, readPlan, readProgress } from './plans.ts';
import { passwordSheet } from './sheets.ts';

export type AskNeeds = {
  readonly store: RosterStore;
  readonly jobs: JobService;
  readonly commit: Commit;
  /** Whether the district has this organisation now. */
  readonly exists: (organisation: string) => Promise<boolean>;
  /** The first password that follows from a secret and a username. */
  readonly passwordOf: (secret: Uint8Array, username: string) => string;
  readonly now: () => Date;
  readonly log: Log;
};

type Job = ReturnType<JobService['begin']>['job'];
type Forbidden = { readonly code: 'forbidden'; readonly rule: string };
type Unknown = { readonly code: 'unknown' };
type NotNow = {
  readonly code: 'state';
  readonly state: string;
  readonly possible: readonly string[];
};
type Broken = {
  readonly code: 'rule-broken';
  readonly errors: readonly { pointer: string; rule: string }[];
};

/** Where to send a roster's file. 1 RRU; the address is only signed. */
export async function announceFile(
  { exists, now, store }: Pick<AskNeeds, 'exists' | 'now' | 'store'>,
  person: Person,
  { organisation, ...file }: RosterFile & { readonly organisation: string },
): Promise<Result<{ put: PutRequest }, Forbidden | Broken>> {
  const may = administers(person, organisation);
  if (!may.ok) return may;
  if (!(await exists(organisation))) return noOrganisation;
  return ok({ put: await store.putRequest(organisation, file, now()) });
}

/**
 * Begins the check of a roster whose file has come. 1 RRU, 2 WRU per KB, and
 * one S3 request.
 */
export async function beginCheck(
  { commit, exists, jobs, store }: AskNeeds,
  person: Person,
  { id, roster }: { readonly id: string; readonly roster: NewRoster },
): Promise<Result<Job, Forbidden | Broken | Changed>> {
  const { file, organisation, roles, usernamePrefix } = roster;
  const may = administers(person, organisation);
  if (!may.ok) return may;
  if (!(await exists(organisation))) return noOrganisation;
  if (!(await store.hasFile(organisation, file.sha256))) {
    return broken('/file', 'roster-file-missing');
  }
  const { job, part } = jobs.begin({
    id,
    kind: 'roster',
    owner: person.id,
    organisation,
    input: {
      mode: 'check',
      format: file.format,
      sha256: file.sha256,
      roles: [...new Set(roles)].join(),
      ...(usernamePrefix !== undefined && { usernamePrefix }),
    },
  });
  return commit(job, [part]);
}

/** Begins what a check has reported, while that is fresh. 1 RRU, 2 WRU a KB. */
export async function beginApplication(
  { commit, jobs, now }: AskNeeds,
  person: Person,
  { check: checkId, id }: { readonly check: string; readonly id: string },
): Promise<Result<Job, Forbidden | Unknown | NotNow | Changed>> {
  const found = await jobs.seenBy(person, checkId);
  if (!found.ok) return found;
  const check = found.value;
  if (check.input.mode !== 'check') return fail({ code: 'unknown' });
  const { organisation } = check;
  const may = administers(person, organisation);
  if (!may.ok) return may;
  const oldest = now().getTime() - limits.checkHours * 3_600_000;
  const isOld = Date.parse(check.createdAt) < oldest;
  if (check.state !== 'done' || isOld) {
    const state = isOld ? 'expired' : check.state;
    return fail({ code: 'state', state, possible: ['check'] });
  }
  const { job, part } = jobs.begin({
    id,
    kind: 'roster',
    owner: person.id,
    organisation,
    input: { mode: 'apply', check: check.id },
  });
  return commit(job, [part]);
}

/**
 * The first passwords of an application that is over, once: they are claimed
 * before they are told, so that of two who ask one is refused. An answer that
 * is lost is lost; a first password is made anew by adding that member again.
 * 1 RRU, 2 WRU and three S3 requests.
 */
export async function takePasswords(
  { commit, jobs, log, passwordOf, store }: AskNeeds,
  person: Person,
  id: string,
): Promise<Result<string, Forbidden | Unknown | NotNow | Taken | Changed>> {
  const found = await jobs.seenBy(person, id);
  if (!found.ok) return found;
  const job = found.value;
  const { check, mode } = job.input;
  if (mode !== 'apply' || check === undefined) return fail({ code: 'unknown' });
  const may = administers(person, job.organisation);
  if (!may.ok) return may;
  const isOver = ['done', 'failed', 'cancelled'].includes(job.state);
  if (!isOver) {
    return fail({ code: 'state', state: job.state, possible: ['cancel'] });
  }
  const [secret, text] = await Promise.all([
    store.keptSecret(id),
    store.plan(check),
  ]);
  if (!secret || text === undefined) {
    return fail({ code: 'state', state: 'taken', possible: [] });
  }
  const added = addedBy(readPlan(text), readProgress(job.checkpoint));
  const sheet = passwordSheet(added, (name) => passwordOf(secret, name));
  const done = await commit(sheet, [store.passwordsTaken(id, job.expiresAt)]);
  if (!done.ok) return done;
  await store.dropSecret(id);
  log.info(logs.passwords, { job: id, passwords: added.length });
  return done;
}

function broken(pointer: string, rule: string): Result<never, Broken> {
  return fail({ code: 'rule-broken', errors: [{ pointer, rule }] });
}

const noOrganisation = broken('/organisation', 'organisation-unknown');

function administers(
  person: Person,
  organisation: string,
): Result<undefined, Forbidden> {
  const { allowed, rule } = mayInOrganisation(
    person,
    'administer',
    organisation,
  );
  return allowed ? ok(undefined) : fail({ code: 'forbidden', rule });
}
