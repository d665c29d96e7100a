import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { chanceOf } from '../../drill/chance.ts';
import { madeResource } from '../../drill/made.ts';
import type { TestStack } from '../../local/platform-file.ts';
import { type Figure, median } from './figure.ts';

/** The time a resource may not grow with the district. */
const sizes = { small: 1_000, large: 5_000 } as const;
const boundRatio = 1.1;
/** Both sizes in turn, so that a slow moment slows both. */
const rounds = 5;

/**
 * Reconciles two districts as `npm run recover` does, in tables of their own:
 * how much longer a resource takes in the larger one.
 */
export async function benchRecovering(stack: TestStack): Promise<Figure[]> {
  const { CATALOGUE_TABLE: deployed } = process.env;
  const names = {
    small: `catalogue-${randomUUID()}`,
    large: `catalogue-${randomUUID()}`,
  };
  Object.assign(process.env, stack.environment);
  const { dynamoDb } = await import('../../functions/platform/clients.ts');
  const { resourceRecovering } = await import(
    '../../functions/resources/recovering.ts'
  );
  const { itemsOf, writeAll } = await import('../../drill/loading.ts');
  const { judgeAll } = await import('../../recover/judging.ts');
  const { makeTable } = await import('../support/table.ts');
  const recovery = resourceRecovering(async () => {
    throw new Error('Nothing is torn, so nothing is to be mended.');
  });
  const judged = async (size: keyof typeof sizes): Promise<number> => {
    process.env.CATALOGUE_TABLE = names[size];
    const began = performance.now();
    const how = { since: '', tell: () => undefined };
    const seen = await judgeAll(recovery, how);
    if (seen !== sizes[size]) throw new Error(`${seen} resources were seen.`);
    return (performance.now() - began) / seen;
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
    const taken = { small: [] as number[], large: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      taken.small.push(await judged('small'));
      taken.large.push(await judged('large'));
    }
    return [
      {
        name: `reconciling: a resource of ${sizes.small}`,
        value: median(taken.small),
        unit: 'ms',
      },
      {
        name: `reconciling: a resource of ${sizes.large} against one of ${sizes.small}`,
        value: median(taken.large) / median(taken.small),
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
