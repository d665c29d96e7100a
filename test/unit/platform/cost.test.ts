import { describe, expect, test } from 'vitest';
import { itemBytes, readUnits } from '../../../functions/platform/cost.ts';

describe('the size of an item', () => {
  test.each([
    ['a string counts its UTF-8 bytes', { a: '学源' }, 7],
    ['a number counts half a byte a digit and one', { n: 1234 }, 4],
    ['a fraction counts its digits only', { n: -12.5 }, 4],
    ['true and null count one each', { t: true, n: null }, 4],
    ['what is undefined is not written', { a: undefined }, 1],
    ['a list counts three and one an element', { l: ['ab', 'c'] }, 9],
    ['a map counts three and one an element', { m: { a: 'b' } }, 7],
    ['a set counts like a list', { s: new Set(['ab']) }, 7],
    ['bytes count themselves', { b: new Uint8Array(5) }, 6],
  ])('%s', (_, item, bytes) => {
    expect(itemBytes(item)).toBe(bytes);
  });
});

test.each([
  [0, false, 0.5],
  [4_096, false, 0.5],
  [4_097, false, 1],
  [4_096, true, 1],
  [8_193, true, 3],
])('%i bytes, consistent %s, are %d read units', (bytes, consistent, units) => {
  expect(readUnits(bytes, consistent)).toBe(units);
});
