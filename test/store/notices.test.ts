import '../support/environment.ts';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { measured } from '../../cost/measured.ts';
import { noticeId } from '../../functions/notifications/notice-id.ts';
import {
  type KeptNotice,
  noticeStore,
} from '../../functions/notifications/store/notices.ts';
import { costSoFar, resetCost } from '../../functions/platform/cost.ts';

const hourMs = 3_600_000;
const begin = Date.parse('2026-09-01T08:00:00.000Z');

/** A notice of a person's n-th hour. */
function notice(person: string, n: number): KeptNotice {
  const at = new Date(begin + n * hourMs).toISOString();
  return {
    id: noticeId(at, { person }),
    person,
    kind: 'resource-published',
    at,
    title: `浮力 ${n}`,
    mail: 'due',
    expiresAt: Math.floor(Date.now() / 1_000) + 3_600,
  };
}

describe('given five notices of one person', async () => {
  const person = `per_${ulid()}`;
  const notices = [0, 1, 2, 3, 4].map((n) => notice(person, n));
  for (const one of notices) await noticeStore.tell(one);

  test('then they come in pages, newest first, and to nobody else', async () => {
    const first = await noticeStore.page(person, { limit: 3 });
    const rest = await noticeStore.page(person, {
      limit: 3,
      after: first.next,
    });
    const titles = [...first.items, ...rest.items].map(({ title }) => title);
    expect(titles).toEqual(notices.map(({ title }) => title).toReversed());
    expect(rest.next).toBeUndefined();
    const other = await noticeStore.page(`per_${ulid()}`, { limit: 3 });
    expect(other.items).toEqual([]);
  });

  test('then one is marked as read once, and keeps that moment', async () => {
    const [one] = notices;
    const at = '2026-09-02T08:00:00.000Z';
    const later = '2026-09-03T08:00:00.000Z';
    const id = one?.id ?? '';
    expect(await noticeStore.markRead(person, id, at)).toMatchObject({
      readAt: at,
    });
    expect(await noticeStore.markRead(person, id, later)).toMatchObject({
      readAt: at,
    });
    expect(await noticeStore.markRead(`per_${ulid()}`, id, at)).toBeUndefined();
  });
});

test('given 20 deliveries at once, then one puts it and one claims its mail', async () => {
  const one = notice(`per_${ulid()}`, 0);
  const told = await Promise.all(
    Array.from({ length: 20 }, () => noticeStore.tell(one)),
  );
  expect(new Set(told)).toEqual(new Set(['due']));
  const claims = await Promise.all(
    Array.from({ length: 20 }, () =>
      noticeStore.mailMoved(one, 'due', 'sending'),
    ),
  );
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await noticeStore.tell(one)).toBe('sending');
});

test('a notice costs 2 WRU, as much for each move of its mail, and when it is read', async () => {
  const one = notice(`per_${ulid()}`, 0);
  const { id, person } = one;
  resetCost();
  await noticeStore.tell(one);
  expect(costSoFar()).toMatchObject(measured.telling);
  await noticeStore.mailMoved(one, 'due', 'sending');
  await noticeStore.mailMoved(one, 'sending', 'sent');
  expect(costSoFar()).toMatchObject({ wru: 6, rru: 0 });
  await noticeStore.markRead(person, id, '2026-09-02T08:00:00.000Z');
  expect(costSoFar()).toMatchObject({ wru: 8, rru: 1 });
});

test('given 103 notices of which two are read, then only the others are counted and listed', async () => {
  const person = `per_${ulid()}`;
  const all = Array.from({ length: 103 }, (_, n) => notice(person, n));
  for (const one of all) await noticeStore.tell(one);
  const at = '2026-12-01T08:00:00.000Z';
  for (const { id } of all.slice(0, 2)) {
    await noticeStore.markRead(person, id, at);
  }
  const counted = () => noticeStore.count(person);
  expect(await counted()).toEqual({ unread: 100, isMore: true });
  for (const { id } of all.slice(2, 100)) {
    await noticeStore.markRead(person, id, at);
  }
  expect(await counted()).toEqual({ unread: 3, isMore: false });
  const first = await noticeStore.unread(person, { limit: 2 });
  const rest = await noticeStore.unread(person, {
    limit: 2,
    after: first.next,
  });
  const listed = [...first.items, ...rest.items].map(({ id }) => id);
  expect(listed).toEqual(
    all
      .slice(100)
      .map(({ id }) => id)
      .toReversed(),
  );
  expect(rest.next).toBeUndefined();
  resetCost();
  await counted();
  expect(costSoFar().rru).toBe(0.5);
  expect(await noticeStore.eraseAll(person)).toBe(103);
  expect(await counted()).toEqual({ unread: 0, isMore: false });
});
