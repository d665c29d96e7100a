import { fail, ok, type Result } from '../../platform/result.ts';
import { type Format, limits } from '../contract.ts';
import type { FileProblem, Sheet } from '../model/sheet.ts';
import { readCsv } from './csv.ts';
import { readXlsx } from './xlsx.ts';

/** The sheet of a file, within all limits, or what is wrong with the file. */
export async function readSheet(
  bytes: Uint8Array,
  format: Format,
): Promise<Result<Sheet, FileProblem>> {
  if (bytes.length === 0) return fail({ code: 'file', rule: 'roster-empty' });
  const read = format === 'csv' ? readCsv(bytes) : await readXlsx(bytes);
  return read.ok ? withinLimits(read.value) : read;
}

function withinLimits(sheet: Sheet): Result<Sheet, FileProblem> {
  if (sheet.length > limits.rows + 1) {
    const facts = { most: limits.rows };
    return fail({ code: 'file', rule: 'roster-too-many-rows', facts });
  }
  for (const [index, row] of sheet.entries()) {
    if (row.length > limits.columns) {
      const facts = { row: index + 1, most: limits.columns };
      return fail({ code: 'file', rule: 'roster-too-many-columns', facts });
    }
    if (row.some((cell) => cell.length > limits.cellCharacters)) {
      const facts = { row: index + 1, most: limits.cellCharacters };
      return fail({ code: 'file', rule: 'roster-cell-long', facts });
    }
  }
  return ok(sheet);
}
