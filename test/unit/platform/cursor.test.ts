import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeCursor,
  encodeCursor,
} from '../../../functions/platform/cursor.ts';

const now = new Date('2026-09-01T08:00:00Z');
const minutesLater = (minutes: number) =>
  new Date(now.getTime() + minutes * 60_000);
const invalid = { ok: false, error: { code: 'cursor-invalid' } };

describe('given a cursor', () => {
  const query = { q: '浮力', reader: 'visitor' };
  const key = { pk: 'res_1', sk: 'HEAD' };
  const cursor = encodeCursor({ key, query }, now);

  test('its own query gets the key back, in whatever order it is written', () => {
    const turned = { reader: 'visitor', q: '浮力' };
    expect(decodeCursor(cursor, turned, now)).toEqual({ ok: true, value: key });
  });
  test('another query is refused', () => {
    const other = { ...query, q: '压强' };
    expect(decodeCursor(cursor, other, now)).toEqual(invalid);
  });
  test('it counts for an hour and no longer', () => {
    expect(decodeCursor(cursor, query, minutesLater(59)).ok).toBe(true);
    expect(decodeCursor(cursor, query, minutesLater(61))).toEqual(invalid);
  });
});

test('any text that is no cursor is refused, and nothing throws', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(decodeCursor(text, {}, now)).toEqual(invalid);
    }),
  );
});

test('any key comes back as it was', () => {
  const name = fc.stringMatching(/^[A-Za-z]{1,20}$/);
  const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
  const key = fc.dictionary(name, fc.oneof(value, fc.array(value)));
  fc.assert(
    fc.property(key, fc.string(), (original, query) => {
      const plain = JSON.parse(JSON.stringify(original));
      const cursor = encodeCursor({ key: plain, query }, now);
      const decoded = decodeCursor(cursor, query, now);
      expect(decoded).toEqual({ ok: true, value: plain });
    }),
  );
});
