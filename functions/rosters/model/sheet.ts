/** A sheet as read: rows of texts; the first row is the headings. */
export type Sheet = readonly (readonly string[])[];

/** What is wrong with a file as a whole: key of its text, and its facts. */
export type FileProblem = {
  readonly code: 'file';
  readonly rule: string;
  readonly row?: number;
  readonly facts?: Readonly<Record<string, string | number>>;
};

/**
 * Characters that make a sheet program take a cell for a formula.
 * Source: OWASP, "CSV Injection".
 */
const formula = /^[=+\-@\t\r]/;

/** Whether a cell would be run, not shown, by who opens the sheet. */
export function isFormula(cell: string): boolean {
  return formula.test(cell);
}

/**
 * Rows as CSV that Excel opens: UTF-8 with its mark, each cell quoted, and what
 * would be taken for a formula made a text by an apostrophe.
 */
export function csvOf(rows: Sheet): string {
  const lines = rows.map((row) => row.map(quoted).join(','));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

function quoted(cell: string): string {
  const safe = isFormula(cell) ? `'${cell}` : cell;
  return `"${safe.replaceAll('"', '""')}"`;
}
