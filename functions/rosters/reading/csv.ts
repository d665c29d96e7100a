import { CsvError, parse } from 'csv-parse/sync';
import { decodeText } from '../../platform/decode.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { limits } from '../contract.ts';
import type { FileProblem, Sheet } from '../model/sheet.ts';

/** Beginnings of files that are often saved under another name. */
const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** More than a row of all columns can be, in characters. */
const rowCharacters = 2 * limits.columns * limits.cellCharacters;

/**
 * The rows of a CSV in UTF-8 (with or without its mark) or GB18030, at most one
 * more than may be, so that too many are noticed without reading them all.
 */
export function readCsv(bytes: Uint8Array): Result<Sheet, FileProblem> {
  if (isZip(bytes)) return fail({ code: 'file', rule: 'roster-not-csv' });
  const text = decodeText(bytes, { isCut: false });
  if (text === undefined) {
    return fail({ code: 'file', rule: 'roster-encoding' });
  }
  try {
    const rows = parse(text, {
      relax_column_count: true,
      max_record_size: rowCharacters,
      to: limits.rows + 2,
    });
    return ok(rows);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = Number(error.lines);
    const facts = { row: Number.isFinite(row) ? row : 1 };
    return fail({ code: 'file', rule: 'roster-csv-broken', facts });
  }
}
