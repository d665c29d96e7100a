import { expect, test } from 'vitest';
import { pacer } from '../../../functions/identity/service/pace.ts';

test('given ten who ask at once at four a second, then they begin evenly', async () => {
  const waits: number[] = [];
  const pace = pacer(4, {
    now: () => 1_000,
    pause: async (milliseconds) => waits.push(milliseconds),
  });
  await Promise.all(Array.from({ length: 10 }, pace));
  expect(waits).toEqual([
    250, 500, 750, 1_000, 1_250, 1_500, 1_750, 2_000, 2_250,
  ]);
});

test('given a long pause, then nobody makes up for it', async () => {
  let now = 0;
  const waits: number[] = [];
  const pace = pacer(10, {
    now: () => now,
    pause: async (milliseconds) => waits.push(milliseconds),
  });
  await pace();
  now = 60_000;
  await pace();
  await pace();
  expect(waits).toEqual([100]);
});
