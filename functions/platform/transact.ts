import { createHash } from 'node:crypto';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Changed, Commit, Part, Write } from './commit.ts';
import { fail, ok } from './result.ts';

/** An answer as it is kept in a marker and sent again. */
export const KeptAnswer = z.strictObject({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
  isBase64: z.literal(true).optional(),
});
export type KeptAnswer = z.infer<typeof KeptAnswer>;

/** How long a key counts, and its marker with it. Source: docs/api.md. */
const markerSeconds = 24 * 3_600;

/** One request's claim to be carried out once only. */
export type Claim = {
  readonly table: string;
  readonly key: string;
  readonly bodyHash: string;
};

/** Where the entry stands that a command wrote in a history. */
export const EntryWritten = z.object({
  table: z.string(),
  of: z.string(),
  epoch: z.int(),
  seq: z.int(),
});
export type EntryWritten = z.infer<typeof EntryWritten>;

type Marker = { readonly bodyHash: string; readonly answer: KeptAnswer };
const Marker = z.object({
  bodyHash: z.string(),
  expiresAt: z.number(),
  answer: KeptAnswer,
});

/** Thrown to leave a use case whose request was carried out before. */
export class AlreadyAnswered extends Error {
  readonly claim: Claim;
  constructor(claim: Claim) {
    super('Another request with this idempotency key was first.');
    this.name = 'AlreadyAnswered';
    this.claim = claim;
  }
}

/** The claim of a caller's key on one route; foreign keys never meet. */
export function claimOf(request: {
  readonly table: string;
  readonly person: string;
  readonly route: string;
  readonly key: string;
  readonly body: string;
}): Claim {
  const { table, person, route, key, body } = request;
  const parts = JSON.stringify([person, route, key]);
  return { table, key: `K#${sha256(parts)}`, bodyHash: sha256(body) };
}

/**
 * What a claim was answered before, if it was. One strongly consistent read of
 * the marker: 1 RRU per 4 KB of the kept answer.
 */
export async function keptAnswer(
  client: DynamoDBDocumentClient,
  { table, key }: Claim,
  now: Date,
): Promise<Marker | undefined> {
  const { Item } = await client.send(
    new GetCommand({
      TableName: table,
      Key: { pk: key, sk: 'MARKER' },
      ConsistentRead: true,
    }),
  );
  if (Item === undefined) return undefined;
  const marker = Marker.parse(Item);
  return marker.expiresAt * 1_000 > now.getTime() ? marker : undefined;
}

/**
 * The `commit` of one request. Cost: the parts as transactional writes (2 WRU
 * per KB of each), and with a claim the marker (2 WRU per KB of the answer).
 * A part whose condition failed gives its refusal; nothing is written then.
 */
export function commitWith(needs: {
  readonly client: DynamoDBDocumentClient;
  readonly claim?: Claim;
  readonly answer: (value: unknown) => KeptAnswer;
  readonly now: () => Date;
}): Commit {
  return async <V, E extends { readonly code: string }>(
    value: V,
    parts: readonly Part<E | Changed>[],
  ) => {
    const { client, claim, answer, now } = needs;
    const writes = parts.map((part) => part.write);
    const marker =
      claim &&
      markerWrite(
        claim,
        { answer: answer(value), entry: entryIn(writes) },
        now(),
      );
    try {
      await client.send(
        new TransactWriteCommand({
          TransactItems: marker ? [...writes, marker] : writes,
        }),
      );
      return ok(value);
    } catch (error) {
      const lost = lostWrites(error);
      if (lost === undefined) throw error;
      if (claim && lost.has(writes.length)) throw new AlreadyAnswered(claim);
      // An item that another transaction held says nothing of its condition.
      const refusals = parts.filter((_, index) => lost.get(index) === refuted);
      const named = refusals.find((part) => part.refusal !== undefined);
      return fail(named?.refusal ?? { code: 'changed' });
    }
  };
}

/** The first entry of a history among some writes, if there is one. */
function entryIn(writes: readonly Write[]): EntryWritten | undefined {
  for (const { Put } of writes) {
    const { epoch, pk, seq, sk } = Put?.Item ?? {};
    if (!String(sk).startsWith('H#')) continue;
    return EntryWritten.parse({ table: Put?.TableName, of: pk, epoch, seq });
  }
  return undefined;
}

/** With it stands which entry tells of the command: a recovery asks for it. */
function markerWrite(
  claim: Claim,
  { answer, entry }: { answer: KeptAnswer; entry: EntryWritten | undefined },
  now: Date,
): Write {
  const nowSeconds = Math.floor(now.getTime() / 1_000);
  return {
    Put: {
      TableName: claim.table,
      Item: {
        pk: claim.key,
        sk: 'MARKER',
        bodyHash: claim.bodyHash,
        answer,
        ...(entry && { entry }),
        expiresAt: nowSeconds + markerSeconds,
      },
      ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
      ExpressionAttributeValues: { ':now': nowSeconds },
    },
  };
}

const refuted = 'ConditionalCheckFailed';
const races = new Set([refuted, 'TransactionConflict']);

/**
 * Which writes of a cancelled transaction lost a race, and how: their condition
 * failed, or another transaction held the item. Undefined when it failed
 * otherwise.
 */
function lostWrites(error: unknown): ReadonlyMap<number, string> | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const lost = new Map<number, string>();
  for (const [index, { Code }] of (error.CancellationReasons ?? []).entries()) {
    if (Code === undefined || Code === 'None') continue;
    if (!races.has(Code)) return undefined;
    lost.set(index, Code);
  }
  return lost.size > 0 ? lost : undefined;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
