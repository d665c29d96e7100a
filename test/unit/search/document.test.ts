import { describe, expect, test } from 'vitest';
import {
  changeOf,
  textCharacters,
} from '../../../functions/search/model/document.ts';
import { file, idOf, publishedHead, withdrawn } from './samples.ts';

function documentOf(...args: Parameters<typeof changeOf>) {
  const change = changeOf(...args);
  if (change?.kind !== 'put') throw new Error(`It is a ${change?.kind}.`);
  return change.document;
}

describe('given a head', () => {
  test('when nothing was ever published, then the index has nothing to do', () => {
    const { published: _, ...head } = publishedHead(1);
    expect(changeOf(head, [])).toBeUndefined();
  });

  test('when it is published, then the index holds it', () => {
    const change = changeOf(publishedHead(1), []);
    expect(change).toMatchObject({ kind: 'put', id: idOf('res', 1) });
  });

  test('when it is withdrawn, then the index removes it', () => {
    const change = changeOf(publishedHead(1, {}, withdrawn), []);
    expect(change).toMatchObject({ kind: 'remove', id: idOf('res', 1) });
  });
});

describe('given two writers, the later order wins', () => {
  const order = (epoch: number, seq: number, texts: (string | undefined)[]) =>
    changeOf(publishedHead(1, {}, { epoch, seq }), texts)?.order ?? 0;
  test.each([
    ['a later step', order(1, 3, []), order(1, 4, [])],
    ['a step after a failover', order(1, 99_999_999, []), order(2, 1, [])],
    ['who knew the text', order(1, 3, [undefined]), order(1, 3, ['浮'])],
    [
      'who knew more texts',
      order(1, 3, ['浮', undefined]),
      order(1, 3, ['浮', '力']),
    ],
    [
      'a later step over fifty texts',
      order(1, 3, Array(50).fill('浮')),
      order(1, 4, []),
    ],
  ])('%s', (_, earlier, later) => {
    expect(later).toBeGreaterThan(earlier);
  });

  test('also at the last step of the last epoch it is a whole number', () => {
    const last = order(9_999, 99_999_999, Array(50).fill('浮'));
    expect(Number.isSafeInteger(last)).toBe(true);
  });

  test('a withdrawal over the publication that it closes', () => {
    const published = changeOf(publishedHead(1, {}, { seq: 3 }), ['浮']);
    const closed = changeOf(publishedHead(1, {}, { seq: 4, ...withdrawn }), []);
    expect(closed?.order).toBeGreaterThan(published?.order ?? Infinity);
  });
});

describe('given an edition', () => {
  test('then its terms are found by their labels in both languages', () => {
    const { terms } = documentOf(publishedHead(1), []);
    expect(terms).toEqual(
      expect.arrayContaining(['物理', 'Physics', '初中', '教学设计']),
    );
  });

  test('then knowledge points, book and chapter are found as keywords', () => {
    const head = publishedHead(1, {
      textbookEdition: '人教版',
      volume: '八年级下册',
      chapter: '第十章 浮力',
    });
    const { keywords } = documentOf(head, []);
    expect(keywords).toEqual([
      '力学',
      '阿基米德原理',
      '人教版',
      '八年级下册',
      '第十章 浮力',
    ]);
  });

  test('then marks of highlights are taken out of its texts', () => {
    const head = publishedHead(1, { title: '浮\ue000力\ue001' });
    expect(documentOf(head, ['水\ue000']).text).toBe('水');
    expect(documentOf(head, []).title).toBe('浮力');
  });

  test('then its files are searched in their order, up to a bound', () => {
    const head = publishedHead(1, { files: [file, file, file] });
    const long = '水'.repeat(textCharacters);
    expect(documentOf(head, ['浮', undefined, '力']).text).toBe('浮\n力');
    expect(documentOf(head, ['浮', long]).text).toHaveLength(textCharacters);
  });

  test('then a text cut inside a character holds no half of it', () => {
    const long = `水${'𠀋'.repeat(textCharacters / 2)}`;
    const { text } = documentOf(publishedHead(1), [long]);
    expect(text.isWellFormed()).toBe(true);
  });
});
