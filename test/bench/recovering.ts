import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { chanceOf } from '../../drill/chance.ts';
import { madeResource } from '../../drill/made.ts';
import type { TestStack } from '../../local/platform-file.ts';
import { waitForPages } from '../../recover/patience.ts';
import { type Figure, median } from './figure.ts';

/** The time a resource may not grow with the district. */
const sizes = { small: 1_000, large: 5_000 } as const;
const boundRatio = 1.1;
/** Both sizes in turn, so that a slow moment slows both. */
const rounds = 2;

/** Of one resource: milliseconds, and what was asked of tables and buckets. */
type Taken = {
  readonly reading: number;
  readonly judging: number;
  readonly requests: number;
  readonly rru: number;
};

/**
 * Reconciles two districts as `npm run recover` does, in tables of their own:
 * how much longer a resource takes in the larger one. Pages are found apart from
 * judging them: for each page the emulator goes through the whole table, which
 * DynamoDB does not. Requests and read units are those that AWS would see.
 */
export async function benchRecovering(stack: TestStack): Promise<Figure[]> {
  const { CATALOGUE_TABLE: deployed } = process.env;
  const names = {
    small: `catalogue-${randomUUID()}`,
    large: `catalogue-${randomUUID()}`,
  };
  Object.assign(process.env, stack.environment);
  const { dynamoDb } = await import('../../functions/platform/clients.ts');
  const { libraryHoldings } = await import('../../functions/files/holdings.ts');
  const { resourceRecovery } = await import(
    '../../functions/resources/service/recovery.ts'
  );
  const { partsOf } = await import('../../functions/resources/store/parts.ts');
  const { dueLinks, duePlaces, recoveryStore } = await import(
    '../../functions/resources/store/recovery.ts'
  );
  const { itemsOf, writeAll } = await import('../../drill/loading.ts');
  const { makeTable } = await import('../support/table.ts');
  waitForPages(dynamoDb);
  const { costSoFar, resetCost } = await import(
    '../../functions/platform/cost.ts'
  );
  let requests = 0;
  dynamoDb.middlewareStack.add(
    (next) => (args) => {
      requests += 1;
      return next(args);
    },
    { step: 'finalizeRequest', name: 'countRequests' },
  );
  let reading = 0;
  const recovery = resourceRecovery({
    ...{ linksOf: dueLinks, placesOf: duePlaces, partsOf },
    store: {
      ...recoveryStore,
      ids: async (stretch) => {
        const began = performance.now();
        const page = await recoveryStore.ids(stretch);
        reading += performance.now() - began;
        return page;
      },
    },
    commit: async () => {
      throw new Error('Nothing is torn, so nothing is to be mended.');
    },
    isStored: libraryHoldings.isStored,
    ...{ now: () => new Date(), epoch: () => 2, newSalt: () => '' },
  });
  const judged = async (size: keyof typeof sizes): Promise<Taken> => {
    process.env.CATALOGUE_TABLE = names[size];
    reading = 0;
    requests = 0;
    resetCost();
    const began = performance.now();
    let seen = 0;
    let after: string | undefined;
    do {
      const stretch = { segment: 0, segments: 1, after };
      const page = await recovery.judge(stretch, { since: '', repair: true });
      seen += page.seen;
      after = page.after;
    } while (after !== undefined);
    if (seen !== sizes[size]) throw new Error(`${seen} resources were seen.`);
    const whole = performance.now() - began;
    const { rru, s3 } = costSoFar();
    return {
      reading: reading / seen,
      judging: (whole - reading) / seen,
      requests: (requests + s3) / seen,
      rru: rru / seen,
    };
  };
  try {
    for (const size of ['small', 'large'] as const) {
      await makeTable(names[size]);
      const chance = chanceOf(size);
      const from = new Date('2026-11-01T00:00:00.000Z');
      const items = Array.from({ length: sizes[size] }, (_, n) =>
        itemsOf(madeResource(n, cast, { chance, from }), names[size]),
      );
      await writeAll(dynamoDb, names[size], items.flat());
    }
    const taken = { small: [] as Taken[], large: [] as Taken[] };
    for (let round = 0; round < rounds; round += 1) {
      taken.small.push(await judged('small'));
      taken.large.push(await judged('large'));
    }
    const middle = (size: keyof typeof sizes, what: keyof Taken) =>
      median(taken[size].map((one) => one[what]));
    const ratio = (what: keyof Taken) =>
      middle('large', what) / middle('small', what);
    const against = `of ${sizes.large} against one of ${sizes.small}`;
    return [
      {
        name: `recovering: judging a resource of ${sizes.small}`,
        value: middle('small', 'judging'),
        unit: 'ms',
      },
      {
        name: `recovering: judging a resource ${against}`,
        value: ratio('judging'),
        unit: 'x',
        bound: boundRatio,
      },
      {
        name: `recovering: finding a resource ${against}`,
        value: ratio('reading'),
        unit: 'x',
      },
      {
        name: `recovering: requests for a resource ${against}`,
        value: ratio('requests'),
        unit: 'x',
        bound: boundRatio,
      },
      {
        name: `recovering: read units for a resource ${against}`,
        value: ratio('rru'),
        unit: 'x',
        bound: boundRatio,
      },
    ];
  } finally {
    process.env.CATALOGUE_TABLE = deployed;
    for (const TableName of Object.values(names)) {
      await dynamoDb.send(new DeleteTableCommand({ TableName }));
    }
  }
}

const ulid = '01J8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8Z';
const cast = {
  school: `org_${ulid}`,
  teacher: `per_${ulid}`,
  librarian: `per_${ulid.replace('8', '9')}`,
};
