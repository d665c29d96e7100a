import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barOn } from '../../../local/load/bar.ts';
import { quantilesOf, rowsOf, tableLines } from '../../../local/load/report.ts';

describe('given durations', () => {
  test.each([
    { of: [5], p50: 5, p95: 5, p99: 5 },
    { of: [4, 1, 3, 2], p50: 2, p95: 4, p99: 4 },
    {
      of: Array.from({ length: 100 }, (_, at) => at + 1),
      p50: 50,
      p95: 95,
      p99: 99,
    },
  ])(
    'of $of.length, the quantiles are $p50, $p95, $p99',
    ({ of, ...expected }) => {
      expect(quantilesOf(of)).toEqual(expected);
    },
  );

  test('each quantile was seen, and none is below the one before', () => {
    const durations = fc.array(fc.nat(10_000), { minLength: 1 });
    fc.assert(
      fc.property(durations, (of) => {
        const { p50, p95, p99 } = quantilesOf(of);
        for (const one of [p50, p95, p99]) expect(of).toContain(one);
        expect(p50 <= p95 && p95 <= p99).toBe(true);
      }),
    );
  });

  test('of none there are no quantiles', () => {
    expect(quantilesOf([]).p50).toBeNaN();
  });
});

test('requests are counted by route, with what was refused and repeated', () => {
  const sample = { status: 200, milliseconds: 10, attempts: 1 };
  const samples = [
    { ...sample, route: 'GET /a', requestId: '1' },
    { ...sample, route: 'POST /b', requestId: '2', attempts: 3 },
    { ...sample, route: 'POST /b', requestId: '3', status: 412 },
  ];
  expect(rowsOf(samples)).toMatchObject([
    { route: 'POST /b', count: 2, refused: 1, repeated: 2 },
    { route: 'GET /a', count: 1, refused: 0, repeated: 0 },
  ]);
});

test('columns stand under each other, also of Chinese', () => {
  expect(
    tableLines([
      ['路由', 'n'],
      ['a', '10'],
    ]),
  ).toEqual(['路由   n', 'a     10']);
});

test('a log gets a line each twentieth, a terminal one that grows', () => {
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  const log = barOn({ write }, 200, () => 0);
  for (let done = 1; done <= 200; done += 1) log(done, '');
  expect(written).toHaveLength(21);
  expect(written.at(-1)).toContain('200/200');
  const terminal = barOn({ write, isTTY: true }, 2, () => 0);
  terminal(1, ' · 1 failed');
  expect(written.at(-1)).toMatch(/^\r.*1\/2.*1 failed$/s);
});
