import '../support/environment.ts';
import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import {
  GetObjectRetentionCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamoDb } from '../../functions/platform/clients.ts';
import { costSoFar, resetCost } from '../../functions/platform/cost.ts';
import { environment } from '../../functions/platform/environment.ts';
import { s3 } from '../../functions/platform/s3.ts';
import { chains } from '../../functions/resources/chains.ts';
import {
  type SealingNeeds,
  sealDue,
} from '../../functions/seals/service/sealing.ts';
import { sealService } from '../../functions/seals/service.ts';
import { lockedSeals } from '../../functions/seals/store/locked.ts';
import { sealReads } from '../../functions/seals/store/reads.ts';
import { sealSigner } from '../../functions/seals/store/signer.ts';
import { sealWrites } from '../../functions/seals/store/writes.ts';
import { rootBy } from '../../verify/verify.mjs';
import { writeHeaders } from '../support/headers.ts';
import { makeTable } from '../support/table.ts';

const name = `catalogue-${randomUUID()}`;
const deployed = environment('CATALOGUE_TABLE');

/** Numbers that no other test's seals have: the bucket is shared. */
const epoch = 1_000 + (Date.now() % 8_000);

beforeAll(async () => {
  await makeTable(name);
  process.env.CATALOGUE_TABLE = name;
});
afterAll(async () => {
  process.env.CATALOGUE_TABLE = deployed;
  await dynamoDb.send(new DeleteTableCommand({ TableName: name }));
});

const at = (time: string, more: Partial<SealingNeeds> = {}): SealingNeeds => ({
  sources: [chains],
  reads: sealReads,
  writes: sealWrites,
  locked: lockedSeals,
  signer: sealSigner,
  epoch,
  now: () => new Date(time),
  log: { info: () => {}, warn: () => {}, error: () => {} },
  ...more,
});
const run = (needs: SealingNeeds) =>
  sealDue(needs, { until: undefined, isTimeUp: () => false });

test('what changed is sealed in table, bucket and by KMS, and each proof leads to the root', async () => {
  const ids = await writeHeaders(name, 60, '2026-11-03T09:30:00.000Z');
  resetCost();
  expect(await run(at('2026-11-03T10:05:00.000Z'))).toMatchObject({
    made: [`${epoch}-1`],
    isUpToDate: true,
  });
  // A proof each, the seal twice, the key once.
  expect(costSoFar().wru).toBe(60 + 3);
  const { cover, evidence } = sealService(sealReads);
  for (const id of ids.slice(0, 5)) {
    const { proofs, seals } = await cover(id, [{ epoch: 1, seq: 1 }]);
    expect(seals).toEqual([`${epoch}-1`]);
    const found = await evidence(proofs);
    const { root = '', leaves = 0 } = found.seals[0]?.statement ?? {};
    expect(leaves).toBe(60);
    expect(proofs.map((proof) => rootBy(proof, leaves))).toEqual([root]);
    expect(found.keys).toHaveLength(1);
  }
});

test('a call that is killed after its claim is finished by the next', async () => {
  await writeHeaders(name, 30, '2026-11-03T10:30:00.000Z');
  const killed = async () => {
    throw new Error('killed');
  };
  const writes = { ...sealWrites, writeProofs: killed };
  const now = '2026-11-03T11:05:00.000Z';
  await expect(run(at(now, { writes }))).rejects.toThrow('killed');
  expect((await sealReads.newest())?.isKept).toBe(false);
  expect(await run(at(now))).toMatchObject({ made: [], isUpToDate: true });
  expect(await sealReads.newest()).toMatchObject({
    isKept: true,
    seal: { id: `${epoch}-2`, statement: { leaves: 30 } },
  });
});

test('of five calls at once one makes the seal', async () => {
  await writeHeaders(name, 10, '2026-11-03T11:30:00.000Z');
  const calls = Array.from({ length: 5 }, () =>
    run(at('2026-11-03T12:05:00.000Z')),
  );
  const made = (await Promise.all(calls)).flatMap((report) => report.made);
  expect(made).toEqual([`${epoch}-3`]);
  const { items } = await sealReads.seals({ limit: 10, after: undefined });
  expect(items.map(({ id }) => id)).toEqual(
    [3, 2, 1].map((n) => `${epoch}-${n}`),
  );
});

test('a seal and its leaves stand under lock, once', async () => {
  const bucket = { Bucket: environment('SEALS_BUCKET') };
  for (const prefix of [`seals/${epoch}-3.json`, `leaves/${epoch}-3-`]) {
    const { Versions: versions = [] } = await s3.send(
      new ListObjectVersionsCommand({ ...bucket, Prefix: prefix }),
    );
    expect(versions).toHaveLength(1);
    const { Retention: retention } = await s3.send(
      new GetObjectRetentionCommand({ ...bucket, Key: versions[0]?.Key }),
    );
    expect(retention?.Mode).toBe('GOVERNANCE');
    const until = retention?.RetainUntilDate?.getTime() ?? 0;
    expect(until).toBeGreaterThan(Date.now());
  }
});
