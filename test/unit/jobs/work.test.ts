import { expect, test } from 'vitest';
import {
  type NewJob,
  newJob,
  type StoredJob,
} from '../../../functions/jobs/model.ts';
import { cancelJob } from '../../../functions/jobs/service.ts';
import {
  type JobWork,
  type WorkNeeds,
  workOn,
} from '../../../functions/jobs/work.ts';
import type { Person } from '../../../functions/platform/contract.ts';
import { Unavailable } from '../../../functions/platform/faults.ts';

const ulid = '01J8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8Z';
const owner: Person = {
  kind: 'person',
  id: `per_${ulid}`,
  memberships: [],
  inert: [],
  reads: new Set(),
  manages: {},
};
const asked: NewJob = {
  id: `job_${ulid}`,
  kind: 'roster',
  owner: owner.id,
  organisation: `org_${ulid}`,
  input: {},
};
const start = Date.parse('2026-09-01T08:00:00.000Z');

/** One job in a store that keeps it as the table does, and a clock. */
function bench(begun: Partial<StoredJob> = {}) {
  let kept: StoredJob = { ...newJob(asked, new Date(start)), ...begun };
  let clock = start;
  const asks: string[] = [];
  const store: WorkNeeds['store'] = {
    job: async () => kept,
    save: async (job) => {
      if (job.seq !== kept.seq + 1) return false;
      kept = job;
      return true;
    },
    goOn: async ({ id }) => {
      asks.push(id);
    },
    keepReport: async () => {},
  };
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const now = () => new Date(clock);
  const worker = (holder: string): WorkNeeds => ({
    store,
    holder,
    stopAt: clock + 60_000,
    leaseUntil: clock + 120_000,
    pause: async () => {},
    now,
    log,
  });
  return {
    asks,
    worker,
    kept: () => kept,
    pass: (ms: number) => {
      clock += ms;
    },
    cancel: () =>
      cancelJob(
        {
          store: {
            ...store,
            newJob: () => ({ write: {} }),
            reportUrl: async () => '',
          },
          now,
          log,
        },
        { id: asked.id, person: owner },
      ),
  };
}

/** Counts to `most`, a step each; `at` is told before each step. */
function counting(most: number, at: (n: number) => unknown = () => {}) {
  const done: number[] = [];
  const work: JobWork = {
    step: async ({ checkpoint = '0' }) => {
      const n = Number(checkpoint);
      await at(n);
      done.push(n);
      const counts = { done: n + 1 };
      return n + 1 === most
        ? { end: 'done', counts }
        : { next: String(n + 1), counts };
    },
  };
  return { done, work };
}

test('given a queued job, then its steps are taken in order and it is done', async () => {
  const { kept, worker } = bench();
  const { done, work } = counting(3);
  await workOn(worker('a'), work, asked.id);
  expect(done).toEqual([0, 1, 2]);
  expect(kept()).toMatchObject({ state: 'done', counts: { done: 3 } });
  expect(kept().lease).toBeUndefined();
});

test('given more than one invocation can do, then another is asked for and goes on', async () => {
  const { asks, kept, pass, worker } = bench();
  const { done, work } = counting(5, () => pass(25_000));
  await workOn(worker('a'), work, asked.id);
  expect(kept()).toMatchObject({ state: 'working', checkpoint: '3' });
  expect(asks).toEqual([asked.id]);
  await workOn(worker('b'), work, asked.id);
  expect(done).toEqual([0, 1, 2, 3, 4]);
  expect(kept().state).toBe('done');
});

test('given a worker that died, then nobody goes on before its lease ends, and then from its checkpoint', async () => {
  const { kept, pass, worker } = bench();
  const dying = counting(3, (n) => {
    if (n === 1) throw new Error('killed');
  });
  await expect(workOn(worker('a'), dying.work, asked.id)).rejects.toThrow();
  const { done, work } = counting(3);
  await workOn(worker('b'), work, asked.id);
  expect(done).toEqual([]);
  pass(120_001);
  await workOn(worker('b'), work, asked.id);
  expect(done).toEqual([1, 2]);
  expect(kept().state).toBe('done');
});

test.each([
  { fails: 2, state: 'done' },
  { fails: 3, state: 'working' },
])(
  'given what a step needs does not answer $fails times, then the job is $state',
  async ({ fails, state }) => {
    const { kept, worker } = bench();
    let failures = 0;
    const { work } = counting(2, () => {
      failures += 1;
      if (failures <= fails) throw new Unavailable('Something');
    });
    await workOn(worker('a'), work, asked.id).catch(() => {});
    expect(kept().state).toBe(state);
  },
);

test('given a worker that was taken for dead, then it changes nothing any more', async () => {
  const { kept, pass, worker } = bench();
  const { work } = counting(2, async (n) => {
    if (n !== 0) return;
    pass(120_001);
    await workOn(worker('b'), counting(2).work, asked.id);
  });
  await workOn(worker('a'), work, asked.id);
  expect(kept()).toMatchObject({ state: 'done', counts: { done: 2 } });
});

test('given an owner who cancels, then it is obeyed between two steps', async () => {
  const { cancel, kept, worker } = bench();
  const { done, work } = counting(9, (n) => (n === 2 ? cancel() : undefined));
  const cleared: string[] = [];
  const cancelled = async ({ id }: StoredJob) => {
    cleared.push(id);
  };
  await workOn(worker('a'), { ...work, cancelled }, asked.id);
  expect(done).toEqual([0, 1, 2]);
  expect(cleared).toEqual([asked.id]);
  expect(kept()).toMatchObject({ state: 'cancelled', counts: { done: 3 } });
});

test('given a queued job that is cancelled, then no worker begins it', async () => {
  const { cancel, kept, worker } = bench();
  expect(await cancel()).toMatchObject({ value: { state: 'cancelled' } });
  const { done, work } = counting(2);
  await workOn(worker('a'), work, asked.id);
  expect(done).toEqual([]);
  expect(kept().state).toBe('cancelled');
});

test.each(['done', 'failed'] as const)(
  'given a job that is %s, then it is too late to cancel',
  async (state) => {
    const { cancel } = bench({ state });
    expect(await cancel()).toMatchObject({ error: { code: 'state', state } });
  },
);

test('given a job that a step ends while its owner cancels, then it is done', async () => {
  const { cancel, kept, worker } = bench();
  const { work } = counting(1, () => cancel());
  await workOn(worker('a'), work, asked.id);
  expect(kept().state).toBe('done');
});
