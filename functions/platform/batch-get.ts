import { setTimeout } from 'node:timers/promises';
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { dynamoDb } from './clients.ts';
import { Unavailable } from './faults.ts';

type Item = Record<string, unknown>;

/** BatchGetItem takes 100 keys at once. */
export const batchKeys = 100;

/** Tries of what a batch left unread; the waits double from 25 ms, jittered. */
const patience = { attempts: 6, firstWaitMs: 25 } as const;

/**
 * The items of at most 100 keys of a table, in no order; what does not exist is
 * left out. 0.5 RRU per 4 KB of each, 1 if consistent. Throws
 * `Unavailable` when the table leaves keys unread after its retries.
 */
export async function batchGet(
  table: string,
  keys: readonly Item[],
  {
    client = dynamoDb,
    consistent = false,
  }: {
    /** Of another Region. @default the function's own */
    readonly client?: DynamoDBDocumentClient;
    readonly consistent?: boolean;
  } = {},
): Promise<Item[]> {
  const found: Item[] = [];
  let left: Item[] = [...keys];
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt === patience.attempts) throw new Unavailable(`Table ${table}`);
    if (attempt > 0) {
      const most = patience.firstWaitMs * 2 ** attempt;
      await setTimeout(Math.random() * most);
    }
    const { Responses = {}, UnprocessedKeys = {} } = await client.send(
      new BatchGetCommand({
        RequestItems: { [table]: { Keys: left, ConsistentRead: consistent } },
      }),
    );
    found.push(...(Responses[table] ?? []));
    left = UnprocessedKeys[table]?.Keys ?? [];
  }
  return found;
}
