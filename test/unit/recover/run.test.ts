import { describe, expect, test } from 'vitest';
import { carryOut, type Line } from '../../../recover/run.ts';
import {
  plans,
  type StepId,
  steps,
  stepsLeft,
} from '../../../recover/steps.ts';

const seats = ['recovery', 'primary'] as const;

/** A recovery whose steps only say that they were taken. */
function recovering({
  to = 'recovery',
  dies,
  refuses,
}: {
  to?: (typeof seats)[number];
  dies?: string;
  refuses?: string;
}) {
  const taken: StepId[] = [];
  const run = (lines: Line[], isDying = true) => {
    const act = (step: StepId) => async () => {
      taken.push(step);
      if (isDying && step === dies) throw new Error('killed');
      return { step };
    };
    const entries = Object.keys(steps).map((id) => [id, act(id as StepId)]);
    return carryOut({
      plan: plans[to],
      actions: Object.fromEntries(entries),
      journal: { read: () => lines, add: (line) => lines.push(line) },
      confirm: async (step) => step !== refuses,
      begun: () => undefined,
      clock: () => 1_000,
    });
  };
  return { run, taken };
}

describe.each(seats)('given the Region %s that takes over', (to) => {
  test('then every step is taken in its order, and noted', async () => {
    const { run, taken } = recovering({ to });
    const lines: Line[] = [];
    expect(await run(lines)).toBe(true);
    expect(taken).toEqual(plans[to]);
    expect(lines.map(({ step }) => step)).toEqual(taken);
  });

  test.each([...plans[to]])(
    'when it is killed in %s and run again, then it goes on there',
    async (dies) => {
      const { run, taken } = recovering({ to, dies });
      const lines: Line[] = [];
      await expect(run(lines)).rejects.toThrow('killed');
      expect(await run(lines, false)).toBe(true);
      expect(taken.filter((step) => step === dies)).toHaveLength(2);
      expect(new Set(taken).size).toBe(taken.length - 1);
      const done = lines.map(({ step }) => step);
      expect(stepsLeft(plans[to], done)).toEqual([]);
    },
  );

  test('when it was done, then another run takes no step', async () => {
    const { run, taken } = recovering({ to });
    const lines: Line[] = [];
    await run(lines);
    await run(lines);
    expect(taken).toHaveLength(plans[to].length);
  });

  test('then nobody writes there before the old Region is fenced and all is judged', () => {
    const at = (step: StepId) => plans[to].indexOf(step as never);
    const before: StepId[] = ['fence', 'erasures', 'reconcile', 'streams'];
    for (const step of before) {
      expect(at(step)).toBeGreaterThanOrEqual(0);
      expect(at(step)).toBeLessThan(at('wake'));
    }
  });
});

test('given a person who says no, then it stops before that step', async () => {
  const { run, taken } = recovering({ refuses: 'reconcile' });
  expect(await run([])).toBe(false);
  expect(taken).toEqual(['fence', 'erasures']);
});

test('every step says in both languages what it does, costs and risks', () => {
  for (const { cost, danger, does } of Object.values(steps)) {
    for (const text of [cost, danger, does]) {
      expect(text['zh-CN']).toMatch(/\p{Script=Han}/u);
      expect(text.en.length).toBeGreaterThan(3);
    }
  }
});
