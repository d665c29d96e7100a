import { describe, expect, test } from 'vitest';
import { languages } from '../../../functions/platform/contract.ts';
import { type Options, readOptions } from '../../../local/options.ts';

const options = {
  to: { type: 'string', default: 'recovery', oneOf: ['primary', 'recovery'] },
  resources: {
    type: 'string',
    default: '300',
    whole: { least: 20, most: 900 },
  },
  count: { type: 'string', whole: { least: 1 } },
  share: { type: 'string', number: { least: 0, most: 1 } },
  reads: { type: 'string', number: { least: 0 } },
  at: { type: 'string', isTime: true },
  prices: { type: 'string', isFile: true },
  note: { type: 'string' },
  plan: { type: 'boolean' },
} as const satisfies Options;
const all =
  '--to, --resources, --count, --share, --reads, --at, --prices, --note, --plan';

describe('given what its options take', () => {
  test('then the values are given, with their defaults', () => {
    const args = ['--to', 'primary', '--share=0.5', '--plan', '--note=-x'];
    expect(readOptions(args, options, 'en')).toEqual({
      ok: true,
      value: {
        positionals: [],
        values: {
          to: 'primary',
          resources: '300',
          share: '0.5',
          plan: true,
          note: '-x',
        },
      },
    });
  });

  test('then arguments are given in their order, where they are taken', () => {
    const args = ['a', '--plan', 'b', '--', '--to'];
    expect(readOptions(args, options, 'en', { positionals: 3 })).toEqual({
      ok: true,
      value: {
        positionals: ['a', 'b', '--to'],
        values: { to: 'recovery', resources: '300', plan: true },
      },
    });
  });

  test.each([
    ['--resources', '20'],
    ['--resources', '900'],
    ['--share', '0'],
    ['--share', '1'],
    ['--reads', '5e6'],
    ['--at', '2026-09-01'],
    ['--prices', 'package.json'],
  ])('then %s %s is taken', (...args) => {
    expect(readOptions(args, options, 'en').ok).toBe(true);
  });
});

const wrong: readonly { args: string[]; en: string; chinese: string }[] = [
  {
    args: ['--pupils', '3'],
    en: `There is no option --pupils. Options: ${all}.`,
    chinese: `没有 --pupils 这个选项。可用的选项：${all}。`,
  },
  {
    args: ['--constructor'],
    en: `There is no option --constructor. Options: ${all}.`,
    chinese: `没有 --constructor 这个选项。可用的选项：${all}。`,
  },
  {
    args: ['-p'],
    en: `There is no option -p. Options: ${all}.`,
    chinese: `没有 -p 这个选项。可用的选项：${all}。`,
  },
  {
    args: ['--plan', 'now'],
    en: `"now" has no place here. Options: ${all}.`,
    chinese: `多余的参数“now”。可用的选项：${all}。`,
  },
  {
    args: ['--plan=yes'],
    en: '--plan takes no value, and got "yes". Leave the value out.',
    chinese: '--plan 不带值，却给了“yes”。请去掉这个值。',
  },
  {
    args: ['--note'],
    en: '--note has no value. Give one: --note <value>.',
    chinese: '--note 缺少值。请写成：--note <值>。',
  },
  {
    args: ['--note', '--plan'],
    en: '--note has no value. Give one: --note <value>.',
    chinese: '--note 缺少值。请写成：--note <值>。',
  },
  {
    args: ['--to', 'moon'],
    en: '--to is "moon". Give one of: primary, recovery.',
    chinese: '--to 的值为“moon”。请从以下各项中选一个：primary, recovery。',
  },
  ...['19', '901', '1e2', '20.5', '', ' 20'].map((value) => ({
    args: [`--resources=${value}`],
    en: `--resources is "${value}". Give a whole number from 20 to 900.`,
    chinese: `--resources 的值为“${value}”。请给出 20 到 900 的整数。`,
  })),
  {
    args: ['--count', '0'],
    en: '--count is "0". Give a whole number from 1 on.',
    chinese: '--count 的值为“0”。请给出不小于 1 的整数。',
  },
  ...['1.5', '-1', 'half', 'NaN', ''].map((value) => ({
    args: [`--share=${value}`],
    en: `--share is "${value}". Give a number from 0 to 1.`,
    chinese: `--share 的值为“${value}”。请给出 0 到 1 的数。`,
  })),
  {
    args: ['--reads=Infinity'],
    en: '--reads is "Infinity". Give a number from 0 on.',
    chinese: '--reads 的值为“Infinity”。请给出不小于 0 的数。',
  },
  {
    args: ['--at', 'soon'],
    en: '--at is "soon". Give a time such as 2026-09-01T08:00:00Z.',
    chinese: '--at 的值为“soon”。请给出 2026-09-01T08:00:00Z 这样的时间。',
  },
  {
    args: ['--prices', 'nowhere.json'],
    en: '--prices is "nowhere.json". Give the path of a file that is there.',
    chinese: '--prices 的值为“nowhere.json”。请给出已有文件的路径。',
  },
];

test.each(wrong)('$args is refused: $en', ({ args, en, chinese }) => {
  const said = languages.map((language) =>
    readOptions(args, options, language),
  );
  expect(said).toEqual(
    [chinese, en].map((says) => ({
      ok: false,
      error: { code: 'misused', says },
    })),
  );
});

test.each([
  { needed: {}, says: '--stage is missing.' },
  {
    needed: { oneOf: ['dev', 'prod'] },
    says: '--stage is missing. Give one of: dev, prod.',
  },
])('what is needed and not given: $says', ({ needed, says }) => {
  const stage = { type: 'string', isNeeded: true, ...needed } as const;
  expect(readOptions([], { stage }, 'en')).toMatchObject({ error: { says } });
});

test('an argument more than a command takes is refused by its value', () => {
  const takes = { positionals: 1 };
  expect(readOptions(['a', 'b'], options, 'en', takes)).toMatchObject({
    error: { says: `"b" has no place here. Options: ${all}.` },
  });
});

test('a command without options takes none', () => {
  expect(readOptions(['--loud'], {}, 'en')).toMatchObject({
    error: { says: 'There is no option --loud: this command takes none.' },
  });
});
