import { describe, expect, test } from 'vitest';
import type {
  Person,
  Principal,
} from '../../../functions/platform/contract.ts';
import type { Head } from '../../../functions/resources/head/contract.ts';
import {
  adapterLicences,
  mayAdapt,
} from '../../../functions/resources/model/licences.ts';
import {
  relate,
  unrelate,
} from '../../../functions/resources/model/relations.ts';
import { submit } from '../../../functions/resources/model/steps.ts';
import {
  type Relation,
  relationLimits,
} from '../../../functions/resources/relations/contract.ts';
import {
  readParts,
  readRelations,
  relateResource,
} from '../../../functions/resources/service/relations.ts';
import { vocabularies } from '../../../functions/vocabularies/contract.ts';
import {
  author,
  by,
  cases,
  done,
  edition,
  idOf,
  person,
  review,
  school,
  visitor,
} from './case.ts';
import { shelfOf } from './shelf.ts';

const id = (n: number) => idOf('res', n);
const draft = cases.draft().head;
const published = cases.published().head;

/** A published resource with this licence. */
function licensed(n: number, licence: string, more: Partial<Head> = {}): Head {
  if (!published.published) throw new Error('Nothing is published.');
  const made = { ...edition, licence } as typeof edition;
  return {
    ...published,
    id: id(n),
    published: { ...published.published, edition: made },
    ...more,
  };
}
const part = (target: number, position?: number): Relation => ({
  type: 'isPartOf',
  target: id(target),
  ...(position && { position }),
});
const basis = (target: number): Relation => ({
  type: 'isBasedOn',
  target: id(target),
});

describe('given licences', () => {
  const ids = vocabularies.licence.map((term) => term.id);
  test('then the table has a row for each, and names no other', () => {
    expect(Object.keys(adapterLicences).toSorted()).toEqual(ids.toSorted());
    expect(ids).toEqual(
      expect.arrayContaining(Object.values(adapterLicences).flat()),
    );
  });

  // A row a source, a column an adaptation, from the chart of Creative Commons.
  const commons = ['cc0-1-0', 'cc-by-4-0', 'cc-by-nc-4-0', 'cc-by-nc-nd-4-0'];
  const more = ['cc-by-nc-sa-4-0', 'cc-by-nd-4-0', 'cc-by-sa-4-0'];
  const columns = [...commons, ...more];
  const chart = {
    'cc0-1-0': '1111111',
    'cc-by-4-0': '0111111',
    'cc-by-nc-4-0': '0011100',
    'cc-by-nc-nd-4-0': '0000000',
    'cc-by-nc-sa-4-0': '0000100',
    'cc-by-nd-4-0': '0000000',
    'cc-by-sa-4-0': '0000001',
  };
  test.each(Object.entries(chart))('%s: %s', (source, row) => {
    const found = columns.map((one) =>
      Number(mayAdapt(`xy:licence/${source}`, `xy:licence/${one}`)),
    );
    expect(found.join('')).toBe(row);
  });
});

describe('given a draft that is based on something', () => {
  const source = licensed(2, 'xy:licence/cc-by-sa-4-0');
  test('then it is submitted only under a licence that the source allows, and both are named', () => {
    const refused = submit({ head: draft, edition }, review, by(), [source]);
    expect(refused).toEqual({
      ok: false,
      error: {
        code: 'rule-broken',
        errors: [
          {
            pointer: '/edition/licence',
            rule: 'licence-incompatible',
            source: id(2),
            sourceLicence: 'xy:licence/cc-by-sa-4-0',
            licence: edition.licence,
          },
        ],
      },
    });
    const same = { ...edition, licence: 'xy:licence/cc-by-sa-4-0' } as const;
    expect(
      submit({ head: draft, edition: same }, review, by(), [source]).ok,
    ).toBe(true);
  });

  test('then what is published already must be allowed at once', () => {
    const tried = relate(published, basis(2), [source], by());
    expect(tried).toMatchObject({
      error: { errors: [{ rule: 'licence-incompatible' }] },
    });
    expect(relate(draft, basis(2), [source], by()).ok).toBe(true);
  });

  test('then the source must have been published', () => {
    const tried = relate(draft, basis(2), [{ ...draft, id: id(2) }], by());
    expect(tried).toMatchObject({
      error: { errors: [{ rule: 'source-unpublished' }] },
    });
  });
});

describe('given a relation', () => {
  const other = licensed(2, 'xy:licence/cc-by-4-0');
  const related = done(relate(draft, part(2, 1), [other], by()));

  test('then the head and the record have it, and its place can change', () => {
    expect(related.head.relations).toEqual([part(2, 1)]);
    expect(related.entry).toMatchObject({
      header: { action: 'relate' },
      body: { facts: { type: 'isPartOf', target: id(2), position: 1 } },
    });
    const moved = done(relate(related.head, part(2, 5), [other], by()));
    expect(moved.head.relations).toEqual([part(2, 5)]);
    const same = relate(moved.head, part(2, 5), [other], by());
    expect(same).toMatchObject({ error: { code: 'rule-broken' } });
  });

  test('then it ends, once', () => {
    const ended = done(unrelate(related.head, part(2), by()));
    expect(ended.head.relations).toBeUndefined();
    expect(unrelate(ended.head, part(2), by())).toMatchObject({
      error: { code: 'unknown' },
    });
  });

  test('then it may not lead back', () => {
    const tried = relate(draft, part(2), [other, draft], by());
    expect(tried).toMatchObject({
      error: { errors: [{ rule: 'relation-cycle', target: id(2) }] },
    });
  });

  test('then there are not too many', () => {
    const relations = Array.from({ length: relationLimits.relations }, (_, n) =>
      part(n + 10),
    );
    const tried = relate({ ...draft, relations }, part(2), [other], by());
    expect(tried).toMatchObject({
      error: { errors: [{ rule: 'too-many-relations' }] },
    });
  });
});

/** Several resources on one shelf, by their heads. */
function library(...heads: Head[]) {
  const all = new Map(heads.map((head) => [head.id, head]));
  const { needs, moves } = shelfOf({ head: draft, edition });
  const reads = {
    ...needs.reads,
    head: async (one: string) => all.get(one),
    heads: async (ids: readonly string[]) =>
      new Map(
        ids.flatMap((one) => {
          const head = all.get(one);
          return head ? [[one, head] as const] : [];
        }),
      ),
    version: async () => ({ version: 1, edition }),
  };
  const referring = async (type: Relation['type'], target: string) => ({
    items: heads
      .flatMap((head) =>
        (head.relations ?? [])
          .filter((one) => one.type === type && one.target === target)
          .map((one) => ({
            id: head.id,
            place: `${String(one.position ?? 0).padStart(4, '0')}#${head.id}`,
          })),
      )
      .toSorted((a, b) => (a.place < b.place ? -1 : 1)),
  });
  return { needs: { ...needs, reads, relations: { referring } }, moves };
}

describe('given somebody who relates their draft', () => {
  const teacher = person(author, 'teacher');
  const stranger = person(idOf('per', 9), 'teacher');
  const theirs = { ...draft, id: id(2), contributors: [stranger.id] };
  const attempt = async (
    relation: Relation,
    heads: Head[],
    who: Person = teacher,
  ) => {
    const { needs, moves } = library(draft, ...heads);
    const ifMatch = `"${draft.epoch}-${draft.seq}"`;
    const wish = { id: draft.id, ifMatch, principal: who };
    return { result: await relateResource(needs, wish, relation), moves };
  };

  test('then nothing is known of what they may not see', async () => {
    const { result } = await attempt(part(2), [theirs]);
    expect(result).toMatchObject({
      error: { errors: [{ rule: 'relation-unknown' }] },
    });
  });

  test('then to be a part of something needs to be a contributor of that', async () => {
    const open = licensed(2, 'xy:licence/cc-by-4-0', {
      contributors: [stranger.id],
    });
    const { result } = await attempt(part(2), [open]);
    expect(result).toMatchObject({
      error: { code: 'forbidden', rule: 'contributors-only' },
    });
    expect((await attempt(basis(2), [open])).result.ok).toBe(true);
  });

  test('then a circle of any length is refused', async () => {
    const ring = [2, 3, 4].map((n) => ({
      ...draft,
      id: id(n),
      relations: [part(n === 4 ? 1 : n + 1)],
    }));
    const { result, moves } = await attempt(part(2), ring);
    expect(result).toMatchObject({
      error: { errors: [{ rule: 'relation-cycle' }] },
    });
    expect(moves).toEqual([]);
    const self = await attempt(part(1), []);
    expect(self.result).toMatchObject({
      error: { errors: [{ rule: 'relation-cycle' }] },
    });
  });

  test('then a line that is too long is refused, not walked', async () => {
    const line = Array.from({ length: relationLimits.line + 1 }, (_, at) => ({
      ...draft,
      id: id(at + 2),
      relations: [part(at + 3)],
    }));
    const { result } = await attempt(part(2), line);
    expect(result).toMatchObject({
      error: { errors: [{ rule: 'relation-line-long' }] },
    });
  });
});

describe('given a course and its lessons', () => {
  const open = 'xy:licence/cc-by-4-0';
  const course = licensed(2, open);
  const lessons = [
    licensed(3, open, { relations: [part(2, 2)] }),
    licensed(4, open, { relations: [part(2, 1)] }),
    licensed(5, open, { relations: [part(2, 3)], visibility: 'private' }),
  ];
  const { needs } = library(course, ...lessons);
  const asked = { id: id(2), limit: 100, after: undefined };
  const partsFor = async (principal: Principal) =>
    done(await readParts(needs, { ...asked, principal }));

  test('then they come in their order, to each who may see them', async () => {
    const reader = person(idOf('per', 8), 'student');
    const { items } = await partsFor(reader);
    expect(items.map(({ resourceId }) => resourceId)).toEqual([id(4), id(3)]);
    expect(items.map(({ position }) => position)).toEqual([1, 2]);
    const own = await partsFor(person(author, 'teacher', school));
    expect(own.items).toHaveLength(3);
  });
});

test('given an adaptation of an adaptation, then its lineage leads back as far as the reader sees', async () => {
  const open = 'xy:licence/cc-by-4-0';
  const origin = licensed(2, open, { visibility: 'public' });
  const hidden = licensed(3, open, {
    visibility: 'organisation',
    relations: [basis(2)],
  });
  const second = licensed(4, open, {
    visibility: 'public',
    relations: [basis(3)],
  });
  const third = licensed(5, open, {
    visibility: 'public',
    relations: [basis(4), basis(2)],
  });
  const { needs } = library(origin, hidden, second, third);
  const read = async (n: number, principal: Principal) => {
    const asked = { id: id(n), principal, limit: 20, after: undefined };
    return done(await readRelations(needs, asked));
  };
  const teacher = await read(5, person(author, 'teacher'));
  expect(teacher.lineage.map(({ resourceId }) => resourceId)).toEqual([
    id(4),
    id(2),
    id(3),
  ]);
  const anyone = await read(5, visitor);
  expect(anyone.lineage.map(({ resourceId }) => resourceId)).toEqual([
    id(4),
    id(2),
  ]);
  const back = await read(2, visitor);
  expect(back.isBasisFor.map(({ resourceId }) => resourceId)).toEqual([id(5)]);
  expect(back.isBasedOn).toEqual([]);
});
