import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { type Format, limits } from '../../../functions/rosters/contract.ts';
import { readSheet } from '../../../functions/rosters/reading/read.ts';
import { partsOf, workbook, zip } from './workbook.ts';

const rows = [
  ['姓名', '学号', '班级'],
  ['王小明', '20260101', '一年级(1)班'],
  ['欧阳娜', 'A-7', '一年级(2)班'],
];
const csv = rows.map((row) => row.join(',')).join('\r\n');

describe('given the same people in every form that is taken', () => {
  const forms: readonly (readonly [string, Format, Buffer])[] = [
    ['UTF-8', 'csv', Buffer.from(csv)],
    ['UTF-8 with its mark', 'csv', Buffer.from(`\ufeff${csv}`)],
    ['GB18030', 'csv', iconv.encode(csv, 'gb18030')],
    ['a workbook', 'xlsx', workbook(rows)],
  ];
  test.each(forms)('then %s gives the same rows', async (_, format, bytes) => {
    expect(await readSheet(bytes, format)).toEqual({ ok: true, value: rows });
  });
});

const cell = (reference: string, rest: string) =>
  `<c r="${reference}" ${rest}</c>`;

test('given a workbook as Excel writes it, then texts, gaps and numbers are read', async () => {
  const xml = [
    `<row r="1">${cell('A1', 't="s"><v>0</v>')}${cell('C1', 't="s"><v>1</v>')}</row>`,
    `<row r="3">${cell('A3', '><v>20260101</v>')}${cell('B3', '><v>2.02601010001E+11</v>')}</row>`,
  ].join('');
  const bytes = zip(partsOf(xml, ['姓名', '班级']));
  expect(await readSheet(bytes, 'xlsx')).toEqual({
    ok: true,
    value: [['姓名', '', '班级'], [], ['20260101', '202601010001']],
  });
});

test('given a formula in a workbook, then the formula is read, not its value', async () => {
  const xml = `<row>${cell('A1', '><f>HYPERLINK("http://x")</f><v>1</v>')}</row>`;
  expect(await readSheet(zip(partsOf(xml)), 'xlsx')).toEqual({
    ok: true,
    value: [['=HYPERLINK("http://x")']],
  });
});

const long = 'x'.repeat(limits.cellCharacters + 1);
const wide = Array.from({ length: 300 }, (_, at) => `c${at}`);
const lines = (count: number) => `姓名,学号\n${'a,1\n'.repeat(count)}`;
const sheetXml = (rows: string) => zip(partsOf(rows));
const manyRows = '<row><c><v>1</v></c></row>'.repeat(limits.rows + 5);

/** Zeros pack a thousand to one: small as sent, large as unpacked. */
const bomb = (size: number, claims?: number) =>
  zip([
    ...partsOf(''),
    {
      name: 'xl/media/image1.png',
      bytes: Buffer.alloc(size),
      ...(claims !== undefined && { claims }),
    },
  ]);
const lying = zip(
  partsOf('<row><c><v>1</v></c></row>'.repeat(90_000)).map((part) => ({
    ...part,
    claims: Math.min(part.bytes.length, 1_000),
  })),
);
const entity = zip(
  partsOf('').map((part) =>
    part.name === 'xl/worksheets/sheet1.xml'
      ? {
          ...part,
          bytes: Buffer.from(
            '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>',
          ),
        }
      : part,
  ),
);

const bad: readonly (readonly [string, Format, Buffer, string])[] = [
  ['an empty file', 'csv', Buffer.alloc(0), 'roster-empty'],
  ['an empty file', 'xlsx', Buffer.alloc(0), 'roster-empty'],
  ['a workbook', 'csv', workbook(rows), 'roster-not-csv'],
  ['a CSV', 'xlsx', Buffer.from(csv), 'roster-not-xlsx'],
  [
    'an old workbook',
    'xlsx',
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    'roster-not-xlsx',
  ],
  [
    'a ZIP of something else',
    'xlsx',
    zip([{ name: 'a.txt', bytes: Buffer.from('a') }]),
    'roster-not-xlsx',
  ],
  [
    'a workbook cut in half',
    'xlsx',
    workbook(rows).subarray(0, 400),
    'roster-not-xlsx',
  ],
  [
    'a picture',
    'csv',
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    'roster-encoding',
  ],
  [
    'bytes of no encoding',
    'csv',
    Buffer.from('e5a793ff80ff', 'hex'),
    'roster-encoding',
  ],
  [
    'an open quotation mark',
    'csv',
    Buffer.from('姓名,学号\n"王,1'),
    'roster-csv-broken',
  ],
  [
    '300 columns',
    'csv',
    Buffer.from(wide.join(',')),
    'roster-too-many-columns',
  ],
  ['300 columns', 'xlsx', workbook([wide]), 'roster-too-many-columns'],
  [
    'a million rows',
    'csv',
    Buffer.from(lines(1_000_000)),
    'roster-too-many-rows',
  ],
  ['too many rows', 'xlsx', sheetXml(manyRows), 'roster-too-many-rows'],
  [
    'a row that says it is the millionth',
    'xlsx',
    sheetXml('<row r="1048576"><c><v>1</v></c></row>'),
    'roster-too-many-rows',
  ],
  ['a long cell', 'csv', Buffer.from(`姓名\n${long}`), 'roster-cell-long'],
  ['a long cell', 'xlsx', workbook([[long]]), 'roster-cell-long'],
  ['a zip bomb', 'xlsx', bomb(20 * 1_048_576), 'roster-too-much'],
  ['a bomb that lies about its size', 'xlsx', lying, 'roster-not-xlsx'],
  [
    'parts without number',
    'xlsx',
    zip(
      Array.from({ length: limits.workbookParts + 1 }, (_, at) => ({
        name: `${at}`,
        bytes: Buffer.alloc(0),
      })),
    ),
    'roster-too-much',
  ],
  ['entities that multiply', 'xlsx', entity, 'roster-not-xlsx'],
];

test.each(bad)(
  'given %s as %s, then it is refused',
  async (_, format, bytes, rule) => {
    expect(await readSheet(bytes, format)).toMatchObject({
      ok: false,
      error: { rule },
    });
  },
);
