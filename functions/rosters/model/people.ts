import { PersonName, Username } from '../../identity/contract.ts';
import type { Language } from '../../platform/contract.ts';
import { limits, type RosterRole } from '../contract.ts';
import { isFormula, type Sheet } from './sheet.ts';

/** One person as a roster has them; `row` counts from 1 with the headings. */
export type RosterPerson = {
  readonly row: number;
  readonly name: string;
  readonly role: RosterRole;
  readonly number: string;
  readonly username: string;
  readonly class?: string;
};

/** What is wrong with a cell: key of its text, and its facts. */
export type CellProblem = {
  readonly row: number;
  readonly column?: string;
  readonly rule: string;
  readonly facts?: Readonly<Record<string, string | number>>;
};

/** The columns that are read, each with the headings that it may have. */
export const columns = {
  name: { 'zh-CN': ['姓名'], en: ['name'] },
  number: {
    'zh-CN': ['学号', '工号', '学工号'],
    en: ['number', 'student number'],
  },
  role: { 'zh-CN': ['身份', '角色'], en: ['role'] },
  class: { 'zh-CN': ['班级'], en: ['class'] },
  username: { 'zh-CN': ['登录名', '用户名'], en: ['username'] },
} as const satisfies Record<string, Record<Language, readonly string[]>>;
type Column = keyof typeof columns;

const headingsOf = (column: Column): readonly string[] => [
  ...columns[column]['zh-CN'],
  ...columns[column].en,
];

const needed: readonly Column[] = ['name', 'number'];

/** What a cell of the column role may say. */
const roleWords: Readonly<Record<string, RosterRole>> = {
  学生: 'student',
  student: 'student',
  教师: 'teacher',
  teacher: 'teacher',
};

/** Numbers are kept in lower case: nobody tells A12 from a12 on paper. */
const numberForm = /^[a-z0-9][a-z0-9-]{0,31}$/;

type Asked = {
  readonly roles: readonly RosterRole[];
  readonly usernamePrefix?: string;
};
type Read = {
  readonly people: readonly RosterPerson[];
  readonly problems: readonly CellProblem[];
};

/**
 * The people of a sheet, and all that is wrong with its cells (the first
 * thousand problems). Unknown columns are refused, so that no personal data is
 * brought that nobody asked for.
 */
export function readPeople(sheet: Sheet, asked: Asked): Read {
  const [headings = [], ...rows] = sheet;
  const placed = placeColumns(headings);
  if (placed.problems.length > 0) return { people: [], ...placed };
  const people: RosterPerson[] = [];
  const problems: CellProblem[] = [];
  const seen = { number: new Map(), username: new Map() };
  for (const [index, cells] of rows.entries()) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    const row = readRow({ cells, row: index + 2, headings, asked, ...placed });
    problems.push(...row.problems);
    if (!row.person) continue;
    problems.push(...repeats(row.person, seen, placed.at, headings));
    people.push(row.person);
  }
  if (people.length === 0 && problems.length === 0) {
    problems.push({ row: 1, rule: 'roster-empty' });
  }
  return { people, problems: problems.slice(0, limits.problems) };
}

type Places = Readonly<Partial<Record<Column, number>>>;

function placeColumns(headings: readonly string[]): {
  readonly at: Places;
  readonly problems: CellProblem[];
} {
  const at: Partial<Record<Column, number>> = {};
  const problems: CellProblem[] = [];
  for (const [index, heading] of headings.entries()) {
    const word = heading.trim().toLowerCase();
    if (word === '') continue;
    const column = columnNames.find((name) => headingsOf(name).includes(word));
    const fault = {
      row: 1,
      column: shown(heading),
      facts: { heading: shown(heading) },
    };
    if (!column) problems.push({ ...fault, rule: 'roster-column-unknown' });
    else if (at[column] !== undefined) {
      problems.push({ ...fault, rule: 'roster-column-twice' });
    } else at[column] = index;
  }
  for (const column of needed.filter((one) => at[one] === undefined)) {
    const facts = { headings: headingsOf(column).join(' / ') };
    problems.push({ row: 1, rule: 'roster-column-missing', facts });
  }
  return { at, problems };
}

const columnNames = Object.keys(columns) as Column[];

type Row = {
  readonly cells: readonly string[];
  readonly row: number;
  readonly headings: readonly string[];
  readonly at: Places;
  readonly asked: Asked;
};

function readRow({ cells, row, headings, at, asked }: Row): {
  readonly person?: RosterPerson;
  readonly problems: readonly CellProblem[];
} {
  const problems: CellProblem[] = [];
  const cell = (column: Column) =>
    (cells[at[column] ?? -1] ?? '').trim().normalize();
  const wrong = (
    column: Column,
    rule: string,
    facts: CellProblem['facts'] = { value: shown(cell(column)) },
  ) => {
    const heading = headings[at[column] ?? -1];
    const place = heading === undefined ? {} : { column: heading.trim() };
    problems.push({ row, ...place, rule, facts });
  };
  for (const column of columnNames.filter((one) => isFormula(cell(one)))) {
    wrong(column, 'roster-formula');
  }
  if (
    cells.some((one, index) => one.trim() !== '' && !headings[index]?.trim())
  ) {
    problems.push({ row, rule: 'roster-cell-without-heading' });
  }
  if (problems.length > 0) return { problems };

  const name = PersonName.safeParse(cell('name'));
  if (!name.success) wrong('name', 'roster-name');
  const number = cell('number').toLowerCase();
  const isNumber = numberForm.test(number);
  if (!isNumber) wrong('number', 'roster-number');
  const roleWord = cell('role').toLowerCase();
  const role = roleWord === '' ? 'student' : roleWords[roleWord];
  if (role === undefined) {
    wrong('role', 'roster-role');
  } else if (!asked.roles.includes(role)) {
    wrong('role', 'roster-role-not-listed', { value: role });
  }
  const group = cell('class');
  if (role === 'student' && group === '')
    wrong('class', 'roster-class-needed', {});
  if (group.length > limits.classCharacters) {
    wrong('class', 'roster-class-long', { most: limits.classCharacters });
  }
  const { usernamePrefix: prefix } = asked;
  const made = prefix === undefined ? '' : `${prefix}-${number}`;
  const own = cell('username').toLowerCase();
  const username = Username.safeParse(own === '' ? made : own);
  // A username that would be made from a wrong number is not a second fault.
  if (!username.success && (isNumber || own !== '')) {
    wrong(
      'username',
      own === '' ? 'roster-username-needed' : 'roster-username',
    );
  }
  const isWhole =
    problems.length === 0 && name.success && username.success && role;
  if (!isWhole) return { problems };
  const person = {
    row,
    name: name.data,
    role,
    number,
    username: username.data,
    ...(role === 'student' && { class: group }),
  };
  return { person, problems };
}

type Seen = Record<'number' | 'username', Map<string, number>>;

function repeats(
  person: RosterPerson,
  seen: Seen,
  at: Places,
  headings: readonly string[],
): CellProblem[] {
  const found = (['number', 'username'] as const).flatMap((column) => {
    const value = person[column];
    const first = seen[column].get(value);
    if (first === undefined) {
      seen[column].set(value, person.row);
      return [];
    }
    const heading = headings[at[column] ?? -1];
    return [
      {
        row: person.row,
        ...(heading !== undefined && { column: heading.trim() }),
        rule: `roster-${column}-twice`,
        facts: { value, first },
      },
    ];
  }); // A username that is made from a number repeats with it: one fault, not two.
  return found.slice(0, 1);
}

/** The beginning of a cell, as a problem shows it. */
function shown(cell: string): string {
  return cell.length > 20 ? `${cell.slice(0, 20)}…` : cell;
}

/** An empty roster: its headings in the words of one language. */
export function templateOf(language: Language): Sheet {
  return [columnNames.map((column) => columns[column][language][0])];
}
