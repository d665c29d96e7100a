import type { Outgoing } from '../platform/contract.ts';
import type { Log } from '../platform/log.ts';
import { logs } from './contract.ts';
import { eventOf } from './model.ts';

/** One record of the table's stream that may be news. */
export type Inserted = {
  readonly sequenceNumber: string;
  readonly time: Date;
  readonly image: unknown;
};

export type RelayNeeds = {
  /**
   * Sends up to ten; gives back the positions that were not taken. Throws when
   * the bus as a whole does not answer.
   */
  readonly send: (events: readonly Outgoing[]) => Promise<readonly number[]>;
  /** Waits before attempt `n` (1, 2, …), with jitter. */
  readonly pause: (attempt: number) => Promise<void>;
  /** Sets one record aside for an operator. */
  readonly setAside: (record: Inserted, why: string) => Promise<void>;
  readonly log: Log;
};

/** What PutEvents takes at once. */
const batchSize = 10;

/** Tries of one event before it is set aside: the bus sheds load briefly. */
const attempts = 3;

/**
 * Relays what is news to the bus. A record that says nothing sensible, or that
 * the bus refuses after its retries, is set aside at once, so that it never
 * holds up those behind it. Throws when the bus or the dead-letter queue does not
 * answer at all: then the stream keeps the batch and gives it again, and
 * consumers bear the repeats. Cost: one PutEvents per ten records.
 */
export async function relay(
  needs: RelayNeeds,
  records: readonly Inserted[],
): Promise<void> {
  const sendable: Sendable[] = [];
  for (const record of records) {
    const event = eventOf(record.image, record.time);
    if (event.ok) sendable.push({ record, event: event.value });
    else await aside(needs, record, `${event.error.code}: ${event.error.keys}`);
  }
  for (const { record } of await sendAll(needs, sendable)) {
    await aside(needs, record, 'the bus did not take it');
  }
  needs.log.info(logs.relayed, {
    records: records.length,
    sent: sendable.length,
  });
}

type Sendable = { readonly record: Inserted; readonly event: Outgoing };

/**
 * Sends events ten at a time, each up to three times; gives back what the bus
 * still refuses. Throws when it does not answer at all.
 */
export async function sendAll<T extends { readonly event: Outgoing }>(
  { send, pause }: Pick<RelayNeeds, 'send' | 'pause'>,
  sendable: readonly T[],
): Promise<readonly T[]> {
  const refused: T[] = [];
  for (let from = 0; from < sendable.length; from += batchSize) {
    let left = sendable.slice(from, from + batchSize);
    for (
      let attempt = 1;
      left.length > 0 && attempt <= attempts;
      attempt += 1
    ) {
      if (attempt > 1) await pause(attempt);
      const positions = await send(left.map(({ event }) => event));
      left = left.filter((_, position) => positions.includes(position));
    }
    refused.push(...left);
  }
  return refused;
}

async function aside(
  { setAside, log }: RelayNeeds,
  record: Inserted,
  why: string,
): Promise<void> {
  await setAside(record, why);
  log.error(logs.aside, { sequenceNumber: record.sequenceNumber, why });
}
