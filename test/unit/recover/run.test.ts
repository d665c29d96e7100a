import { describe, expect, test } from 'vitest';
import { carryOut, type Line } from '../../../recover/run.ts';
import {
  type StepId,
  stepIds,
  steps,
  stepsLeft,
} from '../../../recover/steps.ts';

/** A recovery whose steps only say that they were taken. */
function recovering({ dies, refuses }: { dies?: string; refuses?: string }) {
  const taken: string[] = [];
  const run = (lines: Line[], isDying = true) => {
    const act = (step: StepId) => async () => {
      taken.push(step);
      if (isDying && step === dies) throw new Error('killed');
      return { step };
    };
    const actions = {
      fence: act('fence'),
      erasures: act('erasures'),
      reconcile: act('reconcile'),
      streams: act('streams'),
      wake: act('wake'),
      accounts: act('accounts'),
    };
    return carryOut({
      actions,
      journal: { read: () => lines, add: (line) => lines.push(line) },
      confirm: async (step) => step !== refuses,
      begun: () => undefined,
      clock: () => 1_000,
    });
  };
  return { run, taken };
}

describe('given a recovery', () => {
  test('when it is carried out, then every step is taken in its order, and noted', async () => {
    const { run, taken } = recovering({});
    const lines: Line[] = [];
    expect(await run(lines)).toBe(true);
    expect(taken).toEqual([
      'fence',
      'erasures',
      'reconcile',
      'streams',
      'wake',
      'accounts',
    ]);
    expect(lines.map(({ step }) => step)).toEqual(taken);
  });

  test.each(stepIds)(
    'when it is killed in %s and run again, then it goes on there',
    async (dies) => {
      const { run, taken } = recovering({ dies });
      const lines: Line[] = [];
      await expect(run(lines)).rejects.toThrow('killed');
      expect(await run(lines, false)).toBe(true);
      expect(taken.filter((step) => step === dies)).toHaveLength(2);
      expect(new Set(taken).size).toBe(taken.length - 1);
      expect(stepsLeft(lines.map(({ step }) => step))).toEqual([]);
    },
  );

  test('when it was done, then another run takes no step', async () => {
    const { run, taken } = recovering({});
    const lines: Line[] = [];
    await run(lines);
    await run(lines);
    expect(taken).toHaveLength(stepIds.length);
  });

  test('when a person says no, then it stops before that step', async () => {
    const { run, taken } = recovering({ refuses: 'reconcile' });
    expect(await run([])).toBe(false);
    expect(taken).toEqual(['fence', 'erasures']);
  });
});

test('every step says in both languages what it does, costs and risks', () => {
  for (const { cost, danger, does } of Object.values(steps)) {
    for (const text of [cost, danger, does]) {
      expect(text['zh-CN']).toMatch(/\p{Script=Han}/u);
      expect(text.en.length).toBeGreaterThan(3);
    }
  }
});
