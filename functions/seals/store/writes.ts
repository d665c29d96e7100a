import { setTimeout } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { EntityParser } from 'dynamodb-toolbox/entity/actions/parse';
import { dynamoDb } from '../../platform/clients.ts';
import { Unavailable } from '../../platform/faults.ts';
import type { Leaf, Seal, SealKey } from '../seal/contract.ts';
import { catalogue, keys, ProofItem, SealItem, SealKeyItem } from './items.ts';

type Item = Record<string, unknown>;

/** BatchWriteItem takes 25 items; so many batches are on their way at once. */
const batch = { items: 25, atOnce: 8 } as const;

/** Tries of what a batch left unwritten; the waits double, with jitter. */
const patience = { attempts: 8, firstWaitMs: 50 } as const;

/** One leaf's way to the root of its seal. */
export type LeafProof = {
  readonly leaf: Leaf;
  readonly index: number;
  readonly path: readonly Uint8Array[];
};

/**
 * Makes a seal the one of its number, if there is none yet: of two calls at
 * once one wins and the other gets `false`. Its proofs come later. 1 WRU.
 */
async function claim({ statement, signature }: Seal): Promise<boolean> {
  const { item } = SealItem.build(EntityParser).parse({
    ...keys.seal(statement.epoch, statement.number),
    statement,
    signature,
    isKept: false,
  });
  return putOnce(item);
}

/** Records that a seal's proofs and its copy under lock are complete. 1 WRU. */
async function markKept({ statement, signature }: Seal): Promise<void> {
  const { item } = SealItem.build(EntityParser).parse({
    ...keys.seal(statement.epoch, statement.number),
    statement,
    signature,
    isKept: true,
  });
  await dynamoDb.send(
    new PutCommand({ TableName: catalogue.getName(), Item: item }),
  );
}

/** Lists a key from its first seal on; again does no harm. 1 WRU. */
async function listKey({ id, ...key }: SealKey): Promise<boolean> {
  const { item } = SealKeyItem.build(EntityParser).parse({
    ...keys.sealKey(id),
    ...key,
  });
  return putOnce(item);
}

/**
 * Writes the proofs of a seal; again does no harm. 1 WRU each, 25 at once.
 * Throws `Unavailable` when the table leaves some unwritten after its retries.
 */
async function writeProofs(
  seal: string,
  proofs: readonly LeafProof[],
): Promise<void> {
  const batches = Array.from(
    { length: Math.ceil(proofs.length / batch.items) },
    (_, at) => proofs.slice(at * batch.items, (at + 1) * batch.items),
  );
  const lanes = Array.from({ length: batch.atOnce }, async (_, lane) => {
    for (let at = lane; at < batches.length; at += batch.atOnce) {
      await writeBatch((batches[at] ?? []).map((one) => itemOf(seal, one)));
    }
  });
  await Promise.all(lanes);
}

/** What the hourly function writes to the table. */
export const sealWrites = { claim, markKept, listKey, writeProofs };
export type SealWrites = typeof sealWrites;

function itemOf(seal: string, { leaf, index, path }: LeafProof): Item {
  const { item } = ProofItem.build(EntityParser).parse({
    ...keys.proof(leaf.id, leaf),
    ...leaf,
    seal,
    index,
    path: Buffer.concat(path),
  });
  return item;
}

async function writeBatch(items: readonly Item[]): Promise<void> {
  const table = catalogue.getName();
  let left: Requests = items.map((Item) => ({ PutRequest: { Item } }));
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt === patience.attempts) throw new Unavailable('The catalogue');
    if (attempt > 0) {
      const most = patience.firstWaitMs * 2 ** attempt;
      await setTimeout(Math.random() * most);
    }
    const { UnprocessedItems = {} } = await dynamoDb.send(
      new BatchWriteCommand({ RequestItems: { [table]: left } }),
    );
    left = (UnprocessedItems[table] ?? []) as Requests;
  }
}

type Requests = { PutRequest: { Item: Item } }[];

async function putOnce(item: Item): Promise<boolean> {
  try {
    await dynamoDb.send(
      new PutCommand({
        TableName: catalogue.getName(),
        Item: item,
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
