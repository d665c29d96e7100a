import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { facets, Question } from '../../../functions/search/contract.ts';
import {
  afterSchema,
  identityOf,
  searchRequest,
} from '../../../functions/search/model/question.ts';
import { idOf } from './samples.ts';

const permission = { terms: { visibility: ['public'] } };
const page = { size: 20, after: undefined };
const physics = 'xy:subject/physics';
const course = 'xy:resource-type/course';

function asked(query: Record<string, string>) {
  const { limit: _, cursor: __, ...rest } = Question.parse(query);
  return rest;
}

function requestOf(query: Record<string, string>) {
  return searchRequest(asked(query), permission, page);
}

/** All clauses at any depth: what the engine's limit counts, and more. */
function clausesIn(query: unknown, characters: number): number {
  if (Array.isArray(query)) {
    return query.reduce((sum, part) => sum + clausesIn(part, characters), 0);
  }
  if (typeof query !== 'object' || query === null) return 0;
  if ('multi_match' in query) {
    const { fields } = query.multi_match as { fields: readonly string[] };
    return fields.length * characters;
  }
  if ('match_phrase' in query) return 1;
  return clausesIn(Object.values(query), characters);
}

describe('given filters', () => {
  test.each([
    ['one value', physics, [physics]],
    ['several, as the gateway joins them', `${physics},xy:subject/music`, 2],
    ['the same twice', `${physics},${physics}`, [physics]],
  ])('%s: they are alternatives', (_, subject, expected) => {
    const values = asked({ subject }).subject;
    if (typeof expected === 'number') expect(values).toHaveLength(expected);
    else expect(values).toEqual(expected);
  });

  test.each([
    [{ subject: 'xy:subject/none' }],
    [{ subject: '' }],
    [{ holder: 'org_1' }],
    [{ holder: Array.from({ length: 21 }, (_, n) => idOf('org', n)).join() }],
    [{ language: 'zh_CN' }],
    [{ q: '水'.repeat(201) }],
    [{ sort: 'oldest' }],
    [{ limit: '101' }],
    [{ colour: 'red' }],
  ])('%j is malformed', (query) => {
    expect(Question.safeParse(query).success).toBe(false);
  });

  test('then hits have all of them, and each facet all but its own', () => {
    const { post_filter, aggs } = requestOf({ subject: physics, type: course });
    const bySubject = { terms: { subject: [physics] } };
    const byType = { terms: { type: [course] } };
    expect(post_filter.bool.filter).toEqual([byType, bySubject]);
    const filterOf = (facet: string) => aggs[facet]?.filter.bool.filter;
    expect(filterOf('subject')).toEqual([byType]);
    expect(filterOf('type')).toEqual([bySubject]);
    expect(filterOf('holder')).toEqual([byType, bySubject]);
  });

  test('then every filter is counted as a facet', () => {
    expect(Object.keys(requestOf({}).aggs)).toEqual(facets);
  });
});

describe('given a reader', () => {
  const questions: Record<string, string>[] = [
    {},
    { q: '浮力' },
    { q: '浮力', subject: physics },
  ];
  test.each(questions)(
    '%j: what they may read bounds hits and counts alike',
    (query) => {
      const { bool } = requestOf(query).query;
      expect(bool.filter).toEqual([permission]);
    },
  );
});

describe('given words', () => {
  test('none, then all is found, newest first', () => {
    const { query, sort } = requestOf({ q: '  ' });
    expect(query).toEqual({ bool: { filter: [permission] } });
    expect(sort).toEqual([{ publishedAt: 'desc' }, { id: 'asc' }]);
  });

  test('some, then equal scores are told apart by age and id', () => {
    const { sort } = requestOf({ q: '浮力' });
    const keys = sort.flatMap((row) => Object.keys(row));
    expect(keys).toEqual(['_score', 'publishedAt', 'id']);
  });

  test('newest first, then the score does not count', () => {
    const { sort } = requestOf({ q: '浮力', sort: 'newest' });
    expect(sort).toEqual([{ publishedAt: 'desc' }, { id: 'asc' }]);
  });

  test.each([
    ['浮力', 'title.bigrams'],
    ['水 浮力', 'title.bigrams'],
    ['python', 'title.bigrams'],
    ['水', 'title.unigrams'],
    ['水 火', 'title.unigrams'],
  ])('%s is highlighted in %s', (q, field) => {
    expect(requestOf({ q }).highlight?.fields).toHaveProperty([field]);
  });

  test('whatever they are, they are values and never syntax', () => {
    const { query } = requestOf({ q: 'title:* OR "浮力" /.*/ {"match":1}' });
    expect(JSON.stringify(query)).not.toMatch(
      /"(\w*query_string|wildcard|regexp|script)"/,
    );
  });

  test('whatever they are, the engine takes their clauses', () => {
    const words = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.string({
        unit: fc.constantFrom('浮', '力', ' ', 'a', '1'),
        maxLength: 200,
      }),
      fc.constantFrom('水'.repeat(200), '水 '.repeat(100), 'a '.repeat(100)),
    );
    fc.assert(
      fc.property(words, (given) => {
        const q = given.slice(0, 200);
        const { query } = requestOf({ q });
        expect(clausesIn(query, [...q.trim()].length)).toBeLessThan(1_024);
      }),
    );
  });
});

describe('given a cursor', () => {
  const one = asked({ q: '浮力', subject: physics });
  test.each([
    ['other blanks', asked({ q: '浮力 ', subject: physics }), true],
    ['other words', asked({ q: '压强', subject: physics }), false],
    ['another filter', asked({ q: '浮力', type: course }), false],
    ['another order', { ...one, sort: 'newest' as const }, false],
  ])('with %s, whether it is the same list', (_, other, isSame) => {
    const same = (question: typeof one) =>
      JSON.stringify(identityOf(question, 'per_1'));
    expect(same(other) === same(one)).toBe(isSame);
  });

  test('another reader has another list', () => {
    expect(identityOf(one, 'per_1')).not.toEqual(identityOf(one, 'visitor'));
  });

  const published = Date.parse('2026-09-01T09:00:00Z');
  test.each([
    [{ q: '浮力' }, [1.5, published, idOf('res', 1)], true],
    [{ q: '浮力' }, [published, idOf('res', 1)], false],
    [{ q: '浮力' }, ['1', published, idOf('res', 1)], false],
    [{ q: '浮力' }, [1.5, 1e300, idOf('res', 1)], false],
    [{ q: '浮力' }, [1.5, published, { script: 1 }], false],
    [{}, [published, idOf('res', 1)], true],
    [{}, [1.5, published, idOf('res', 1)], false],
  ])('%j takes %j: %s', (query, after, isTaken) => {
    const { success } = afterSchema(asked(query)).safeParse({ after });
    expect(success).toBe(isTaken);
  });

  test('then the page begins after it', () => {
    const after = [1.5, published, idOf('res', 1)];
    const next = { size: 20, after };
    expect(searchRequest(one, permission, next).search_after).toEqual(after);
    expect(requestOf({ q: '浮力' })).not.toHaveProperty('search_after');
  });
});
