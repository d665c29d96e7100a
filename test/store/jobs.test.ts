import '../support/environment.ts';
import { ulid } from 'ulid';
import { expect, test } from 'vitest';
import { Job } from '../../functions/jobs/contract.ts';
import { newJob } from '../../functions/jobs/model.ts';
import { jobStore } from '../../functions/jobs/store.ts';
import { type JobWork, workOn } from '../../functions/jobs/work.ts';
import { dynamoDb } from '../../functions/platform/clients.ts';
import type { Log } from '../../functions/platform/log.ts';
import { commitWith } from '../../functions/platform/transact.ts';
import { signedIn } from '../support/people.ts';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
const commit = commitWith({
  client: dynamoDb,
  answer: () => ({ status: 200, headers: {} }),
  now: () => new Date(),
});

/** So far off that the stack's own worker leaves such a job alone. */
const later = Date.parse('2200-01-01T00:00:00.000Z');

/** A job of the school's teacher, kept from the worker that hears of it. */
async function begun() {
  const { organisation, person: owner } = await signedIn('teacher');
  const asked = { id: `job_${ulid()}`, owner, organisation };
  const job = newJob({ ...asked, kind: 'roster', input: {} }, new Date());
  const lease = { holder: 'nobody', until: later };
  const done = await commit(job, [jobStore.newJob({ ...job, lease })]);
  expect(done).toMatchObject({ ok: true });
  return job;
}

/** A worker; `ms` after it began, its lease has ended. */
function worker(ms: number) {
  const now = () => new Date(later + 1);
  const leaseUntil = later + 1 + ms;
  const holder = ulid();
  const stopAt = later + 60_000;
  const pause = async () => {};
  return {
    store: jobStore,
    holder,
    stopAt,
    leaseUntil,
    pause,
    now,
    log: silent,
  };
}

/** Counts to three, and dies before the step that it is told. */
function counting(diesAt?: number) {
  const done: number[] = [];
  const work: JobWork = {
    step: async ({ checkpoint = '0' }) => {
      const n = Number(checkpoint);
      if (n === diesAt) throw new Error('killed');
      done.push(n);
      return n === 2 ? { end: 'done' } : { next: String(n + 1) };
    },
  };
  return { done, work };
}

test('given a worker that was killed, then the next goes on where it was', async () => {
  const { id } = await begun();
  const { work } = counting(1);
  await expect(workOn(worker(0), work, id)).rejects.toThrow('killed');
  const next = counting();
  await workOn(worker(120_000), next.work, id);
  expect(next.done).toEqual([1, 2]);
  expect(await jobStore.job(id)).toMatchObject({ state: 'done' });
});

test('given two workers at once, then one of them takes the job', async () => {
  const { id } = await begun();
  const both = [counting(), counting()];
  await Promise.all(both.map(({ work }) => workOn(worker(120_000), work, id)));
  expect(both.map(({ done }) => done.length).toSorted()).toEqual([0, 3]);
});

test('given a job, then its owner and the admin see it and nobody else does', async () => {
  const { id } = await begun();
  const see = async (role: Parameters<typeof signedIn>[0]) =>
    (await signedIn(role)).get(`/v1/jobs/${id}`);
  const [owner, admin, student] = await Promise.all([
    see('teacher'),
    see('organisation-admin'),
    see('student'),
  ]);
  expect(Job.parse(owner.body)).toMatchObject({ id, kind: 'roster' });
  expect(admin.body).toMatchObject({ id });
  expect(student.status).toBe(404);
});

test('given a queued job, when its owner ends it, then it is cancelled', async () => {
  const { id } = await begun();
  const teacher = await signedIn('teacher');
  expect(await teacher.get(`/v1/jobs/${id}/report`)).toMatchObject({
    status: 409,
  });
  expect(await teacher.delete(`/v1/jobs/${id}`)).toMatchObject({
    status: 202,
    body: { state: 'cancelled' },
  });
});

test('given jobs of which one is over, then a recovery finds those that are not', async () => {
  const [open, over] = [await begun(), await begun()];
  await workOn(worker(120_000), counting().work, over.id);
  const found: string[] = [];
  for await (const { id } of jobStore.unfinished()) found.push(id);
  expect(found).toContain(open.id);
  expect(found).not.toContain(over.id);
});
