import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Deployment, standing } from '../../../cost/deployment.ts';
import { exported, measured } from '../../../cost/measured.ts';
import { estimate, groups } from '../../../cost/model.ts';
import {
  type Assumptions,
  type OptionName,
  options,
  usual,
} from '../../../cost/options.ts';
import { keptPrices, readPrices, usdOf } from '../../../cost/prices.ts';
import { estimateLines } from '../../../cost/table.ts';
import { languages } from '../../../functions/platform/contract.ts';

const prices = readPrices(keptPrices);
const deployment: Deployment = {
  domains: [
    {
      instanceType: 'm7g.large.search',
      instanceCount: 3,
      managers: { instanceType: 'm7g.medium.search', count: 3 },
      volumeGib: 200,
    },
  ],
  logDays: 365,
  tableBackups: 58,
  copies: true,
  exportDays: 35,
  metrics: 24,
};
const names = Object.keys(options) as OptionName[];
const of = (assumed: Assumptions) => estimate(prices, deployment, assumed);
const nothing = Object.fromEntries(
  names.map((name) => [name, 0]),
) as Assumptions;

/** Any district: up to ten times the usual, and shares of one. */
const district = fc.record(
  Object.fromEntries(
    names.map((name) => [
      name,
      fc.double({
        min: 0,
        max: name.endsWith('-share') ? 1 : 10 * options[name].usual,
        noNaN: true,
      }),
    ]),
  ),
) as fc.Arbitrary<Assumptions>;

describe('given any district', () => {
  test('then the total is the sum of its lines, and none is negative', () => {
    fc.assert(
      fc.property(district, (assumed) => {
        const { lines, usd } = of(assumed);
        expect(lines.length).toBeGreaterThan(20);
        expect(
          Math.min(...lines.map((line) => line.usd)),
        ).toBeGreaterThanOrEqual(0);
        const sum = lines.reduce((total, line) => total + line.usd, 0);
        expect(usd).toBeCloseTo(sum, 6);
      }),
    );
  });

  test.each(names)('then more of --%s costs no less', (name) => {
    fc.assert(
      fc.property(
        district,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (assumed, part) => {
          const less = { ...assumed, [name]: assumed[name] * part };
          expect(of(less).usd).toBeLessThanOrEqual(of(assumed).usd + 1e-6);
        },
      ),
    );
  });

  test('then its schools and readers share the total', () => {
    fc.assert(
      fc.property(district, (assumed) => {
        const { usd, usdPerReader, usdPerSchool } = of(assumed);
        const readers =
          (assumed.students + assumed.teachers) * assumed['active-share'];
        expect(usdPerSchool * Math.max(1, assumed.schools)).toBeCloseTo(usd, 6);
        expect(usdPerReader * Math.max(1, readers)).toBeCloseTo(usd, 6);
      }),
    );
  });
});

test.each(names.filter((name) => name !== 'schools'))(
  'given the usual district, then --%s has a price',
  (name) => {
    const none = { ...usual, [name]: 0 };
    expect(of(none).usd).toBeLessThan(of(usual).usd);
  },
);

test('given a district that only opens resources, then a month is as computed by hand', () => {
  const reads = 8_000_000;
  const { lines } = of({
    ...nothing,
    reads,
    'request-ms': 100,
    'answer-kb': 5,
    'log-kb': 2,
  });
  const ofReads = lines.filter(({ group }) => group !== 'exporting');
  const usd = Object.fromEntries(ofReads.map((line) => [line.price, line.usd]));
  expect(usd).toMatchObject({
    // 8 million requests at 1.00, and as many calls at 0.20 a million.
    apiRequest: 8,
    lambdaRequest: 1.6,
    // A tenth of a second at 1 GB each.
    lambdaGbSecond: 800_000 * 0.0000133334,
    // One unit each, at 0.125 a million; nothing is written.
    readUnit: 1,
    writeUnit: 0,
    // 40 GB at 0.09, 16 GB of logs at 0.50.
    toInternet: expect.closeTo(3.6, 9),
    logIngestion: 8,
    // A quarter of 16 GB, kept for a year.
    logStorage: expect.closeTo(4 * (365 / 30) * 0.03, 9),
    'm7g.large.search': expect.closeTo(3 * 730 * 0.135, 9),
    activeAccount: 0,
  });
});

test('given 50,000 people of whom half have accounts, then the nightly export is as computed by hand', () => {
  const { lines } = of({
    ...nothing,
    students: 50_000,
    'own-accounts-share': 0.5,
  });
  const exports = lines.filter(({ group }) => group === 'exporting');
  const units = Object.fromEntries(
    exports.map(({ price, units }) => [price, units]),
  );
  const timesMeasured = 50_000 / exported.people;
  const puts = 5 + (timesMeasured * exported.lineBytes) / (8 * 1024 * 1024);
  const gb = (timesMeasured * exported.packedBytes) / 1e9;
  expect(units).toEqual({
    readUnit: expect.closeTo(30 * timesMeasured * measured.exporting.rru),
    objectWrite: expect.closeTo(30 * puts),
    keyRequest: expect.closeTo(30 * puts),
    objectStorage: expect.closeTo(35 * gb),
    betweenRegions: expect.closeTo(30 * gb),
    lambdaRequest: 30,
    // 25,000 accounts, 60 in 96 ms, each night at 1 GB.
    lambdaGbSecond: expect.closeTo((30 * 25_000 * 0.096) / 60),
  });
});

test('given people with accounts, then the first ten thousand are free', () => {
  const people = (students: number) =>
    of({
      ...nothing,
      students,
      'active-share': 1,
      'own-accounts-share': 1,
    }).lines.find(({ price }) => price === 'activeAccount')?.usd;
  expect([people(10_000), people(12_000)]).toEqual([0, 30]);
});

test('given a use case that costs more, then so does the estimate', () => {
  const { long } = measured;
  const { units } = of(usual).lines.find(
    ({ price }) => price === 'writeUnit',
  ) ?? {
    units: 0,
  };
  const published = usual.publications * (long.create.wru + long.publish.wru);
  expect(units).toBeGreaterThan(published);
});

test('given traffic beyond ten terabytes, then the rest is cheaper', () => {
  const { lines } = of({ ...nothing, downloads: 12_000_000, 'file-mb': 1 });
  const units = lines.flatMap(({ group, price, units: of }) =>
    group === 'transfer' ? [[price, Math.round(of)]] : [],
  );
  expect(Object.fromEntries(units)).toMatchObject({ toInternet: 10_000 });
  expect(units).toHaveLength(2);
});

test('given a stage without copies, then nothing is sent to another Region', () => {
  const alone = estimate(prices, { ...deployment, copies: false }, usual);
  const paid = alone.lines.map(({ price }) => price);
  expect(paid).not.toContain('betweenRegions');
  expect(alone.usd).toBeLessThan(of(usual).usd);
});

test('given a price that the list lacks, then it says which, of which Region', () => {
  expect(() => usdOf(prices, 'r9z.huge.search', 1)).toThrow(
    'The price list of us-east-1 has no price "r9z.huge.search"',
  );
});

test('every price that is kept is used, and every group has a line', () => {
  const far = of({ ...usual, downloads: 100_000_000 });
  const used = new Set(far.lines.map(({ price }) => price));
  expect(Object.keys(prices.prices).filter((one) => !used.has(one))).toEqual(
    [],
  );
  const lined = new Set(far.lines.map(({ group }) => group));
  expect([...lined].toSorted()).toEqual([...groups].toSorted());
});

test.each(languages)(
  'the table is told in %s, doubtful prices with it',
  (language) => {
    const lines = estimateLines(of(usual), prices, language);
    expect(lines.length).toBeGreaterThan(40);
    expect(lines.at(-1)).toContain('objectBackup');
  },
);

test('what stands is counted', () => {
  expect(Math.min(...Object.values(standing))).toBeGreaterThan(0);
});
