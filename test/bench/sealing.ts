import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import type { TestStack } from '../../local/platform-file.ts';
import { historyOf } from '../unit/verify/history.ts';
import type { Figure } from './figure.ts';

/** Source of both bounds: the plan of traceability. */
const heads = { count: 10_000, boundSeconds: 30 } as const;
const entries = { count: 100_000, boundSeconds: 5 } as const;

/** A seal of the last entry of each so many: some hours of a busy history. */
const entriesPerSeal = 20;

/**
 * Seals 10,000 changed heads in a table of their own, by the deployed bucket
 * and key, in the bench's own process.
 */
export async function benchSealing(stack: TestStack): Promise<Figure[]> {
  const name = `catalogue-${randomUUID()}`;
  const { CATALOGUE_TABLE: deployed } = process.env;
  Object.assign(process.env, stack.environment, { CATALOGUE_TABLE: name });
  const { dynamoDb } = await import('../../functions/platform/clients.ts');
  const { sealDue } = await import('../../functions/seals/service/sealing.ts');
  const { chains } = await import('../../functions/resources/chains.ts');
  const { lockedSeals } = await import('../../functions/seals/store/locked.ts');
  const { sealReads } = await import('../../functions/seals/store/reads.ts');
  const { sealSigner } = await import('../../functions/seals/store/signer.ts');
  const { sealWrites } = await import('../../functions/seals/store/writes.ts');
  const { writeHeaders } = await import('../support/headers.ts');
  const { makeTable } = await import('../support/table.ts');
  await makeTable(name);
  try {
    await writeHeaders(name, heads.count, '2026-11-01T00:30:00.000Z');
    const startedAt = performance.now();
    const report = await sealDue(
      {
        sources: [chains],
        reads: sealReads,
        writes: sealWrites,
        locked: lockedSeals,
        signer: sealSigner,
        epoch: 9_000 + (Date.now() % 999),
        now: () => new Date('2026-11-01T01:05:00.000Z'),
        log: { info: () => {}, warn: () => {}, error: () => {} },
      },
      { until: undefined, isTimeUp: () => false },
    );
    const seconds = (performance.now() - startedAt) / 1_000;
    if (report.made.length !== 1) throw new Error('No seal was made.');
    return [
      {
        name: `sealing ${heads.count} changed heads`,
        value: seconds,
        unit: 's',
        bound: heads.boundSeconds,
      },
    ];
  } finally {
    process.env.CATALOGUE_TABLE = deployed;
    await dynamoDb.send(new DeleteTableCommand({ TableName: name }));
  }
}

/**
 * Reads and verifies an export of 100,000 entries with their bodies. In time of
 * the processor: it is one computation, and other work must not count.
 */
export async function benchVerifying(): Promise<Figure[]> {
  const { verifyHistory } = await import('../../verify/verify.mjs');
  const steps = Array.from({ length: entries.count }, (_, at) => ({
    action: 'edit' as const,
    raises: false,
    actor: '某位教师所做的一步，正文与通常的一样长',
    salt: '5c'.repeat(32),
    isErased: false,
    others: at % entriesPerSeal === 0 ? 100 : null,
    between: 0,
  }));
  const text = JSON.stringify(historyOf(steps));
  const before = process.cpuUsage();
  const { faults } = verifyHistory([JSON.parse(text)]);
  const { system, user } = process.cpuUsage(before);
  const seconds = (system + user) / 1_000_000;
  if (faults.length > 0) throw new Error('A good history has faults.');
  return [
    {
      name: `verifying ${entries.count} entries, time of the processor`,
      value: seconds,
      unit: 's',
      bound: entries.boundSeconds,
    },
  ];
}
