import { expect, test } from 'vitest';
import { ok } from '../../../functions/platform/result.ts';
import { DayPart } from '../../../functions/resources/due/contract.ts';
import {
  dispatchDays,
  pace,
  workOffPart,
} from '../../../functions/resources/service/due.ts';
import { dayShards } from '../../../functions/resources/store/items.ts';
import { cases, idOf } from './case.ts';
import { shelfOf } from './shelf.ts';

const published = cases.published();
/** The two years after 1 September 2026 are over: all fall due on this day. */
const date = '2028-09-01';
const count = 50_000;
/** Workers at once, and how long each begins pages: lib/capabilities/resources.ts. */
const workers = 5;
const turnMs = 40_000;
const secondMs = 1_000;

test('given 50,000 resources that fall due on one day, then all are worked off at the pace that leaves room for others', async () => {
  const listed = Array.from({ length: dayShards }, (_, shard) =>
    Array.from({ length: count / dayShards }, (__, at) =>
      idOf('res', at * dayShards + shard),
    ),
  );
  const worked = new Set<string>();
  const bySecond = new Map<number, number>();
  const queue: DayPart[] = [];
  const due = {
    daysDone: async () => '2028-08-31',
    noteDaysDone: async () => {},
    dueOn: async (
      { shard }: Pick<DayPart, 'shard'>,
      { limit, after = '' }: { limit: number; after?: string | undefined },
    ) => {
      const all = listed[shard] ?? [];
      const from = after === '' ? 0 : all.indexOf(after) + 1;
      return all.slice(from, from + limit);
    },
  };
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const send = async (events: readonly { readonly detail: object }[]) => {
    queue.push(...events.map(({ detail }) => DayPart.parse(detail)));
    return [];
  };
  await dispatchDays({ due, shards: dayShards, send, log }, { today: date });

  /** Each worker's clock: the next message goes to who is free first. */
  const clocks = Array.from({ length: workers }, () => Date.parse(date));
  for (let part = queue.shift(); part; part = queue.shift()) {
    const free = clocks.indexOf(Math.min(...clocks));
    let clock = clocks[free] ?? 0;
    const until = clock + turnMs;
    const { needs } = shelfOf(published);
    const turn = await workOffPart(
      {
        ...needs,
        reads: {
          ...needs.reads,
          head: async (id) => ({ ...published.head, id }),
        },
        partsOf: ({ head }) => {
          expect(worked.has(head.id)).toBe(false);
          worked.add(head.id);
          const second = Math.floor(clock / secondMs);
          bySecond.set(second, (bySecond.get(second) ?? 0) + 1);
          return [];
        },
        commit: async (value) => ok(value),
        reviews: { ended: () => [] },
        due,
        send,
        now: () => new Date(clock),
        hasTime: () => clock < until,
        wait: async (milliseconds) => {
          clock += milliseconds;
        },
        log,
      },
      part,
    );
    expect(turn.failed).toBe(0);
    clocks[free] = clock;
  }

  expect(worked.size).toBe(count);
  const minutes = (Math.max(...clocks) - Date.parse(date)) / 60_000;
  expect(minutes).toBeLessThan(20);
  // Twenty of each worker may fall into one second; the next is free then.
  const most = pace.page * workers;
  const seconds = [...bySecond.values()];
  expect(Math.max(...seconds)).toBeLessThanOrEqual(most);
  const mean = count / (minutes * 60);
  expect(mean).toBeLessThanOrEqual((most * secondMs) / pace.pageMs);
});
