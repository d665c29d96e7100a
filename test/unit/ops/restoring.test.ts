import { describe, expect, test } from 'vitest';
import {
  compareTables,
  type Readable,
} from '../../../ops/tools/restore/comparing.ts';
import {
  digestOf,
  type Item,
  keyText,
  verdictOf,
} from '../../../ops/tools/restore/items.ts';

const time = new Date('2026-11-25T18:00:00Z');
const nobody = new Set<string>();
const person = `per_${'0'.repeat(26)}`;
const item = (more: Item): Item => ({ pk: 'res_1', sk: 'HEAD', ...more });

describe('given an item of before', () => {
  test.each<[string, Item, Item | undefined, string]>([
    ['nothing', { a: 1 }, undefined, 'missing'],
    ['the same in another order', { a: 1, b: 2 }, { b: 2, a: 1 }, 'same'],
    [
      'the same bytes',
      { a: Uint8Array.of(1) },
      { a: Uint8Array.of(1) },
      'same',
    ],
    [
      'other bytes',
      { a: Uint8Array.of(1) },
      { a: Uint8Array.of(2) },
      'differs',
    ],
    ['something else', { a: 1 }, { a: 2 }, 'differs'],
    ['a later state', { seq: 9 }, { seq: 10 }, 'newer'],
    ['a later epoch', { epoch: 1, seq: 9 }, { epoch: 2, seq: 3 }, 'newer'],
    ['an earlier state', { seq: 10 }, { seq: 9 }, 'differs'],
    [
      'something else of the same state',
      { seq: 9, a: 1 },
      { seq: 9 },
      'differs',
    ],
  ])('when now there is %s', (_, then, now, verdict) => {
    const found = now && item(now);
    expect(verdictOf(item(then), found, nobody, time)).toBe(verdict);
  });

  test('when it names somebody who was erased, then it stays away', () => {
    const entry = item({ body: { actor: person } });
    const erased = new Set([person]);
    expect(verdictOf(entry, undefined, erased, time)).toBe('erased');
    expect(verdictOf(entry, undefined, nobody, time)).toBe('missing');
  });

  test('when its time is over, then it stays away', () => {
    const seconds = time.getTime() / 1_000;
    const at = (expiresAt: number) =>
      verdictOf(item({ expiresAt }), undefined, nobody, time);
    expect(at(seconds)).toBe('expired');
    expect(at(seconds + 1)).toBe('missing');
  });
});

/** A table of plain objects, and how many items were looked up in it. */
function tableOf(items: readonly Item[], order = 1) {
  let looked = 0;
  const table: Readable = {
    async *pages() {
      const all = order === 1 ? items : items.toReversed();
      for (let at = 0; at < all.length; at += 7) yield all.slice(at, at + 7);
    },
    async get(keys) {
      looked += keys.length;
      const wanted = new Set(keys.map(keyText));
      return items.filter((one) => wanted.has(keyText(one)));
    },
  };
  return { table, looked: () => looked };
}

const many = Array.from({ length: 500 }, (_, n): Item => {
  return { pk: `res_${n}`, sk: 'HEAD', seq: 1, title: `第${n}课` };
});

describe('given a table and one that was restored beside it', () => {
  test('when they hold the same in any order, then nothing is looked up', async () => {
    const before = tableOf(many);
    const now = tableOf(many, -1);
    const compared = await compareTables(before.table, now.table, nobody, time);
    expect(compared).toMatchObject({
      items: { before: 500, now: 500 },
      parts: 0,
      added: 0,
      first: {},
    });
    expect(before.looked() + now.looked()).toBe(0);
  });

  test('when some differ, then they are counted by kind, and the first are named', async () => {
    const [lost, changed, moved, ...rest] = many;
    const after = [
      { ...changed, title: '别的' },
      { ...moved, seq: 2 },
      ...rest,
      { pk: 'res_new', sk: 'HEAD', seq: 1 },
    ];
    const before = tableOf(many);
    const now = tableOf(after);
    const compared = await compareTables(before.table, now.table, nobody, time);
    expect(compared).toMatchObject({
      items: { before: 500, now: 500 },
      counts: { missing: 1, differs: 1, newer: 1, erased: 0, expired: 0 },
      added: 1,
      first: {
        missing: [keyText(lost ?? {})],
        differs: [keyText(changed ?? {})],
        newer: [keyText(moved ?? {})],
        added: ['res_new HEAD'],
      },
    });
    // Only the parts that differ were looked into.
    expect(compared.parts).toBeLessThanOrEqual(4);
    expect(now.looked()).toBeLessThan(50);
  });

  test('when two items have changed places, then that is told', async () => {
    const two = [
      { pk: 'a', sk: '1', v: 1 },
      { pk: 'a', sk: '2', v: 2 },
    ];
    const swapped = [
      { pk: 'a', sk: '1', v: 2 },
      { pk: 'a', sk: '2', v: 1 },
    ];
    const { table } = tableOf(two);
    const now = tableOf(swapped).table;
    const { counts } = await compareTables(table, now, nobody, time);
    expect(counts.differs).toBe(2);
  });
});

test('a digest is of all attributes', () => {
  const digests = [{ a: 1 }, { a: 2 }, { b: 1 }, { a: '1' }].map((one) =>
    digestOf(item(one)).toString('hex'),
  );
  expect(new Set(digests).size).toBe(digests.length);
});
