import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  deviationsOf,
  intervalAlpha,
} from '../../../functions/review/model/agreement.ts';

/** Rows of observers to units; `null` where an observer said nothing. */
function unitsOf(rows: readonly (readonly (number | null)[])[]): number[][] {
  const [first = []] = rows;
  return first.map((_, at) =>
    rows.flatMap((row) => {
      const value = row[at];
      return typeof value === 'number' ? [value] : [];
    }),
  );
}

const no = null;

describe('given worked examples, then α is as published', () => {
  /**
   * By hand: n = 40 values can be paired (unit 12 has one value). Within units
   * the ordered squared differences over m − 1 are 2 for unit 2 ({2,2,3,2}:
   * 6/3), 40/3 for unit 6 ({1,2,3,4}: 2·20/3), 2 for unit 8 ({1,1,2,1}), and 0
   * elsewhere: 17⅓. Over all, with nine 1s, thirteen 2s, ten 3s, five 4s and
   * three 5s, Σx = 100 and Σx² = 306, so 2·(40·306 − 100²)/39 = 114.87.
   * α = 1 − 17.33/114.87 = 0.849.
   */
  test('Krippendorff 2011, "Computing Krippendorff’s Alpha-Reliability", section C', () => {
    const units = unitsOf([
      [1, 2, 3, 3, 2, 1, 4, 1, 2, no, no, no],
      [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, no, 3],
      [no, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, no],
      [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, no],
    ]);
    expect(intervalAlpha(units)).toBeCloseTo(0.849, 3);
    expect(intervalAlpha(units)).toBeCloseTo(1 - 52 / 3 / (4_480 / 39), 12);
  });

  /**
   * By hand: 26 values can be paired. Only units 6, 8 and 15 differ: {3,3,4}
   * gives 4/2 = 2, {1,3} gives 8 and {3,4} gives 2: 12. Over all, Σx = 65 and
   * Σx² = 193, so 2·(26·193 − 65²)/25 = 63.44. α = 1 − 12/63.44 = 0.811.
   */
  test('Wikipedia, "Krippendorff’s alpha", three coders and fifteen units', () => {
    const units = unitsOf([
      [no, no, no, no, no, 3, 4, 1, 2, 1, 1, 3, 3, no, 3],
      [1, no, 2, 1, 3, 3, 4, 3, no, no, no, no, no, no, no],
      [no, no, 2, 1, 3, 4, 4, no, 2, 1, 1, 3, 3, no, 4],
    ]);
    expect(intervalAlpha(units)).toBeCloseTo(0.811, 3);
  });
});

const anyUnits = fc.array(
  fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 6 }),
  { maxLength: 12 },
);

describe('given any values', () => {
  test('then α is at most 1, and 1 exactly where units agree and differ from each other', () => {
    fc.assert(
      fc.property(anyUnits, (units) => {
        const alpha = intervalAlpha(units);
        const paired = units.filter(({ length }) => length > 1);
        const agree = paired.every((unit) => new Set(unit).size === 1);
        const vary = new Set(paired.flat()).size > 1;
        expect(alpha === undefined).toBe(!vary);
        if (alpha === undefined) return;
        expect(alpha).toBeLessThanOrEqual(1);
        expect(alpha === 1).toBe(agree);
      }),
    );
  });

  test('then neither another scale nor another order changes α', () => {
    fc.assert(
      fc.property(anyUnits, fc.integer({ min: 1, max: 9 }), (units, factor) => {
        const alpha = intervalAlpha(units);
        const scaled = units.map((unit) =>
          unit.map((value) => value * factor + 7).reverse(),
        );
        const other = intervalAlpha(scaled.reverse());
        if (alpha === undefined) expect(other).toBeUndefined();
        else expect(other).toBeCloseTo(alpha, 9);
      }),
    );
  });
});

test('given three judges, then each is measured against the other two', () => {
  const units = [
    [
      { judge: 'ann', value: 4 },
      { judge: 'bo', value: 2 },
      { judge: 'chen', value: 3 },
    ],
    [
      { judge: 'ann', value: 5 },
      { judge: 'bo', value: 5 },
    ],
    [{ judge: 'chen', value: 1 }],
  ];
  expect(deviationsOf(units)).toEqual([
    { judge: 'ann', units: 2, signed: 0.75, absolute: 0.75 },
    { judge: 'bo', units: 2, signed: -0.75, absolute: 0.75 },
    { judge: 'chen', units: 1, signed: 0, absolute: 0 },
  ]);
});
