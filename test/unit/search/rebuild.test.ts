import { expect, test } from 'vitest';
import type { ReindexStep } from '../../../functions/search/contract.ts';
import { rebuild } from '../../../ops/tools/rebuild.ts';

/** A function that has three pages in each part, and stumbles when told to. */
function stage({ stumbles = 0, held = 60 } = {}) {
  const steps: ReindexStep[] = [];
  let left = stumbles;
  const invoke = async (step: ReindexStep) => {
    steps.push(step);
    if (left-- > 0) throw new Error('The search engine does not answer.');
    if (step.step === 'begin') return { index: 'resources-2' };
    if (step.step === 'fill') {
      const page = Number(step.after ?? 0) + 1;
      return { given: 10, ...(page < 3 && { after: String(page) }) };
    }
    const { given } = step;
    return held < given
      ? { outcome: 'short', held, removed: 0, given }
      : { outcome: 'switched', held, dropped: ['resources-1'] };
  };
  const waits: number[] = [];
  const pause = async (milliseconds: number) => waits.push(milliseconds);
  const shown: number[] = [];
  const onProgress = (given: number) => shown.push(given);
  return { steps, waits, shown, needs: { invoke, pause, onProgress } };
}

test('given two parts, then each is read to its end before readers move', async () => {
  const { needs, steps, shown } = stage();
  const rebuilt = await rebuild(needs, 2);
  expect(rebuilt).toEqual({
    outcome: 'switched',
    index: 'resources-2',
    given: 60,
    held: 60,
    dropped: ['resources-1'],
  });
  expect(shown).toEqual([10, 20, 30, 40, 50, 60]);
  const named = steps.map(({ step }) => step);
  expect(named).toEqual(['begin', ...Array(6).fill('fill'), 'finish']);
  const places = steps.flatMap((step) =>
    step.step === 'fill' ? [`${step.segment}:${step.after ?? ''}`] : [],
  );
  expect(places.sort()).toEqual(['0:', '0:1', '0:2', '1:', '1:1', '1:2']);
});

test('given an index that lost something, then it says so', async () => {
  const { needs } = stage({ held: 59 });
  expect(await rebuild(needs, 2)).toMatchObject({ outcome: 'short', held: 59 });
});

test('given an engine that stumbles, then a step is tried again', async () => {
  const { needs, waits } = stage({ stumbles: 3 });
  expect(await rebuild(needs, 1)).toMatchObject({ given: 30 });
  expect(waits).toEqual([1_000, 2_000, 4_000]);
});

test('given an engine that is down, then the rebuild fails as it failed', async () => {
  const { needs, steps } = stage({ stumbles: 99 });
  await expect(rebuild(needs, 1)).rejects.toThrow('does not answer');
  expect(steps).toHaveLength(4);
});
