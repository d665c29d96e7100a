import { describe, expect, test } from 'vitest';
import { Unavailable } from '../../../functions/platform/faults.ts';
import type { Head } from '../../../functions/resources/head/contract.ts';
import {
  Answer,
  facets,
  Question,
} from '../../../functions/search/contract.ts';
import {
  type SearchNeeds,
  search,
} from '../../../functions/search/service/search.ts';
import type { RawAnswer } from '../../../functions/search/store.ts';
import { factsOf, idOf, publishedHead, withdrawn } from './samples.ts';

const visitor = { kind: 'visitor' } as const;
const at = Date.parse('2026-09-01T09:00:00Z');

function rawAnswer(numbers: readonly number[]): RawAnswer {
  return {
    hits: {
      total: { value: 99, relation: 'eq' },
      hits: numbers.map((n) => ({
        _id: idOf('res', n),
        _source: { version: 1 },
        sort: [at, idOf('res', n)],
      })),
    },
    aggregations: Object.fromEntries(
      facets.map((facet) => [facet, { terms: { buckets: [] } }]),
    ),
  };
}

function world(numbers: readonly number[], heads: readonly Head[]) {
  const logged: unknown[] = [];
  const asked: { body: { size?: number }; session: string }[] = [];
  const read: string[] = [];
  const needs: SearchNeeds = {
    store: {
      search: async (body, session) => {
        asked.push({ body: body as { size?: number }, session });
        return rawAnswer(numbers);
      },
    },
    readHeads: async (ids) => {
      read.push(...ids);
      return new Map(heads.map((head) => [head.id, head]));
    },
    factsOf,
    now: () => new Date('2026-09-02T08:00:00Z'),
    log: {
      info: (_, facts) => logged.push(facts),
      warn: () => {},
      error: () => {},
    },
  };
  return { needs, asked, read, logged };
}

async function answered(
  needs: SearchNeeds,
  query: Record<string, string> = {},
): Promise<Answer> {
  const found = await search(needs, Question.parse(query), visitor);
  if (!found.ok) throw new Error(found.error.code);
  return found.value;
}

describe('given hits', () => {
  test('then they come in the order of the engine, by the contract', async () => {
    const heads = [1, 2, 3].map((n) => publishedHead(n));
    const { needs } = world([3, 1, 2], heads);
    const answer = await answered(needs);
    const ids = answer.items.map(({ id }) => id);
    expect(ids).toEqual([3, 1, 2].map((n) => idOf('res', n)));
    const sent: unknown = JSON.parse(JSON.stringify(answer));
    expect(Answer.safeParse(sent).error).toBeUndefined();
  });

  test.each([
    ['is withdrawn', publishedHead(2, {}, withdrawn)],
    ['is for teachers', publishedHead(2, {}, { audience: 'teachers' })],
    ['is not public', publishedHead(2, {}, { visibility: 'district' })],
  ])('when one %s by now, then it is left out and told', async (_, head) => {
    const { needs, logged } = world([1, 2], [publishedHead(1), head]);
    const { items } = await answered(needs);
    expect(items.map(({ id }) => id)).toEqual([idOf('res', 1)]);
    expect(logged).toEqual([{ dropped: 1 }]);
  });

  test('when one has no head at all, then it is left out', async () => {
    const { needs } = world([1, 2], [publishedHead(1)]);
    expect((await answered(needs)).items).toHaveLength(1);
  });
});

describe('given pages of two', () => {
  const heads = [1, 2, 3].map((n) => publishedHead(n));
  const first = { limit: '2' };

  test('then one more is asked for, but its head is not read', async () => {
    const { needs, asked, read } = world([1, 2, 3], heads);
    const { items, next } = await answered(needs, first);
    expect(asked[0]?.body.size).toBe(3);
    expect(read).toHaveLength(2);
    expect(items).toHaveLength(2);
    expect(next).toBeDefined();
  });

  test('when no more follow, then there is no cursor', async () => {
    const { needs } = world([1, 2], heads);
    expect(await answered(needs, first)).not.toHaveProperty('next');
  });

  test('when all were left out, then one can still go on', async () => {
    const { needs } = world([1, 2, 3], []);
    const { items, next } = await answered(needs, first);
    expect(items).toEqual([]);
    expect(next).toBeDefined();
  });

  test('then the next begins after the last, at the same copies', async () => {
    const { needs, asked } = world([1, 2, 3], heads);
    const { next: cursor = '' } = await answered(needs, first);
    await answered(needs, { limit: '1', cursor });
    const [before, after] = asked;
    expect(after?.body).toMatchObject({ search_after: [at, idOf('res', 2)] });
    expect(after?.session).toBe(before?.session);
  });

  test.each([
    ['another question', { q: '浮力' }],
    ['another filter', { subject: 'xy:subject/physics' }],
    ['no cursor at all', { cursor: 'eyJ9' }],
  ])('when it comes with %s, then it is invalid', async (_, query) => {
    const { needs, asked } = world([1, 2, 3], heads);
    const { next: cursor = '' } = await answered(needs, first);
    const other = Question.parse({ cursor, ...query });
    expect(await search(needs, other, visitor)).toEqual({
      ok: false,
      error: { code: 'cursor-invalid' },
    });
    expect(asked).toHaveLength(1);
  });
});

test('given an engine that is down, then the pipeline is told so', async () => {
  const { needs } = world([], []);
  const down = async () => {
    throw new Unavailable('The search engine');
  };
  const asking = answered({ ...needs, store: { search: down } });
  await expect(asking).rejects.toBeInstanceOf(Unavailable);
});
