import { fail, ok, type Result } from '../../platform/result.ts';
import { limits } from '../contract.ts';
import type { FileProblem, Sheet } from '../model/sheet.ts';
import { type Parts, unpack } from './unpack.ts';
import { Enough, readXml } from './xml.ts';

const notWorkbook = { code: 'file', rule: 'roster-not-xlsx' } as const;

/**
 * The rows of a workbook's first sheet. A cell with a formula gives the formula,
 * not what it came to, so that it is refused like any other. Parts are unpacked
 * and read in a stream, after `unpack` has found that safe.
 * Source: ECMA-376, part 1, "SpreadsheetML".
 */
export async function readXlsx(
  bytes: Uint8Array,
): Promise<Result<Sheet, FileProblem>> {
  const unpacked = await unpack(bytes);
  if (!unpacked.ok) return unpacked;
  const parts = unpacked.value;
  try {
    const place = await firstSheet(parts);
    const shared = await sharedTexts(parts);
    // Opened last: an error of a stream that nobody reads ends the process.
    const sheet = place === undefined ? undefined : await parts(place);
    if (sheet === undefined) return fail(notWorkbook);
    return ok(await readRows(sheet, shared));
  } catch {
    // Damaged XML, a size that the directory did not say, a bad checksum.
    return fail(notWorkbook);
  }
}

/** Where the first sheet is, by the workbook and its relations. */
async function firstSheet(parts: Parts): Promise<string | undefined> {
  const workbook = await parts('xl/workbook.xml');
  if (!workbook) return undefined;
  let id: string | undefined;
  await readXml(workbook, {
    open: (name, attributes) => {
      if (name === 'sheet') id ??= attributes['r:id'];
    },
  });
  const relations = await parts('xl/_rels/workbook.xml.rels');
  if (!relations) return undefined;
  let target: string | undefined;
  await readXml(relations, {
    open: (_, { Id, Target }) => {
      if (Id !== undefined && Id === id) target = Target;
    },
  });
  return target?.startsWith('/') ? target.slice(1) : target && `xl/${target}`;
}

/** The texts that cells name by their number. */
async function sharedTexts(parts: Parts): Promise<readonly string[]> {
  const part = await parts('xl/sharedStrings.xml');
  if (!part) return [];
  const texts: string[] = [];
  const cell = textCollector();
  await readXml(part, {
    open: cell.open,
    text: cell.text,
    close: (name) => {
      cell.close(name);
      if (name === 'si') texts.push(cell.take());
    },
  });
  return texts;
}

/** What stands in `t` elements, without how Chinese characters are read. */
function textCollector() {
  let collected = '';
  let isText = false;
  let isReading = false;
  return {
    open: (name: string) => {
      if (name === 't') isText = true;
      if (name === 'rPh') isReading = true;
    },
    text: (text: string) => {
      if (!isText || isReading) return;
      // One character more than may be shows that it is too long.
      collected = (collected + text).slice(0, limits.cellCharacters + 1);
    },
    close: (name: string) => {
      if (name === 't') isText = false;
      if (name === 'rPh') isReading = false;
    },
    take: () => {
      const taken = collected;
      collected = '';
      return taken;
    },
  };
}

async function readRows(
  part: AsyncIterable<Uint8Array>,
  shared: readonly string[],
): Promise<Sheet> {
  const rows: string[][] = [];
  const inline = textCollector();
  let cell = {
    at: 0,
    type: '',
    value: '',
    formula: undefined as string | undefined,
  };
  let inside = '';
  await readXml(part, {
    open: (name, { r, t }) => {
      inside = name;
      inline.open(name);
      if (name === 'row') {
        if (rows.length > limits.rows + 1) throw new Enough();
        const index = Number(r ?? rows.length + 1) - 1;
        while (rows.length < Math.min(index, limits.rows + 1)) rows.push([]);
        rows.push([]);
      }
      if (name === 'c') {
        const at = r === undefined ? (rows.at(-1)?.length ?? 0) : columnOf(r);
        cell = { at, type: t ?? 'n', value: '', formula: undefined };
      }
      if (name === 'f') cell.formula = '';
    },
    text: (text) => {
      inline.text(text);
      if (inside === 'v') cell.value += text;
      if (inside === 'f') cell.formula += text;
    },
    close: (name) => {
      inside = '';
      inline.close(name);
      if (name !== 'c') return;
      const row = rows.at(-1);
      // What stands beyond all columns that may be counts as one too many.
      const at = Math.min(cell.at, limits.columns);
      while (row && row.length < at) row.push('');
      if (row) row[at] = shownIn(cell, shared, inline.take());
    },
  });
  return rows;
}

type Cell = {
  readonly type: string;
  readonly value: string;
  readonly formula: string | undefined;
};

function shownIn(
  { formula, type, value }: Cell,
  shared: readonly string[],
  inline: string,
): string {
  if (formula !== undefined) return `=${formula}`.slice(0, 64);
  if (type === 's') return shared[Number(value)] ?? '';
  if (type === 'inlineStr') return inline;
  if (type === 'n' && /e/i.test(value)) return plainNumber(value);
  return value;
}

/** Excel may write a long student number as 2.0260101E+11. */
function plainNumber(value: string): string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? String(number) : value;
}

/** `C7` is of the column 2, counted from 0. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? 'A';
  return (
    [...letters].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0) - 1
  );
}
