import type { Outcome } from '../../identity/register/contract.ts';
import type { RegisterService } from '../../identity/service/register.ts';
import type { JobWork } from '../../jobs/work.ts';
import type { Log } from '../../platform/log.ts';
import type { Result } from '../../platform/result.ts';
import { formats, limits, logs, rosterRoles } from '../contract.ts';
import { type CellProblem, readPeople } from '../model/people.ts';
import { type Change, planOf as compare, countsOf } from '../model/plan.ts';
import type { FileProblem, Sheet } from '../model/sheet.ts';
import type { RosterStore } from '../store.ts';
import {
  type KeptPlan,
  noProgress,
  type Progress,
  readPlan,
  readProgress,
  writePlan,
} from './plans.ts';
import { changeSheet, problemSheet } from './sheets.ts';

export type WorkingNeeds = {
  readonly store: RosterStore;
  readonly register: RegisterService;
  readonly readSheet: (
    bytes: Uint8Array,
    format: (typeof formats)[number],
  ) => Promise<Result<Sheet, FileProblem>>;
  readonly passwordOf: (secret: Uint8Array, username: string) => string;
  readonly freshSecret: () => Uint8Array;
  readonly log: Log;
};

type StepOf = JobWork['step'];
type Job = Parameters<StepOf>[0];
type Desk = Parameters<StepOf>[1];
type Step = Awaited<ReturnType<StepOf>>;

/** What a roster's worker does: a check in one step, an application in many. */
export function rosterWork(needs: WorkingNeeds): JobWork {
  const { store } = needs;
  const planOf = remembered((check) => store.plan(check).then(asPlan));
  const secretOf = remembered((job) => store.secret(job, needs.freshSecret()));
  return {
    step: async (job, desk) => {
      if (job.input.mode === 'check') return check(needs, job, desk);
      const plan = await planOf(job.input.check ?? '');
      if (!plan) return failed(desk, [{ row: 1, rule: 'roster-expired' }]);
      // Kept before anything is done: who goes on makes the same passwords.
      const secret = await secretOf(job.id);
      return apply(needs, job, { desk, plan, secret });
    },
  };
}

function asPlan(text: string | undefined): KeptPlan | undefined {
  return text === undefined ? undefined : readPlan(text);
}

/** Reads something of a job once an invocation, not with every step. */
function remembered<T>(read: (id: string) => Promise<T>) {
  let kept: { readonly id: string; readonly value: T } | undefined;
  return async (id: string): Promise<T> => {
    if (kept?.id !== id) kept = { id, value: await read(id) };
    return kept.value;
  };
}

/**
 * Reads the file and compares it with the register; the report has all problems
 * or all changes. Nothing is changed.
 */
async function check(
  { log, readSheet, register, store }: WorkingNeeds,
  { id, input, organisation }: Job,
  desk: Desk,
): Promise<Step> {
  const bytes = await store.file(organisation, input.sha256 ?? '');
  if (!bytes) return failed(desk, [{ row: 1, rule: 'roster-file-missing' }]);
  const format = formats.find((one) => one === input.format) ?? 'csv';
  const sheet = await readSheet(bytes, format);
  if (!sheet.ok) {
    const { facts, row = 1, rule } = sheet.error;
    return failed(desk, [{ row, rule, ...(facts && { facts }) }]);
  }
  const listed = (input.roles ?? '').split(',');
  const roles = rosterRoles.filter((role) => listed.includes(role));
  const { usernamePrefix } = input;
  const read = readPeople(sheet.value, {
    roles,
    ...(usernamePrefix !== undefined && { usernamePrefix }),
  });
  const { people, turn } = await register.read(organisation);
  const { plan, problems } = compare(read.people, people, roles);
  const wrong = [...read.problems, ...problems];
  log.info(logs.checked, { job: id, problems: wrong.length });
  if (wrong.length > 0) return failed(desk, wrong.slice(0, limits.problems));
  await store.keepPlan(id, writePlan({ turn, ...plan }));
  const report = changeSheet(plan.changes);
  await desk.keepReport(report);
  return { end: 'done', counts: countsOf(plan), report: report.name };
}

type Applying = {
  readonly desk: Desk;
  readonly plan: KeptPlan;
  readonly secret: Uint8Array;
};

/** Takes the register's turn first, then does some people in each step. */
async function apply(
  { log, passwordOf, register }: WorkingNeeds,
  { checkpoint, id, organisation, owner }: Job,
  { desk, plan, secret }: Applying,
): Promise<Step> {
  if (checkpoint === undefined) {
    const turn = { before: plan.turn, job: id };
    return (await register.take(organisation, turn))
      ? { next: JSON.stringify(noProgress), counts: counted(noProgress) }
      : failed(desk, [{ row: 1, rule: 'roster-moved' }]);
  }
  const before = readProgress(checkpoint);
  const changes = plan.changes.slice(
    before.at,
    before.at + limits.peopleAtOnce,
  );
  const outcomes =
    changes.length === 0
      ? []
      : await register.change({
          organisation,
          by: { person: owner, organisation },
          changes,
          password: (username) => passwordOf(secret, username),
        });
  const progress = progressed(before, changes, outcomes);
  const counts = counted(progress);
  const step = { next: JSON.stringify(progress), counts };
  const isTooMuch = progress.leftOut.length > limits.leftOut;
  if (progress.at < plan.changes.length && !isTooMuch) return step;
  const problems = leftOutOf(plan, progress);
  if (isTooMuch) problems.unshift({ row: 1, rule: 'roster-left-out-many' });
  if (problems.length > 0) log.warn(logs.leftOut, { job: id, ...counts });
  log.info(logs.applied, { job: id, ...counts });
  const report = problemSheet(problems);
  await desk.keepReport(report);
  const end = isTooMuch ? 'failed' : 'done';
  return { ...step, end, problems, report: report.name };
}

async function failed(
  desk: Desk,
  problems: readonly CellProblem[],
): Promise<Step> {
  const report = problemSheet(problems);
  await desk.keepReport(report);
  const counts = { problems: problems.length };
  return { end: 'failed', counts, problems, report: report.name };
}

const counterOf = { add: 'added', change: 'changed', end: 'ended' } as const;

/**
 * The progress after some changes. What was done already counts too: a run that
 * was killed had done it, and could not note it any more.
 */
function progressed(
  before: Progress,
  changes: readonly Change[],
  outcomes: readonly Outcome[],
): Progress {
  const next = { ...before, leftOut: [...before.leftOut] };
  for (const [index, change] of changes.entries()) {
    const outcome = outcomes[index];
    if (outcome === 'done' || outcome === 'already') {
      next[counterOf[change.do]] += 1;
    } else if (outcome !== undefined) {
      next.leftOut.push({ at: before.at + index, rule: outcome });
    }
  }
  return { ...next, at: before.at + changes.length };
}

function counted({ added, changed, ended, leftOut }: Progress) {
  return { added, changed, ended, leftOut: leftOut.length };
}

function leftOutOf({ changes }: KeptPlan, { leftOut }: Progress) {
  return leftOut.flatMap(({ at, rule }): CellProblem[] => {
    const change = changes[at];
    if (!change) return [];
    const row = 'row' in change ? change.row : 1;
    const value =
      rule === 'roster-username-taken' ? change.username : change.number;
    return [{ row, rule, facts: { value } }];
  });
}
