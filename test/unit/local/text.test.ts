import { describe, expect, test } from 'vitest';
import { speaker } from '../../../local/text.ts';
import { en } from '../../../local/texts/en.ts';
import { zhCn } from '../../../local/texts/zh-cn.ts';

describe('given a locale, then its language speaks', () => {
  test.each([
    { environment: { LANG: 'zh_CN.UTF-8' }, text: zhCn.title },
    { environment: { LANG: 'zh_TW' }, text: zhCn.title },
    { environment: { LANG: 'zh' }, text: zhCn.title },
    { environment: { LANG: 'en_GB.UTF-8' }, text: en.title },
    { environment: { LANG: 'C' }, text: en.title },
    { environment: {}, text: en.title },
    { environment: { LANG: 'en_GB', LC_ALL: 'zh_CN' }, text: zhCn.title },
    { environment: { LANG: 'zh_CN', LC_ALL: '' }, text: zhCn.title },
  ])('$environment', ({ environment, text }) => {
    expect(speaker(environment)('title')).toBe(text);
  });
});

test('given any text, then both languages have the same places for facts', () => {
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].flat().sort();
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    expect(places(zhCn[key]), key).toEqual(places(en[key]));
  }
});
