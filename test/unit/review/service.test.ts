import { describe, expect, test } from 'vitest';
import { placedPerson } from '../../../functions/identity/model/person.ts';
import {
  emptyTree,
  withOrganisation,
} from '../../../functions/identity/model/tree.ts';
import { fail } from '../../../functions/platform/result.ts';
import { Review } from '../../../functions/review/contract.ts';
import { etagOf, queueOf } from '../../../functions/review/model/review.ts';
import { decideReview } from '../../../functions/review/service/deciding.ts';
import {
  listReviews,
  readReview,
} from '../../../functions/review/service/reading.ts';
import { reviewDesk } from '../../../functions/review/service.ts';
import {
  author,
  bureau,
  cases,
  idOf,
  librarian,
  person,
  review,
  school,
} from '../resources/case.ts';
import { deskOf, inCharge, open, teacher } from './desk.ts';

const stranger = person(idOf('per', 9), 'teacher');
const elsewhere = person(idOf('per', 6), 'librarian', idOf('org', 6));

const accept = {
  id: review,
  ifMatch: etagOf(open),
  decision: { outcome: 'accept' },
} as const;

describe('given an open review', () => {
  test.each([
    {
      name: 'its librarian',
      who: inCharge,
      may: ['decide', 'read-review', 'assign'],
    },
    { name: 'its author', who: teacher, may: ['read-review'] },
  ])('then $name reads it, and may $may', async ({ who, may }) => {
    const read = await readReview(deskOf().needs, who, review);
    expect(read).toMatchObject({ value: { review: { actions: may } } });
    expect(read.ok && Review.parse(read.value.review)).toBeTruthy();
  });

  test.each([
    { name: 'a teacher of the same school', who: stranger },
    { name: 'a librarian of elsewhere', who: elsewhere },
  ])('then to $name it is unknown', async ({ who }) => {
    const { needs } = deskOf();
    const unknown = fail({ code: 'unknown' });
    expect(await readReview(needs, who, review)).toEqual(unknown);
    expect(await decideReview(needs, who, accept)).toEqual(unknown);
  });

  test('then accepting publishes and ends it in one commit', async () => {
    const { needs, moves, asked } = deskOf();
    const done = await decideReview(needs, inCharge, accept);
    expect(done).toMatchObject({
      value: {
        resource: { state: 'published' },
        review: { state: 'closed', outcome: 'accept', decidedBy: librarian },
      },
    });
    expect(moves.map(({ entry }) => entry.header.action)).toEqual(['publish']);
    const end = {
      outcome: 'accept',
      decidedBy: librarian,
      closedAt: '2026-09-02T08:00:00.000Z',
    };
    expect(asked).toEqual([[review, end, 1]]);
    expect(done.ok && etagOf(done.value.kept)).not.toBe(accept.ifMatch);
  });

  test('then the reason of a refusal is its author’s to read', async () => {
    const decision = { outcome: 'reject', reason: '图文不符' } as const;
    const done = decideReview(deskOf().needs, inCharge, {
      ...accept,
      decision,
    });
    const refused = await done;
    if (!refused.ok) throw new Error(refused.error.code);
    const { needs } = deskOf(cases.closed(), refused.value.kept);
    expect(await readReview(needs, teacher, review)).toMatchObject({
      value: { review: { outcome: 'reject', reason: '图文不符' } },
    });
  });
});

describe('given a decision, then the first thing wrong is what is answered', () => {
  const inReview = cases['in-review']();
  const own = [author, librarian];
  test.each([
    {
      name: 'an unknown review',
      asked: { ...accept, id: idOf('rev', 404) },
      error: { code: 'unknown' },
    },
    {
      name: 'an old ETag',
      asked: { ...accept, ifMatch: '"0"' },
      error: { code: 'changed' },
    },
    {
      name: 'a review that has ended',
      kept: { ...open, state: 'closed' } as const,
      error: { code: 'state', state: 'closed', possible: [] },
    },
    {
      name: 'a resource that has gone on without it',
      found: cases.published(),
      error: { code: 'state', state: 'closed' },
    },
    {
      name: 'their own contribution',
      found: { ...inReview, head: { ...inReview.head, contributors: own } },
      error: { code: 'forbidden', rule: 'own-contribution' },
    },
    {
      name: 'what they once contributed to',
      found: { ...inReview, head: { ...inReview.head, former: own } },
      error: { code: 'forbidden', rule: 'own-contribution' },
    },
    {
      name: 'no reason',
      asked: { ...accept, decision: { outcome: 'reject' } as const },
      error: { code: 'rule-broken', errors: [{ rule: 'reason-needed' }] },
    },
  ])('$name', async ({ found, kept, asked = accept, error }) => {
    const { needs, moves } = deskOf(found, kept);
    const done = await decideReview(needs, inCharge, asked);
    expect(done).toMatchObject({ ok: false, error });
    expect(moves).toEqual([]);
  });
});

describe('given the queue of open reviews', () => {
  const places = (...above: string[]) =>
    new Map([[bureau, { above: new Set(above), below: new Set([school]) }]]);
  const ofDistrict = { ...inCharge, places: places(bureau) };
  const ofCounty = { ...inCharge, places: places(bureau, idOf('org', 9)) };

  test.each([
    {
      name: 'who manages the root gets all',
      who: ofDistrict,
      queue: 'district',
    },
    {
      name: 'who manages less gets their own organisation',
      who: ofCounty,
      queue: { holder: bureau },
    },
    {
      name: 'who names an organisation below gets that',
      who: ofDistrict,
      holder: school,
      queue: { holder: school },
    },
  ])('$name', ({ who, holder, queue }) => {
    expect(queueOf(who, holder)).toEqual({ ok: true, value: queue });
  });

  test('is the district’s to its librarian, also after a merger into the top', () => {
    const former = idOf('org', 7);
    const tree = [
      { id: bureau, kind: 'bureau', name: '教育局' } as const,
      { id: former, kind: 'school', name: '一小', parent: bureau } as const,
    ].reduce(withOrganisation, emptyTree);
    const closedAt = '2026-09-01T08:00:00.000Z';
    const merged = withOrganisation(tree, {
      id: former,
      kind: 'school',
      name: '一小',
      parent: bureau,
      closedAt,
      mergedInto: bureau,
    });
    const held = [{ organisation: bureau, roles: ['librarian'] as const }];
    for (const now of [tree, merged]) {
      const who = placedPerson(librarian, held, now);
      expect(queueOf(who, undefined)).toEqual({ ok: true, value: 'district' });
    }
  });

  test.each([
    { name: 'a librarian of elsewhere', who: elsewhere, holder: school },
    { name: 'a teacher', who: teacher, holder: undefined },
  ])('$name is refused', async ({ who, holder }) => {
    const page = { limit: 20, after: undefined, holder, isAssigned: false };
    const listed = listReviews(deskOf().needs, who, page);
    const error = { code: 'forbidden', rule: 'librarians-only' };
    expect(await listed).toEqual({ ok: false, error });
  });

  test('waits for librarians, and for nobody else', async () => {
    const { needs, asked } = deskOf();
    const { waiting } = reviewDesk({ ...needs.reviews, ...needs.panels });
    expect(await waiting(teacher, 20)).toBeUndefined();
    expect(asked).toEqual([]);
    expect(await waiting(inCharge, 20)).toEqual([open]);
    expect(asked).toEqual([{ holder: bureau }]);
  });
});
