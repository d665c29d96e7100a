import { describe, expect, test } from 'vitest';
import { en } from '../../../functions/platform/texts/en.ts';
import { zhCn } from '../../../functions/platform/texts/zh-cn.ts';
import {
  fill,
  languageOf,
  ruleText,
} from '../../../functions/platform/texts.ts';

test.each([
  [undefined, 'zh-CN'],
  ['en', 'en'],
  ['en-GB,en;q=0.9', 'en'],
  ['zh', 'zh-CN'],
  ['zh-TW,zh;q=0.9,en;q=0.5', 'zh-CN'],
  ['fr', 'zh-CN'],
  ['fr,en;q=0.3', 'en'],
  ['en;q=0.3,zh-CN;q=0.8', 'zh-CN'],
  [';;;,,', 'zh-CN'],
])('Accept-Language %s gets %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});

describe('given a template', () => {
  test('facts stand in their places and lists are joined', () => {
    const facts = { state: 'draft', possible: ['submit', 'discard'] };
    expect(fill('{state}: {possible}.', facts)).toBe('draft: submit, discard.');
  });
  test('what is not known, and what only a prototype knows, is a dash', () => {
    expect(fill('{missing} {toString}', {})).toBe('– –');
  });
  test('a fact is never read as a template', () => {
    expect(fill('{a}', { a: '{b}', b: 'x' })).toBe('{b}');
  });
});

test('a rule without text is a mistake that shows its id', () => {
  expect(() => ruleText('en', 'toString')).toThrow('toString');
});

const placesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(String);
type Tree = { readonly [name: string]: string | Tree };
const leaves = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([name, node]) =>
    typeof node === 'string'
      ? [[`${path}${name}`, node]]
      : leaves(node, `${path}${name}.`),
  );

describe('given the two catalogues', () => {
  const english = leaves(en);
  const chinese = new Map(leaves(zhCn));
  test('there are texts to compare', () => {
    expect(english.length).toBeGreaterThan(20);
    expect(chinese.size).toBe(english.length);
  });
  test.each(english)('%s shows the same facts in both', (name, text) => {
    const other = chinese.get(name) ?? '';
    expect(placesOf(other).sort()).toEqual(placesOf(text).sort());
  });
});
