import { expect, test } from 'vitest';
import type { JobState } from '../../../functions/jobs/contract.ts';
import { newJob, type StoredJob } from '../../../functions/jobs/model.ts';
import { resumeJobs } from '../../../functions/jobs/service.ts';
import { idOf } from '../resources/case.ts';

const now = new Date('2026-09-02T00:00:00.000Z');
const lease = { holder: 'the lost Region', until: now.getTime() + 60_000 };

function job(n: number, state: JobState): StoredJob {
  const asked = { id: idOf('job', n), owner: '', organisation: '', input: {} };
  return { ...newJob({ ...asked, kind: 'roster' }, now), state, lease };
}

test('given jobs that a lost Region was at, then each goes on without its lease, but for one that somebody has taken', async () => {
  const saved: StoredJob[] = [];
  const asked: string[] = [];
  const found = [job(1, 'working'), job(2, 'queued'), job(3, 'cancelling')];
  const store = {
    async *unfinished() {
      yield* found;
    },
    async save(one: StoredJob) {
      saved.push(one);
      return one.id !== idOf('job', 2);
    },
    async goOn({ id }: StoredJob) {
      asked.push(id);
    },
  };
  expect(await resumeJobs({ store, now: () => now })).toBe(2);
  expect(asked).toEqual([idOf('job', 1), idOf('job', 3)]);
  expect(saved.map(({ state }) => state)).toEqual(
    found.map((one) => one.state),
  );
  expect(saved.every((one) => one.lease === undefined)).toBe(true);
});
