import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { environment } from '../../platform/environment.ts';
import { s3 } from '../../platform/s3.ts';
import { sealId } from '../model.ts';
import {
  Leaf,
  type Seal,
  type SealKey,
  type SealStatement,
} from '../seal/contract.ts';

const Leaves = z.array(Leaf);

/** Leaves stand under their root: another root is another object. */
function leavesKey(statement: SealStatement): string {
  return `leaves/${sealId(statement)}-${statement.root}.json`;
}

/** Puts a seal's leaves under lock before the seal is made. One request. */
async function keepLeaves(
  statement: SealStatement,
  leaves: readonly Leaf[],
): Promise<void> {
  if (leaves.length > 0) await putOnce(leavesKey(statement), leaves);
}

/** The leaves of a seal in their order. One request. */
async function leaves(statement: SealStatement): Promise<Leaf[]> {
  if (statement.leaves === 0) return [];
  const { Body: body } = await s3.send(
    new GetObjectCommand({
      Bucket: environment('SEALS_BUCKET'),
      Key: leavesKey(statement),
    }),
  );
  return Leaves.parse(JSON.parse((await body?.transformToString()) ?? ''));
}

/** Puts a seal under lock; again does no harm. One request. */
async function keepSeal(seal: Seal): Promise<void> {
  await putOnce(`seals/${seal.id}.json`, seal);
}

/** Puts a public key under lock; again does no harm. One request. */
async function keepKey(key: SealKey): Promise<void> {
  await putOnce(`keys/${key.id}.json`, key);
}

/** What is kept in the bucket `seals`, which gives nothing back for years. */
export const lockedSeals = { keepLeaves, leaves, keepSeal, keepKey };
export type LockedSeals = typeof lockedSeals;

async function putOnce(key: string, content: object): Promise<void> {
  try {
    await s3.send(
      new PutObjectCommand({
        Bucket: environment('SEALS_BUCKET'),
        Key: key,
        Body: JSON.stringify(content),
        ContentType: 'application/json',
        // The lock keeps versions, so nothing is written over another.
        IfNoneMatch: '*',
      }),
    );
  } catch (error) {
    const isThere =
      error instanceof Error && error.name === 'PreconditionFailed';
    if (!isThere) throw error;
  }
}
