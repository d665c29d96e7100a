import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Registered } from '../../../functions/identity/register/contract.ts';
import { languages } from '../../../functions/platform/contract.ts';
import {
  type RosterPerson,
  readPeople,
  templateOf,
} from '../../../functions/rosters/model/people.ts';
import { planOf } from '../../../functions/rosters/model/plan.ts';
import { csvOf, isFormula } from '../../../functions/rosters/model/sheet.ts';

const asked = { roles: ['student', 'teacher'], usernamePrefix: 'qh1' } as const;
const headings = ['姓名', '学号', '身份', '班级', '登录名'];
const good = ['王小明', 'A7', '学生', '一(1)班', ''];

test('given a good row, then the person is read and the username follows', () => {
  expect(readPeople([headings, good], asked)).toEqual({
    people: [
      {
        row: 2,
        name: '王小明',
        role: 'student',
        number: 'a7',
        class: '一(1)班',
        username: 'qh1-a7',
      },
    ],
    problems: [],
  });
});

test.each(languages)(
  'the template of %s is a roster without people',
  (language) => {
    const { problems } = readPeople(templateOf(language), asked);
    expect(problems).toEqual([{ row: 1, rule: 'roster-empty' }]);
  },
);

/** The good row with one cell spoiled, and the problem that this is. */
const spoiled: readonly (readonly [number, string, string])[] = [
  [0, '', 'roster-name'],
  [0, '=HYPERLINK("http://x","点我")', 'roster-formula'],
  [0, '@王', 'roster-formula'],
  [1, '', 'roster-number'],
  [1, '-5', 'roster-formula'],
  [1, '12 34', 'roster-number'],
  [2, '校长', 'roster-role'],
  [2, 'organisation-admin', 'roster-role'],
  [2, '机构管理员', 'roster-role'],
  [2, '评审专家', 'roster-role'],
  [3, '', 'roster-class-needed'],
  [3, '一'.repeat(31), 'roster-class-long'],
  [4, 'Wang!', 'roster-username'],
];

test.each(spoiled)(
  'given in column %s the cell %s, then the problem is %s, by row and column',
  (column, cell, rule) => {
    const row = good.map((one, at) => (at === column ? cell : one));
    const { people, problems } = readPeople([headings, good, row], asked);
    expect(people).toHaveLength(1);
    expect(problems).toEqual([
      expect.objectContaining({ row: 3, column: headings[column], rule }),
    ]);
  },
);

test.each([
  { cells: ['姓名'], rules: ['roster-column-missing'] },
  { cells: [...headings, '身份证号'], rules: ['roster-column-unknown'] },
  { cells: [...headings, 'name'], rules: ['roster-column-twice'] },
])('given headings $cells, then $rules', ({ cells, rules }) => {
  const { problems } = readPeople([cells, good], asked);
  expect(problems.map(({ rule }) => rule)).toEqual(rules);
});

test('given a number twice in any case, then the second names the first', () => {
  const again = ['李雷', 'a7', '学生', '一(2)班', ''];
  const { problems } = readPeople([headings, good, again], asked);
  expect(problems).toContainEqual({
    row: 3,
    column: '学号',
    rule: 'roster-number-twice',
    facts: { value: 'a7', first: 2 },
  });
});

test('given no prefix and no username, then one is asked for', () => {
  const { problems } = readPeople([headings, good], { roles: ['student'] });
  expect(problems).toMatchObject([{ rule: 'roster-username-needed' }]);
});

const person: RosterPerson = {
  row: 2,
  name: '王小明',
  role: 'student',
  number: 'a7',
  class: '一(1)班',
  username: 'qh1-a7',
};
const registered: Registered = {
  person: 'per_1',
  name: '王小明',
  username: 'qh1-a7',
  isMember: true,
  number: 'a7',
  role: 'student',
  class: '一(1)班',
};
const plan = (
  people: readonly RosterPerson[],
  register: readonly Registered[],
) => planOf(people, register, ['student']);

describe('given a register', () => {
  test.each([
    { what: 'nobody', register: [], kinds: ['add'] },
    { what: 'the same', register: [registered], kinds: [] },
    {
      what: 'another class',
      register: [{ ...registered, class: '二(1)班' }],
      kinds: ['change'],
    },
    {
      what: 'another name',
      register: [{ ...registered, name: '王明' }],
      kinds: ['change'],
    },
    {
      what: 'one who had left',
      register: [{ ...registered, isMember: false }],
      kinds: ['change'],
    },
    {
      what: 'one without a number',
      register: [{ ...registered, number: undefined, role: undefined }],
      kinds: ['change'],
    },
  ])('with $what, then the plan is $kinds', ({ kinds, register }) => {
    const { plan: made, problems } = plan([person], register);
    expect(problems).toEqual([]);
    expect(made.changes.map((change) => change.do)).toEqual(kinds);
  });

  test('with somebody who is missing, then their membership ends', () => {
    const gone = {
      ...registered,
      person: 'per_2',
      number: 'b8',
      username: 'b8',
    };
    expect(plan([person], [registered, gone]).plan.changes).toMatchObject([
      { do: 'end', person: 'per_2', number: 'b8' },
    ]);
  });

  test.each([
    { what: 'of a role that is not listed', change: { role: 'teacher' } },
    { what: 'whom no roster brought', change: { number: undefined } },
    { what: 'who has left already', change: { isMember: false } },
  ] as const)('with somebody missing $what, then they stay', ({ change }) => {
    const other = {
      ...registered,
      person: 'per_2',
      number: 'b8',
      username: 'b8',
    };
    const { changes } = plan(
      [person],
      [registered, { ...other, ...change }],
    ).plan;
    expect(changes).toEqual([]);
  });

  test.each([
    ['roster-number-of-another', { isMember: false, name: '李雷' }],
    ['roster-username-taken', { number: 'c9' }],
  ] as const)('then %s is a problem, not a change', (rule, change) => {
    const { problems } = plan([person], [{ ...registered, ...change }]);
    expect(problems).toMatchObject([{ row: 2, rule }]);
  });
});

test('no cell of a sheet that is downloaded begins like a formula', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string(), { minLength: 1 }), { minLength: 1 }),
      (rows) => {
        const cells = parse(csvOf(rows), {
          bom: true,
          relax_column_count: true,
        });
        expect(cells).toHaveLength(rows.length);
        for (const cell of cells.flat()) expect(isFormula(cell)).toBe(false);
      },
    ),
  );
  expect(csvOf([['=1+1', 'a"b']])).toBe('\ufeff"\'=1+1","a""b"\r\n');
});
