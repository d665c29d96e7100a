import { isDeepStrictEqual } from 'node:util';
import {
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { batchGet, batchKeys } from '../functions/platform/batch-get.ts';
import type { Stage } from '../lib/config.ts';
import { namesOf, tables } from '../lib/names.ts';
import { inParallel } from '../local/pool.ts';
import { until } from '../local/wait.ts';
import { patience } from '../ops/patience.ts';

/** A replica of a large table takes hours; nobody has to wait beside it. */
const replicaLimitSeconds = 12 * 3_600;
/** Replication takes seconds; whoever waits longer should look what is wrong. */
const agreeLimitSeconds = 15 * 60;
const everyMs = 5_000;

/** Parts of a table that are read side by side. */
const segments = 4;

type Item = Record<string, unknown>;

/**
 * Makes replicas of all tables in the Region that is to take over, of those in
 * the other one, and waits until they are complete. What is there stays.
 */
export async function makeReplicas(stage: Stage): Promise<readonly string[]> {
  const { protect, recoveryRegion: from, region: to } = stage;
  const names = namesOf(stage);
  const source = new DynamoDBClient({ region: from, ...patience });
  const made: string[] = [];
  for (const TableName of tables.map(names.table)) {
    if (!(await isActive(to, TableName))) {
      const ReplicaUpdates = [{ Create: { RegionName: to } }];
      await source.send(new UpdateTableCommand({ TableName, ReplicaUpdates }));
      const limitSeconds = replicaLimitSeconds;
      const wait = { what: `${TableName} in ${to}`, limitSeconds, everyMs };
      await until(
        wait,
        async () => (await isActive(to, TableName)) || undefined,
      );
      made.push(TableName);
    }
    await keepSafe(to, TableName, protect);
  }
  return made;
}

async function isActive(region: string, TableName: string): Promise<boolean> {
  const client = new DynamoDBClient({ region, ...patience });
  try {
    const { Table } = await client.send(
      new DescribeTableCommand({ TableName }),
    );
    return Table?.TableStatus === 'ACTIVE';
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
}

/** What replicas do not take over from the table that they are made of. */
async function keepSafe(region: string, TableName: string, protect: boolean) {
  const client = new DynamoDBClient({ region, ...patience });
  await client.send(
    new UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  await client.send(
    new UpdateTableCommand({ TableName, DeletionProtectionEnabled: protect }),
  );
}

/** Waits until all tables are the same in both Regions. */
export async function tablesAgree(stage: Stage): Promise<void> {
  const { recoveryRegion, region } = stage;
  for (const table of tables.map(namesOf(stage).table)) {
    const what = `${table}, the same in both Regions`;
    const wait = { what, limitSeconds: agreeLimitSeconds, everyMs };
    await until(wait, async () => {
      const differing = await differences(table, [recoveryRegion, region]);
      return differing === 0 || undefined;
    });
  }
}

/**
 * How many items of a table are not the same in two Regions. It reads each
 * Region's table twice: 4 RRU for 4 KB.
 */
export async function differences(
  TableName: string,
  [one, other]: readonly [string, string],
): Promise<number> {
  const there = await lackingIn(TableName, one, other);
  const here = await lackingIn(TableName, other, one);
  return there + here;
}

/** Items of one Region's table that another's has not, or has differently. */
async function lackingIn(
  TableName: string,
  region: string,
  other: string,
): Promise<number> {
  const from = clientIn(region);
  const to = clientIn(other);
  let lacking = 0;
  const numbers = Array.from({ length: segments }, (_, segment) => segment);
  await inParallel(numbers, segments, async (Segment) => {
    const pages = paginateScan(
      { client: from },
      { TableName, Segment, TotalSegments: segments, ConsistentRead: true },
    );
    for await (const { Items = [] } of pages) {
      const known = await itemsOf(to, TableName, Items);
      for (const item of Items) {
        if (!isDeepStrictEqual(known.get(keyOf(item)), item)) lacking += 1;
      }
    }
  });
  return lacking;
}

/** Read consistently: a page of a scan may hold more than one batch takes. */
async function itemsOf(
  client: DynamoDBDocumentClient,
  table: string,
  wanted: readonly Item[],
): Promise<Map<string, Item>> {
  const keys = wanted.map(({ pk, sk }): Item => ({ pk, sk }));
  const found = new Map<string, Item>();
  for (let from = 0; from < keys.length; from += batchKeys) {
    const some = keys.slice(from, from + batchKeys);
    const items = await batchGet(table, some, { client, consistent: true });
    for (const item of items) found.set(keyOf(item), item);
  }
  return found;
}

function keyOf({ pk, sk }: Item): string {
  return JSON.stringify([pk, sk]);
}

function clientIn(region: string): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(
    new DynamoDBClient({ region, ...patience }),
  );
}
