import { expect, test } from 'vitest';
import { erasureSteps } from '../../../functions/erasure/contract.ts';
import { resumeErasures } from '../../../functions/erasure/service/resuming.ts';
import { newJob } from '../../../functions/jobs/model.ts';
import type { JobService } from '../../../functions/jobs/service.ts';
import { fail, ok } from '../../../functions/platform/result.ts';
import { idOf } from '../resources/case.ts';

const now = new Date('2027-01-01T06:00:00.000Z');

function line(n: number, at: string) {
  const [person, by] = [idOf('per', n), idOf('per', 9)];
  const asked = { person, at, by, organisation: idOf('org', 1) };
  const format = 'xueyuan-erasure/1' as const;
  return { ...asked, format, kinds: [...erasureSteps], job: idOf('job', n) };
}

test('given erasures asked for just before a loss, then those whose job is gone begin again under the same id', async () => {
  const byYear = new Map([
    [
      2026,
      [
        line(1, '2026-12-30T00:00:00.000Z'),
        line(2, '2026-12-31T20:00:00.000Z'),
      ],
    ],
    [2027, [line(3, '2027-01-01T02:00:00.000Z')]],
  ]);
  const begun: string[] = [];
  const begin: JobService['begin'] = (asked) => {
    begun.push(`${asked.id} ${asked.input.person}`);
    return { job: newJob(asked, now), part: { write: {} } };
  };
  const done = await resumeErasures({
    ledger: { undone: async (year) => byYear.get(year) ?? [] },
    jobs: { begin },
    // The job of the second is there.
    commit: async (value) =>
      begun.length === 1 ? fail({ code: 'changed' }) : ok(value),
    now: () => now,
  });
  expect(done).toBe(1);
  const [second, third] = [2, 3].map(
    (n) => `${idOf('job', n)} ${idOf('per', n)}`,
  );
  expect(begun).toEqual([second, third]);
});
