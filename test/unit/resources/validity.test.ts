import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Head } from '../../../functions/resources/head/contract.ts';
import { standingOf } from '../../../functions/resources/model/life.ts';
import {
  decide,
  publish,
  restore,
  withdraw,
} from '../../../functions/resources/model/steps.ts';
import {
  daysAfter,
  fallDue,
  graceDays,
  nextDue,
  noticeDays,
  remind,
} from '../../../functions/resources/model/validity.ts';
import {
  represent,
  stateOfVersion,
} from '../../../functions/resources/model/view.ts';
import { by, byLibrarian, cases, done, edition, visitor } from './case.ts';

/** Published on 1 September 2026, so due two years later. */
const { head } = cases.published();
const due = '2028-09-01';
const on = (date: string) => by({ at: `${date}T00:10:00.000Z` });

/** What the dates alone do to a resource, day after day, up to a date. */
function lived(from: Head, until: string): { head: Head; seen: string[] } {
  let now = from;
  const seen: string[] = [];
  for (;;) {
    const next = nextDue(now);
    if (!next || next.on > until) return { head: now, seen };
    const step = {
      publish: () => publish({ head: now, edition }, on(next.on)),
      remind: () => remind(now, next.on, on(next.on)),
      'fall-due': () => fallDue(now, next.on, on(next.on)),
      outdate: () =>
        withdraw({ head: now, edition }, { kind: 'outdated' }, on(next.on)),
    }[next.what];
    const { head: after, entry } = done(step());
    seen.push(`${next.on} ${entry.header.action}`);
    now = after;
  }
}

test('given what nobody looks at again, then it is told of three times, falls due, and is withdrawn as outdated', () => {
  const { head: last, seen } = lived(head, '2030-01-01');
  expect(seen).toEqual([
    '2028-07-03 remind',
    '2028-08-02 remind',
    '2028-08-25 remind',
    '2028-09-01 fall-due',
    '2028-11-30 withdraw',
  ]);
  expect(last.withdrawn).toMatchObject({ kind: 'outdated' });
  expect(nextDue(last)).toBeUndefined();
});

test('given a date of publication, then it is published on it, and due two years after', () => {
  const { head: last, seen } = lived(cases.accepted().head, '2026-12-31');
  expect(seen).toEqual(['2026-10-01 publish']);
  expect(last.published).toMatchObject({ reviewDue: '2028-10-01' });
});

test('given notices that were missed, then only the nearest is given', () => {
  const { head: after, entry } = done(remind(head, '2028-08-10', on(due)));
  expect(entry.body.facts).toEqual({ reviewDue: due, days: 30 });
  expect(nextDue(after)).toMatchObject({ what: 'remind' });
  const { entry: late } = done(remind(head, due, on(due)));
  expect(late.header.action).toBe('fall-due');
});

test('given it is due, then its readers are told so', () => {
  const { head: overdue } = done(fallDue(head, due, on(due)));
  if (!overdue.published) throw new Error('Nothing is published.');
  const shown = represent(overdue, overdue.published, visitor);
  expect(shown).toMatchObject({ state: 'published', isReviewOverdue: true });
});

describe('given what is due again and in review', () => {
  const overdue = done(fallDue(head, due, on(due))).head;
  const review = cases['re-review']().head.review;
  const found = { head: { ...overdue, ...(review && { review }) }, edition };
  const at = byLibrarian.at;

  test('then the version that readers have stays published', () => {
    expect(standingOf(found.head)).toBe('re-review');
    expect(stateOfVersion(found.head, 1)).toBe('published');
  });

  test('when it still holds, then it is due two years from then', () => {
    const move = done(decide(found, { outcome: 'accept' }, byLibrarian));
    expect(move.entry.header.action).toBe('renew');
    const { published, review: open } = move.head;
    expect(open).toBeUndefined();
    expect(published).toEqual({ ...head.published, reviewDue: '2028-09-01' });
    expect(nextDue(move.head)).toEqual({ on: '2028-07-03', what: 'remind' });
    expect(at.slice(0, 4)).toBe('2026');
  });

  test('when it does not, then it is withdrawn as outdated, with the reason', () => {
    const verdict = { outcome: 'reject', reason: '课标已修订' } as const;
    const move = done(decide(found, verdict, byLibrarian));
    expect(move.entry).toMatchObject({
      header: { action: 'withdraw' },
      body: { reason: verdict.reason, facts: { kind: 'outdated' } },
    });
    expect(move.head.withdrawn).toMatchObject({ kind: 'outdated' });
    expect(move.head.draft).toBeUndefined();
  });

  test('when changes are asked for, then a draft opens beside what is published', () => {
    const verdict = { outcome: 'request-changes', reason: '换新数据' } as const;
    const move = done(decide(found, verdict, byLibrarian));
    expect(move.head).toMatchObject({ draft: 2, latest: 2 });
    expect(stateOfVersion(move.head, 1)).toBe('published');
    expect(move.versions).toEqual([{ version: 2, edition }]);
  });

  test('then a rejection needs a reason, and no verdict has a date', () => {
    const plain = decide(found, { outcome: 'reject' }, byLibrarian);
    expect(plain).toMatchObject({ error: { code: 'rule-broken' } });
    const dated = { outcome: 'accept', publishOn: '2029-01-01' } as const;
    expect(decide(found, dated, byLibrarian)).toMatchObject({
      error: { errors: [{ rule: 'date-of-renewal' }] },
    });
  });

  test('then a withdrawal opens no draft of it', () => {
    const move = withdraw(
      found,
      { kind: 'safety', reason: '有误' },
      byLibrarian,
    );
    expect(done(move).head.draft).toBeUndefined();
  });
});

test('given it is restored long after it was outdated, then it has its days of grace anew', () => {
  const { head: outdated } = lived(head, '2030-01-01');
  const back = done(
    restore({ head: outdated, edition }, '仍有价值', on('2031-05-01')),
  );
  expect(nextDue(back.head)).toEqual({
    on: daysAfter('2031-05-01', graceDays),
    what: 'outdate',
  });
});

test('given any date, then what is due is never before the last change, and steps come in order', () => {
  const days = fc
    .date({
      min: new Date('2026-09-02'),
      max: new Date('2035-01-01'),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(days, (day) => {
      const moved = { ...head, changedAt: `${day}T08:00:00.000Z` };
      const next = nextDue(moved);
      expect(next && next.on >= day).toBe(true);
      const { seen } = lived(moved, '2040-01-01');
      expect(seen.toSorted()).toEqual(seen);
      expect(seen.length).toBeLessThanOrEqual(noticeDays.length + 2);
      expect(seen.at(-1)).toContain('withdraw');
    }),
    { numRuns: 200 },
  );
});
