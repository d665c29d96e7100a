import '../support/environment.ts';
import { randomInt } from 'node:crypto';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import type { Outgoing } from '../../functions/platform/contract.ts';
import { costSoFar, resetCost } from '../../functions/platform/cost.ts';
import { DayPart } from '../../functions/resources/due/contract.ts';
import { daysAfter } from '../../functions/resources/model/validity.ts';
import { createResource } from '../../functions/resources/service/drafting.ts';
import {
  dispatchDays,
  pace,
  workOff,
  workOffPart,
} from '../../functions/resources/service/due.ts';
import { submitDraft } from '../../functions/resources/service/life.ts';
import { listDue } from '../../functions/resources/service/validity.ts';
import { dueStore } from '../../functions/resources/store/due.ts';
import { dayShards } from '../../functions/resources/store/items.ts';
import { resourceReads } from '../../functions/resources/store/reads.ts';
import { edition } from '../unit/resources/case.ts';
import { got, needs, people, submitted, wish, worker } from './catalogue.ts';
import { decided } from './decided.ts';

const { files: _, ...metadata } = edition;

/** A day of which no other test has anything: tests run beside others. */
const aDay = () =>
  `${randomInt(3000, 9000)}-${randomInt(10, 12)}-${randomInt(10, 28)}`;

/** How many are made at once: the emulator is one process. */
const makers = 5;

/** So many resources that wait for one date, all of them in one shard. */
async function waiting(count: number, publishOn: string): Promise<string[]> {
  const who = people();
  const links = ['https://example.org/lesson'];
  const fresh = {
    holder: who.school,
    visibility: 'private',
    audience: 'everyone',
    metadata: { ...metadata, links },
  } as const;
  // The shard follows from the last two characters.
  const newId = () => `res_${ulid().slice(0, -2)}00`;
  const one = async () => {
    const made = createResource({ ...needs, newId }, who.teacher, fresh);
    const sent = submitDraft(needs, wish(got(await made), who.teacher));
    const verdict = { outcome: 'accept', publishOn } as const;
    return (await decided(got(await sent), who.librarian, verdict)).head.id;
  };
  const ids: string[] = [];
  while (ids.length < count) {
    const some = Math.min(makers, count - ids.length);
    ids.push(...(await Promise.all(Array.from({ length: some }, one))));
  }
  return ids;
}

async function published(ids: readonly string[]): Promise<number> {
  const heads = await resourceReads.heads(ids);
  return [...heads.values()].filter((head) => head.published).length;
}

/** What a run of the schedule asks for, of one day. */
async function asked(date: string): Promise<DayPart[]> {
  const events: Outgoing[] = [];
  const send = async (some: readonly Outgoing[]) => {
    events.push(...some);
    return [];
  };
  const dispatch = { ...needs, due: dueStore, shards: dayShards, send };
  await dispatchDays(dispatch, { today: date, only: date });
  return events.map(({ detail }) => DayPart.parse(detail));
}

describe('given 45 resources that are due on one day, in one part of it', async () => {
  const date = aDay();
  const ids = await waiting(45, date);

  test('then a run asks for that part alone', async () => {
    const [part, ...others] = await asked(date);
    expect(others).toEqual([]);
    const page = { limit: 100, after: undefined };
    const listed = part && (await dueStore.dueOn(part, page));
    expect(listed).toEqual(ids.toSorted());
  });

  test('when workers break off, then what they leave is asked for again, and none is done twice', async () => {
    const handed: DayPart[] = [];
    let inFlight = 0;
    let most = 0;
    let failures = 5;
    const broken = {
      ...worker,
      hasTime: () => false,
      send: async (some: readonly Outgoing[]) => {
        handed.push(...some.map(({ detail }) => DayPart.parse(detail)));
        return [];
      },
      reads: {
        ...resourceReads,
        head: async (...given: Parameters<typeof resourceReads.head>) => {
          inFlight += 1;
          most = Math.max(most, inFlight);
          const found = await resourceReads.head(...given);
          inFlight -= 1;
          failures -= 1;
          if (failures >= 0) throw new Error('It was killed here.');
          return found;
        },
      },
    };
    const [part] = await asked(date);
    if (!part) throw new Error('Nothing is due.');
    const turn = await workOffPart(broken, part);
    expect(turn).toEqual({ looked: pace.page, failed: 5 });
    expect(most).toBe(pace.atOnce);
    expect(handed).toEqual([{ ...part, after: expect.any(String) }]);
    expect(await published(ids)).toBe(pace.page - 5);

    // The message that was handed on, the run's own, and both once more.
    const again = [...handed, ...handed, ...(await asked(date))];
    await Promise.all(again.map((each) => workOffPart(worker, each)));
    // Of two at the same resource at once, one may have lost to the other.
    for (const each of await asked(date)) await workOffPart(worker, each);
    expect(await published(ids)).toBe(ids.length);
    expect(await asked(date)).toEqual([]);
    const page = { limit: 100, after: undefined };
    for (const id of ids) {
      const { items } = await resourceReads.history(id, page, {
        withBodies: false,
      });
      const actions = items.map(({ header }) => header.action);
      expect(actions.filter((one) => one === 'publish')).toHaveLength(1);
    }
  });
});

test('given 50 workers at one resource, then one publishes it and the rest leave it', async () => {
  const date = aDay();
  const [id = ''] = await waiting(1, date);
  const went = await Promise.all(
    Array.from({ length: 50 }, () => workOff(worker, id, date)),
  );
  expect(went.filter((one) => one === 'publish')).toHaveLength(1);
  expect(new Set(went)).not.toContain('remind');
});

test('given days that were missed, then each that has something left is asked for, and only what is over is closed', async () => {
  const today = '2026-11-25';
  const left = new Set(['2026-11-21#3', '2026-11-24#7']);
  const events: DayPart[] = [];
  const noted: string[] = [];
  const run = (through: string | undefined) =>
    dispatchDays(
      {
        log: needs.log,
        shards: dayShards,
        send: async (some) => {
          events.push(...some.map(({ detail }) => DayPart.parse(detail)));
          return [];
        },
        due: {
          daysDone: async () => through,
          noteDaysDone: async (day) => void noted.push(day),
          dueOn: async ({ date, shard }) =>
            left.has(`${date}#${shard}`) ? ['res_1'] : [],
        },
      },
      { today },
    );
  await run('2026-11-10');
  expect(events).toEqual([
    { date: '2026-11-21', shard: 3, today },
    { date: '2026-11-24', shard: 7, today },
  ]);
  expect(noted).toEqual(['2026-11-20']);
  left.clear();
  await run('2026-11-20');
  expect(noted.at(-1)).toBe(daysAfter(today, -2));
  await run('2026-11-23');
  expect(noted).toHaveLength(2);
  await run('2026-01-01');
  expect(noted.at(-1)).toBe('2026-02-01');
});

test('given what a librarian manages, then it is listed by its date, page by page, and costs what is said', async () => {
  const who = people();
  const made = [];
  for (let n = 0; n < 3; n += 1) {
    const verdict = { outcome: 'accept' } as const;
    made.push(await decided(await submitted(who), who.librarian, verdict));
  }
  const by = daysAfter(new Date().toISOString().slice(0, 10), 800);
  const list = { due: dueStore, reads: resourceReads };
  const asked = { by, limit: 2 };
  resetCost();
  const first = got(
    await listDue(list, who.librarian, { ...asked, place: undefined }),
  );
  expect(costSoFar()).toEqual({ rru: 0.5 + 2 * 0.5, wru: 0, s3: 0 });
  const rest = got(
    await listDue(list, who.librarian, { ...asked, place: first.next }),
  );
  const listed = [...first.items, ...rest.items];
  expect(listed.map(({ resourceId }) => resourceId)).toEqual(
    made.map(({ head }) => head.id),
  );
  expect(rest.next).toBeUndefined();
  const early = { by: '2026-01-01', limit: 2, place: undefined };
  const none = await listDue(list, who.librarian, early);
  expect(got(none).items).toEqual([]);
  const strange = { ...asked, holder: people().school, place: undefined };
  expect(await listDue(list, who.librarian, strange)).toMatchObject({
    error: { code: 'forbidden' },
  });
});
