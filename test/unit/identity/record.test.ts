import { describe, expect, test } from 'vitest';
import {
  type RecordNeeds,
  record,
} from '../../../functions/identity/service/record.ts';
import type { Commit } from '../../../functions/platform/commit.ts';
import { fail, ok } from '../../../functions/platform/result.ts';

/** A record of nothing said, whose commits answer in this order. */
function needsOf(answers: readonly ('done' | 'changed')[]): RecordNeeds {
  const left = [...answers];
  const commit: Commit = async (value) =>
    left.shift() === 'done' ? ok(value) : fail({ code: 'changed' });
  return {
    store: { chain: async () => undefined },
    parts: { link: () => [] },
    commit,
    now: () => new Date('2026-11-25T08:00:00Z'),
    epoch: 1,
    newSalt: () => '00',
    pause: async () => undefined,
  };
}

describe('given what was decided on that moved before its chain was read', () => {
  const by = { person: 'per_1', organisation: 'org_1' };
  const parts = [{ write: {} }];

  test('then it is decided anew, and done', async () => {
    let decided = 0;
    const done = await record(needsOf(['changed', 'done']), async () => {
      decided += 1;
      return ok({ value: decided, by, said: [], parts });
    });
    expect(done).toEqual({ ok: true, value: 2 });
  });

  test('then what no longer stands when decided anew is refused', async () => {
    const decisions = [
      ok({ value: 1, by, said: [], parts }),
      fail({ code: 'unknown' as const }),
    ];
    const done = await record(
      needsOf(['changed', 'done']),
      async () => decisions.shift() ?? fail({ code: 'unknown' as const }),
    );
    expect(done).toEqual({ ok: false, error: { code: 'unknown' } });
  });

  test('then one that is overtaken each time ends, and says so', async () => {
    let decided = 0;
    const done = await record(needsOf([]), async () => {
      decided += 1;
      return ok({ value: 1, by, said: [], parts });
    });
    expect(done).toEqual({ ok: false, error: { code: 'changed' } });
    expect(decided).toBeGreaterThan(1);
    expect(decided).toBeLessThan(20);
  });
});
