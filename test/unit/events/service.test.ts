import { expect, test } from 'vitest';
import {
  type Inserted,
  type RelayNeeds,
  relay,
} from '../../../functions/events/service.ts';
import type { Outgoing } from '../../../functions/platform/contract.ts';

const header = (seq: number): Inserted => ({
  sequenceNumber: String(seq),
  time: new Date('2026-09-01T08:00:00.000Z'),
  image: {
    pk: 'res_01J8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8Z',
    sk: `H#0001#${seq}`,
    resource: 'res_01J8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8Z',
    epoch: 1,
    seq,
    time: '2026-09-01T08:00:00.000Z',
    action: 'publish',
    version: 1,
  },
});
const poison: Inserted = { ...header(9), image: { pk: 'res_x', sk: 'H#' } };

/** A bus that refuses some sequence numbers, and a desk that notes all. */
function desk(refuses: readonly number[] = []) {
  const sent: Outgoing[] = [];
  const aside: string[] = [];
  const pauses: number[] = [];
  const needs: RelayNeeds = {
    send: async (events) => {
      const isRefused = ({ detail }: Outgoing) =>
        refuses.includes(Number(detail.seq));
      sent.push(...events.filter((event) => !isRefused(event)));
      return events.flatMap((event, at) => (isRefused(event) ? [at] : []));
    },
    pause: async (attempt) => {
      pauses.push(attempt);
    },
    setAside: async ({ sequenceNumber }) => {
      aside.push(sequenceNumber);
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
  };
  return { needs, sent, aside, pauses };
}

test('given a header, then its event says ids and codes only', async () => {
  const { needs, sent } = desk();
  await relay(needs, [header(7)]);
  expect(sent).toEqual([
    {
      type: 'resource.published',
      detail: {
        resourceId: 'res_01J8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8Z',
        epoch: 1,
        seq: 7,
        step: 'publish',
        version: 1,
        time: '2026-09-01T08:00:00.000Z',
      },
    },
  ]);
});

test('given a poison record, then it is set aside and the rest goes on', async () => {
  const { needs, sent, aside } = desk();
  await relay(needs, [header(1), poison, header(2)]);
  expect(aside).toEqual([poison.sequenceNumber]);
  expect(sent.map(({ detail }) => detail.seq)).toEqual([1, 2]);
});

test('given an event that the bus refuses, then it is tried again and set aside', async () => {
  const { needs, sent, aside, pauses } = desk([2]);
  await relay(needs, [header(1), header(2), header(3)]);
  expect(pauses).toEqual([2, 3]);
  expect(aside).toEqual(['2']);
  expect(sent.map(({ detail }) => detail.seq)).toEqual([1, 3]);
});

test('given more than ten records, then all arrive in order', async () => {
  const { needs, sent } = desk();
  const records = Array.from({ length: 23 }, (_, at) => header(at + 1));
  await relay(needs, records);
  expect(sent.map(({ detail }) => detail.seq)).toEqual(
    records.map((_, at) => at + 1),
  );
});

test('given a bus that does not answer, then the stream keeps the batch', async () => {
  const { needs, aside } = desk();
  const down = { ...needs, send: () => Promise.reject(new Error('down')) };
  await expect(relay(down, [header(1)])).rejects.toThrow('down');
  expect(aside).toEqual([]);
});
