import { describe, expect, test } from 'vitest';
import { costLines } from '../../../cost/command.ts';
import type { Language } from '../../../functions/platform/contract.ts';

const example = [
  ...['--schools', '300', '--teachers', '20000'],
  ...['--students', '300000', '--reads', '5000000'],
];

function told(args: readonly string[], language: Language): string {
  const lines = costLines(args, language);
  return lines.ok ? lines.value.join('\n') : lines.error.says;
}

describe('given somebody who asks what a month costs', () => {
  test('then each group has its sum, and the total is told for a school', () => {
    const text = told(example, 'en');
    expect(text).toMatch(/^Identity +[\d,.]+$/m);
    expect(text).toMatch(/^Total a month +[\d,.]+$/m);
    expect(text).toMatch(/^ +for each school +[\d,.]+$/m);
    expect(text).toContain('Prices of us-east-1, read on 2026-11-25');
  });

  test('then they are told in their language', () => {
    expect(told(example, 'zh-CN')).toMatch(/^每月合计 +[\d,.]+$/m);
  });

  test.each([
    { arg: '--active-share=1.5', says: '--active-share is "1.5"' },
    { arg: '--reads=-1', says: '--reads is "-1"' },
    { arg: '--reads=many', says: '--reads is "many"' },
    { arg: '--pupils=1', says: 'no option --pupils. Options: --schools, ' },
    { arg: '--stage=nowhere', says: '"nowhere"' },
    { arg: '--prices=nowhere.json', says: 'nowhere.json' },
  ])('then $arg is refused with what is wrong', ({ arg, says }) => {
    expect(costLines([arg], 'en').ok).toBe(false);
    expect(told([arg], 'en')).toContain(says);
  });
});
