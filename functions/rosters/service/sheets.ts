import type { Language } from '../../platform/contract.ts';
import { fill, ruleText } from '../../platform/texts.ts';
import type { CellProblem } from '../model/people.ts';
import type { Change } from '../model/plan.ts';
import { csvOf } from '../model/sheet.ts';

const csv = 'text/csv; charset=utf-8';

/** What a job gives to download: every sheet is in both languages. */
export function problemSheet(problems: readonly CellProblem[]) {
  const rows = problems.map(({ row, column = '', ...problem }) => [
    String(row),
    column,
    said('zh-CN', problem),
    said('en', problem),
  ]);
  const headings = ['行 Row', '列 Column', '问题', 'Problem'];
  const bytes = csvOf([headings, ...rows]);
  return { name: 'roster-problems.csv', mediaType: csv, bytes };
}

function said(
  language: Language,
  { facts = {}, rule }: Pick<CellProblem, 'facts' | 'rule'>,
): string {
  return fill(ruleText(language, rule), facts);
}

const words = {
  add: '新增 added',
  change: '变更 changed',
  end: '结束 ended',
} as const satisfies Record<Change['do'], string>;

/** What a roster would do, a row each. */
export function changeSheet(changes: readonly Change[]) {
  const rows = changes.map((change) => [
    words[change.do],
    'row' in change ? String(change.row) : '',
    change.number,
    change.name,
    change.role,
    'class' in change ? (change.class ?? '') : '',
    change.username,
  ]);
  const headings = [
    '处理 Change',
    '行 Row',
    '学工号 Number',
    '姓名 Name',
    '身份 Role',
    '班级 Class',
    '登录名 Username',
  ];
  const bytes = csvOf([headings, ...rows]);
  return { name: 'roster-changes.csv', mediaType: csv, bytes };
}

/** The first passwords of who is new, for the admin who hands them over. */
export function passwordSheet(
  added: readonly Extract<Change, { do: 'add' }>[],
  password: (username: string) => string,
): string {
  const rows = added.map((one) => [
    one.class ?? '',
    one.name,
    one.number,
    one.username,
    password(one.username),
  ]);
  const headings = [
    '班级 Class',
    '姓名 Name',
    '学工号 Number',
    '登录名 Username',
    '初始密码 First password',
  ];
  return csvOf([headings, ...rows]);
}
