import { describe, expect, test } from 'vitest';
import {
  Vocabulary,
  VocabularySummary,
  vocabularies,
  vocabularyIds,
} from '../../../functions/vocabularies/contract.ts';
import {
  etagOf,
  listVocabularies,
  readVocabulary,
} from '../../../functions/vocabularies/service.ts';

describe('given the list of vocabularies', async () => {
  const listed = await listVocabularies();

  test('then it names each one, with its size', () => {
    const items = listed.ok ? listed.value.items : [];
    expect(items.map(({ id }) => id)).toEqual(vocabularyIds);
    for (const item of items) {
      expect(VocabularySummary.parse(item)).toEqual(item);
      expect(item.terms).toBe(vocabularies[item.id].length);
    }
  });
});

describe.each(vocabularyIds)('given the vocabulary %s', (id) => {
  test('then reading it gives all its terms, as the contract says', async () => {
    const read = await readVocabulary(id);
    expect(read.ok && Vocabulary.parse(read.value)).toMatchObject({
      id,
      terms: vocabularies[id],
    });
  });
});

test.each(['', 'subjects', 'toString', '__proto__', 'xy:subject/physics'])(
  'a vocabulary called "%s" is unknown',
  async (id) => {
    expect(await readVocabulary(id)).toEqual({
      ok: false,
      error: { code: 'unknown' },
    });
  },
);

test('the ETag is strong, quoted, and follows the content', () => {
  expect(etagOf({ a: 1 })).toMatch(/^"[\w-]{22}"$/);
  expect(etagOf({ a: 1 })).toBe(etagOf({ a: 1 }));
  expect(etagOf({ a: 1 })).not.toBe(etagOf({ a: 2 }));
});
