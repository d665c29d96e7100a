import '../support/environment.ts';
import { describe, expect, test } from 'vitest';
import { costSoFar, resetCost } from '../../functions/platform/cost.ts';
import type { RelationType } from '../../functions/resources/relations/contract.ts';
import type { Found } from '../../functions/resources/service/command.ts';
import {
  readParts,
  readRelations,
  relateResource,
  unrelateResource,
} from '../../functions/resources/service/relations.ts';
import { resourceReads } from '../../functions/resources/store/reads.ts';
import {
  draft,
  got,
  needs,
  type People,
  people,
  sizes,
  submitted,
  wish,
} from './catalogue.ts';
import { decided } from './decided.ts';

function related(
  { teacher }: People,
  from: Found,
  to: Found,
  {
    type = 'isPartOf',
    position,
  }: { type?: RelationType; position?: number } = {},
) {
  const relation = { type, target: to.head.id, ...(position && { position }) };
  return relateResource(needs, wish(from, teacher), relation);
}

/** Whether by relations of parts some way leads from a resource to itself. */
async function isCircular(all: readonly Found[]): Promise<boolean> {
  const heads = await Promise.all(
    all.map(({ head }) => resourceReads.head(head.id, { consistent: true })),
  );
  const leads = new Map(
    heads.map((head) => [
      head?.id,
      head?.relations?.map(({ target }) => target) ?? [],
    ]),
  );
  return [...leads.keys()].some((start) => {
    const seen = new Set(leads.get(start));
    for (const one of seen) {
      for (const next of leads.get(one) ?? []) seen.add(next);
    }
    return start !== undefined && seen.has(start);
  });
}

describe('given links that close a circle together', () => {
  test.each([2, 3, 4])(
    'when %i are made at once, again and again, then never all of them are',
    async (size) => {
      const who = people();
      for (let round = 0; round < 5; round += 1) {
        const ring: Found[] = [];
        for (let n = 0; n < size; n += 1) ring.push(await draft(who));
        const links = ring.map((from, at) => {
          const to = ring[(at + 1) % size] ?? from;
          return related(who, from, to);
        });
        const went = await Promise.all(links);
        expect(went.filter(({ ok }) => ok).length).toBeLessThan(size);
        expect(await isCircular(ring)).toBe(false);
      }
    },
  );
});

describe('given a course of twelve lessons', async () => {
  const who = people();
  const course = await draft(who, '力学十二讲');
  const lessons: Found[] = [];
  for (let n = 0; n < 12; n += 1) {
    const lesson = await draft(who, `第 ${n + 1} 讲`);
    const position = 12 - n;
    lessons.push(got(await related(who, lesson, course, { position })));
  }
  const { teacher } = who;
  const asked = { id: course.head.id, principal: teacher, after: undefined };

  test('then they come in one request, in their order, at the cost of their heads', async () => {
    resetCost();
    const { items, next } = got(
      await readParts(needs, { ...asked, limit: 100 }),
    );
    const heads = 12 * 0.5;
    const links = 0.5;
    expect(costSoFar()).toEqual({ rru: 1 + links + heads, wru: 0, s3: 0 });
    expect(next).toBeUndefined();
    const ids = lessons.map(({ head }) => head.id).toReversed();
    expect(items.map(({ resourceId }) => resourceId)).toEqual(ids);
    expect(items.map(({ position }) => position)).toEqual(
      Array.from({ length: 12 }, (_, at) => at + 1),
    );
  });

  test('then they come in pages too', async () => {
    const first = got(await readParts(needs, { ...asked, limit: 7 }));
    const rest = got(
      await readParts(needs, { ...asked, limit: 7, after: first.next }),
    );
    expect([first.items.length, rest.items.length]).toEqual([7, 5]);
    expect(rest.next).toBeUndefined();
  });

  test('when one takes another place or leaves, then it stands there or not at all', async () => {
    const [lesson] = lessons;
    if (!lesson) throw new Error('There is no lesson.');
    const before = await sizes(lesson.head.id);
    resetCost();
    const moved = got(await related(who, lesson, course, { position: 13 }));
    const after = await sizes(lesson.head.id);
    const larger = (sk: string) =>
      Math.max(before.get(sk) ?? 0, after.get(sk) ?? 0);
    // The head twice over, the entry, the link that moves; the course is held.
    const wru = 2 * larger('HEAD') + 3 + 2 + 4 + 2;
    expect(costSoFar().wru).toBe(wru);
    const { items } = got(await readParts(needs, { ...asked, limit: 100 }));
    expect(items.at(-1)).toMatchObject({
      resourceId: lesson.head.id,
      position: 13,
    });
    const relation = { type: 'isPartOf', target: course.head.id } as const;
    got(await unrelateResource(needs, wish(moved, teacher), relation));
    const without = got(await readParts(needs, { ...asked, limit: 100 }));
    expect(without.items).toHaveLength(11);
  });
});

test('given adaptations, then sources and what was made of them are both served', async () => {
  const who = people();
  const { teacher, librarian } = who;
  const source = await decided(await submitted(who), librarian, {
    outcome: 'accept',
  });
  const made: Found[] = [];
  for (let n = 0; n < 3; n += 1) {
    const one = await draft(who);
    made.push(got(await related(who, one, source, { type: 'isBasedOn' })));
  }
  const page = { id: source.head.id, principal: teacher, limit: 2 };
  const first = got(await readRelations(needs, { ...page, after: undefined }));
  const rest = got(await readRelations(needs, { ...page, after: first.next }));
  const ids = [...first.isBasisFor, ...rest.isBasisFor].map(
    ({ resourceId }) => resourceId,
  );
  expect(ids).toEqual(made.map(({ head }) => head.id).toSorted());
  // To visitors drafts are unknown, also as what was made of something.
  const visitor = { kind: 'visitor' } as const;
  const open = await readRelations(needs, {
    ...page,
    principal: visitor,
    after: undefined,
  });
  expect(got(open).isBasisFor).toEqual([]);
});
