import { expect, test } from 'vitest';
import type { Lag } from '../../../functions/recovery/contract.ts';
import { recoveryStatus } from '../../../functions/recovery/service.ts';

const at = '2026-11-26T08:00:00.000Z';
const lag: Lag = { table: 'catalogue', milliseconds: 800, at };

const statusWith = async (lags: () => Promise<Lag[]>) => {
  const lines: string[] = [];
  const write = ({ code }: { readonly code: string }) => void lines.push(code);
  const answered = await recoveryStatus({
    store: {
      lastDrill: async () => undefined,
      oldestChange: async () => at,
    },
    sealed: { until: async () => undefined },
    metrics: { lags },
    log: { info: write, warn: write, error: write },
    epoch: 2,
    now: () => new Date(at),
  });
  return { lines, status: answered.value };
};

test.each([
  {
    given: 'a lag that was measured',
    lags: async () => [lag],
    replication: { state: 'measured', lags: [lag] },
    lines: [],
  },
  {
    given: 'no lag',
    lags: async () => [],
    replication: { state: 'unmeasured' },
    lines: [],
  },
  {
    given: 'CloudWatch out of reach',
    lags: () => Promise.reject(new Error('timed out')),
    replication: { state: 'unanswered' },
    lines: ['LAG_UNANSWERED'],
  },
])('given $given, then all else is answered with it', async (one) => {
  const { lines, status } = await statusWith(one.lags);
  expect(status).toEqual({
    epoch: 2,
    lastDrill: null,
    replication: one.replication,
    seals: { oldestUnsealed: at },
  });
  expect(lines).toEqual(one.lines);
});
