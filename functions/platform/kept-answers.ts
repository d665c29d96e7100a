import {
  DeleteCommand,
  paginateScan,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { batchGet } from './batch-get.ts';
import { dynamoDb } from './clients.ts';
import { historyKeys } from './history-keys.ts';
import { EntryWritten } from './transact.ts';

/** Heads of chains, in whichever table. */
const headKeys = ['HEAD', 'CHAIN'] as const;

/** After all entries of an epoch. */
const lastOfEpoch = 99_999_999;

/** Answers that are judged side by side. */
const atOnce = 20;

type Item = Record<string, unknown>;

/** How many kept answers were judged, and how many are forgotten. */
export type Forgotten = { readonly seen: number; readonly forgotten: number };

/**
 * Forgets each kept answer whose command is not part of the history that its
 * head has, so that a client who repeats it is not told that it was done. For a
 * recovery, after heads and histories were judged; it may be done again. 0.5 RRU
 * per 4 KB of the table, some 2 RRU an answer, and 1 WRU for each forgotten.
 */
export async function forgetUndone(table: string): Promise<Forgotten> {
  let seen = 0;
  let forgotten = 0;
  const forgetIfUndone = async ({ entry, pk, sk }: Item) => {
    if (await isDone(EntryWritten.parse(entry))) return;
    const Key = { pk, sk };
    await dynamoDb.send(new DeleteCommand({ TableName: table, Key }));
    forgotten += 1;
  };
  const pages = paginateScan(
    { client: dynamoDb },
    {
      TableName: table,
      FilterExpression: 'sk = :marker AND attribute_exists(entry)',
      ProjectionExpression: 'pk, sk, entry',
      ExpressionAttributeValues: { ':marker': 'MARKER' },
    },
  );
  for await (const { Items = [] } of pages) {
    seen += Items.length;
    for (let from = 0; from < Items.length; from += atOnce) {
      const some = Items.slice(from, from + atOnce);
      await Promise.all(some.map(forgetIfUndone));
    }
  }
  return { seen, forgotten };
}

/** Whether a chain goes over this entry's place, in its epoch. */
async function isDone({ epoch, of, seq, table }: EntryWritten) {
  const [head] = await batchGet(
    table,
    headKeys.map((sk) => ({ pk: of, sk })),
    { consistent: true },
  );
  if (head === undefined) return false;
  if (head.epoch === epoch) return seq <= Number(head.seq);
  const { sk } = historyKeys.header(of, { epoch, seq: lastOfEpoch });
  const { Items: [next] = [] } = await dynamoDb.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :of AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':of': of, ':from': sk, ':to': 'H#~' },
      ConsistentRead: true,
      Limit: 1,
    }),
  );
  return next !== undefined && seq < Number(next.seq);
}
