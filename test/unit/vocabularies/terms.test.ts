import { describe, expect, test } from 'vitest';
import {
  type Term,
  termOf,
  vocabularies,
  vocabularyIds,
} from '../../../functions/vocabularies/contract.ts';
import pinned from './pinned-ids.json' with { type: 'json' };

const terms: readonly Term[] = Object.values(vocabularies).flat();
const ids = new Set<string>(terms.map((term) => term.id));
const vocabularyOf = (id: string) => id.slice('xy:'.length).split('/')[0];

test('every vocabulary has terms', () => {
  expect(vocabularyIds).toHaveLength(6);
  for (const id of vocabularyIds) expect(vocabularies[id]).not.toEqual([]);
});

test('no id stands twice', () => {
  expect(ids.size).toBe(terms.length);
});

test('no id that was ever given is gone', () => {
  expect(pinned.length).toBeGreaterThan(0);
  expect(pinned.filter((id) => !ids.has(id))).toEqual([]);
});

test('every id is pinned, so that the next change cannot lose it', () => {
  expect([...ids].filter((id) => !pinned.includes(id))).toEqual([]);
});

describe.each(vocabularyIds)('given the vocabulary %s', (vocabulary) => {
  test.each(vocabularies[vocabulary])('then $id is well-formed', (term) => {
    expect(term.id).toMatch(/^xy:[a-z-]+\/[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(vocabularyOf(term.id)).toBe(vocabulary);
  });

  test.each(vocabularies[vocabulary])(
    'then $id is named in both languages',
    ({ label }) => {
      expect(label['zh-CN']).toMatch(/\p{Script=Han}|CC/u);
      expect(label.en).toMatch(/^[A-Z][\x20-\x7e]+$/);
    },
  );

  test('then no two terms share a name', () => {
    for (const language of ['zh-CN', 'en'] as const) {
      const names = vocabularies[vocabulary].map(
        ({ label }) => label[language],
      );
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test('then its schema takes its own terms and no others', () => {
    const schema = termOf(vocabulary);
    for (const { id } of terms) {
      expect(schema.safeParse(id).success).toBe(
        vocabularyOf(id) === vocabulary,
      );
    }
  });
});

const narrower = terms.filter((term) => term.broader !== undefined);

test('some terms have a broader one', () => {
  expect(narrower.length).toBeGreaterThan(0);
});

test.each(narrower)('the broader term of $id exists', ({ id, broader }) => {
  expect(ids).toContain(broader);
  expect(broader).not.toBe(id);
});

test.each(vocabularies.grade)('$id is under a learning stage', (term) => {
  expect(term.broader).toMatch(/^xy:learning-stage\//);
});

test('every type of docs/domain.md is there', () => {
  expect(vocabularies['resource-type']).toHaveLength(16);
  expect(vocabularies['learning-stage']).toHaveLength(8);
});
