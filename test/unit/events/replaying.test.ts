import { expect, test } from 'vitest';
import type { ReplayStep } from '../../../functions/events/contract.ts';
import {
  type ReplayNeeds,
  replay,
} from '../../../functions/events/replaying.ts';
import type { Outgoing } from '../../../functions/platform/contract.ts';
import { historyKeys } from '../../../functions/platform/history-keys.ts';

const day = '2026-09-01T08:00:00.000Z';
const span = { since: day, until: '2026-09-02T10:00:00.000Z' };
const partitions = [
  ...historyKeys.partitionsOfDay(day),
  ...historyKeys.partitionsOfDay(span.until),
];
const header = (seq: number) => ({
  pk: 'res_01J8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8Z',
  sk: `H#0001#${seq}`,
  resource: 'res_01J8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8Z',
  epoch: 1,
  seq,
  time: '2026-09-01T09:00:00.000Z',
  action: 'publish',
  version: 1,
});

/** A history of two pages in each partition, a header a page. */
function history({ isOver = false, refuses = 0, poison = 0 } = {}) {
  const sent: Outgoing[] = [];
  const read: string[] = [];
  const needs: ReplayNeeds = {
    reads: {
      headers: async (partition, _, after) => {
        read.push(`${partition} ${after?.pk ?? ''}`);
        const seq = 2 * partitions.indexOf(partition) + (after ? 2 : 1);
        const item = seq === poison ? { pk: 'x', sk: 'y' } : header(seq);
        return { items: [item], ...(!after && { next: { pk: 'last' } }) };
      },
    },
    send: async (events) => {
      sent.push(...events);
      return events.flatMap(({ detail }, at) =>
        detail.seq === refuses ? [at] : [],
      );
    },
    pause: async () => undefined,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    isTimeUp: () => isOver,
  };
  return { needs, sent, read };
}

test('given two days, then every page of every partition is sent once', async () => {
  const { needs, sent, read } = history();
  const answer = await replay(needs, span);
  expect(answer).toEqual({ sent: 40, unread: 0 });
  expect(new Set(read).size).toBe(40);
  expect(sent.map(({ detail }) => detail.seq)).toEqual(
    Array.from({ length: 40 }, (_, at) => at + 1),
  );
  expect(sent[0]).toMatchObject({
    type: 'resource.published',
    detail: { time: '2026-09-01T09:00:00.000Z', step: 'publish' },
  });
});

test('given a step that runs out of time after each page, then the next goes on there', async () => {
  const { needs, sent } = history({ isOver: true });
  let step: ReplayStep = span;
  let steps = 0;
  for (; ; steps += 1) {
    const { after } = await replay(needs, step);
    if (after === undefined) break;
    step = { ...span, after };
  }
  expect(steps).toBe(39);
  expect(new Set(sent.map(({ detail }) => detail.seq)).size).toBe(40);
  expect(sent).toHaveLength(40);
});

test('given a header that says nothing, then it is counted and the rest is sent', async () => {
  const { needs, sent } = history({ poison: 7 });
  expect(await replay(needs, span)).toEqual({ sent: 39, unread: 1 });
  expect(sent).toHaveLength(39);
});

test('given an event that the bus refuses for good, then the replay says so', async () => {
  const { needs } = history({ refuses: 3 });
  await expect(replay(needs, span)).rejects.toThrow(
    'The bus refuses resource.published.',
  );
});
