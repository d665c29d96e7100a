import { expect, test } from 'vitest';
import type {
  Difference,
  ReconcileStep,
} from '../../../functions/operations/contract.ts';
import { compareAll } from '../../../ops/tools/comparing.ts';

const res = (n: number) => `res_${String(n).padStart(26, '0')}`;
const file = 'f'.repeat(64);

/** A stage that differs so; each answer of `again` may drop or mend some. */
function stage(
  found: readonly Difference[],
  stillThere: (one: Difference, mends: number) => boolean,
) {
  const asked: ReconcileStep[] = [];
  const pauses: number[] = [];
  let mends = 0;
  const step = async (one: ReconcileStep) => {
    asked.push(one);
    if (one.step === 'mend') mends += 1;
    if (one.step === 'heads' && one.segment === 0 && !one.after) {
      return { seen: 5, differences: found.slice(0, 1), after: 'on' };
    }
    if (one.step === 'heads' && one.segment === 0) {
      return { seen: 2, differences: found.slice(1) };
    }
    if (one.step !== 'again') return { seen: 1, differences: [] };
    const about = (each: Difference) =>
      [...one.resources, ...one.files].includes(each.id);
    const differences = found.filter(
      (each) => about(each) && stillThere(each, mends),
    );
    return { seen: 0, differences };
  };
  const pause = async (ms: number) => void pauses.push(ms);
  return { needs: { step, pause }, asked, pauses };
}

const missing: Difference = { kind: 'index-missing', id: res(1) };
const torn: Difference = { kind: 'history-ahead', id: res(2) };
const stray: Difference = { kind: 'file-unrecorded', id: file };

test('given what was only under way, then nothing differs', async () => {
  const { needs, pauses } = stage([missing, torn], () => false);
  expect(await compareAll(needs, false)).toEqual({
    heads: 10,
    documents: 1,
    files: 1,
    left: [],
    mended: [],
  });
  expect(pauses).toHaveLength(1);
});

test('given a dry run, then nothing is mended and all is listed', async () => {
  const all = [missing, torn, stray];
  const { needs, asked } = stage(all, () => true);
  const { left, mended } = await compareAll(needs, false);
  expect(left).toEqual(all);
  expect(mended).toEqual([]);
  expect(asked.filter(({ step }) => step === 'mend')).toEqual([]);
});

test('given leave to mend, then only what is safe is, and what is left is listed', async () => {
  const { needs, asked } = stage(
    [missing, torn, stray],
    ({ kind }, mends) => kind !== 'index-missing' || mends === 0,
  );
  const { left, mended } = await compareAll(needs, true);
  expect(mended).toEqual([missing]);
  expect(left).toEqual([torn, stray]);
  expect(asked.filter(({ step }) => step === 'mend')).toEqual([
    { step: 'mend', resources: [res(1)] },
  ]);
});

test('given what cannot be mended in time, then it is listed after a minute', async () => {
  const { needs, pauses } = stage([missing], () => true);
  const { left } = await compareAll(needs, true);
  expect(left).toEqual([missing]);
  expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(70_000);
});

test('given more than one step looks at, then they are parted', async () => {
  const many = Array.from({ length: 250 }, (_, n): Difference => {
    return { kind: 'index-behind', id: res(n) };
  });
  const { needs, asked } = stage(many, () => true);
  expect((await compareAll(needs, false)).left).toHaveLength(250);
  expect(asked.filter(({ step }) => step === 'again')).toHaveLength(3);
});
