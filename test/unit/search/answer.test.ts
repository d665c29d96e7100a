import { describe, expect, test } from 'vitest';
import { Answer, facets, Hit } from '../../../functions/search/contract.ts';
import { answerOf, hitOf } from '../../../functions/search/model/answer.ts';
import { publishedHead, withdrawn } from './samples.ts';

const current = { _source: { version: 1 } };

function highlightsOf(highlight: Record<string, string[]>) {
  return hitOf(publishedHead(1), { ...current, highlight })[0]?.highlights;
}

describe('given a hit', () => {
  test('then it is shown as its head has it, by the contract', () => {
    const head = publishedHead(1, { title: '新标题' });
    const [hit] = hitOf(head, current);
    expect(Hit.parse(JSON.parse(JSON.stringify(hit)))).toMatchObject({
      id: head.id,
      title: '新标题',
      holder: head.holder,
      publishedAt: head.published?.at,
    });
  });

  test('then nobody is named in it', () => {
    const text = JSON.stringify(hitOf(publishedHead(1), current));
    expect(text).not.toMatch(/per_/);
  });

  test.each([
    ['withdrawn', publishedHead(1, {}, withdrawn)],
    ['never published', publishedHead(1, {}, { published: undefined })],
  ])('when it is %s by now, then it is not shown', (_, head) => {
    expect(hitOf(head, current)).toEqual([]);
  });
});

describe('given highlights', () => {
  test.each([
    ['no match', '浮力', [['浮力', false]]],
    ['all of it', '\ue000浮力\ue001', [['浮力', true]]],
    [
      'in the middle',
      '谈\ue000浮力\ue001吧',
      [
        ['谈', false],
        ['浮力', true],
        ['吧', false],
      ],
    ],
    ['matches that touch', '\ue000浮\ue001\ue000力\ue001', [['浮力', true]]],
    [
      'two matches',
      '\ue000浮力\ue001与\ue000重力\ue001',
      [
        ['浮力', true],
        ['与', false],
        ['重力', true],
      ],
    ],
    [
      'markup',
      '<b>\ue000&\ue001',
      [
        ['<b>', false],
        ['&', true],
      ],
    ],
  ])('%s', (_, fragment, expected) => {
    const parts = expected.map(([text, isMatch]) => ({ text, isMatch }));
    expect(highlightsOf({ 'title.bigrams': [fragment] })).toEqual([
      { field: 'title', parts },
    ]);
  });

  test('then they come by the weight of their fields, each for itself', () => {
    const found = highlightsOf({
      'text.bigrams': ['\ue000一\ue001', '\ue000二\ue001'],
      'title.bigrams': ['\ue000零\ue001'],
    });
    expect(found?.map(({ field }) => field)).toEqual(['title', 'text', 'text']);
  });

  test('when the index is behind, then they would quote what is gone', () => {
    const found = { _source: { version: 0 }, highlight: { title: ['旧'] } };
    const [hit] = hitOf(publishedHead(1), found);
    expect(hit?.highlights).toEqual([]);
  });
});

describe('given counts', () => {
  const none = { terms: { buckets: [] } };
  const aggregations = {
    ...Object.fromEntries(facets.map((facet) => [facet, none])),
    subject: { terms: { buckets: [{ key: 'xy:subject/art', doc_count: 2 }] } },
  };
  test.each([
    ['eq', 'exact'],
    ['gte', 'at-least'],
  ] as const)('%s is %s', (relation, said) => {
    const found = { hits: { total: { value: 7, relation } }, aggregations };
    const answer = answerOf(found);
    expect(answer.total).toEqual({ value: 7, relation: said });
    expect(answer.facets.subject).toEqual([{ id: 'xy:subject/art', count: 2 }]);
    expect(Answer.safeParse({ items: [], ...answer }).success).toBe(true);
  });
});
