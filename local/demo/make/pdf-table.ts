import type { Tokens } from 'marked';
import type { Face } from './fonts.ts';
import {
  ink,
  keepRoom,
  type Pdf,
  page,
  plain,
  sizes,
  space,
  widthOf,
  write,
} from './pdf-text.ts';

/** A table that is shorter stays on one page; in points. */
const wholeMost = 260;

type Row = {
  readonly cells: readonly string[];
  readonly columns: readonly number[];
  readonly face: Face;
};

/** Draws a table; a row is never cut by the end of a page. */
export function table(pdf: Pdf, { header, rows }: Tokens.Table): void {
  const cells = [header, ...rows].map((row) =>
    row.map((cell) => plain(cell.tokens)),
  );
  const columns = widths(pdf, cells);
  const lines = cells.map((row, index) => ({
    cells: row,
    columns,
    face: index === 0 ? 'textBold' : 'text',
  })) satisfies Row[];
  const height = lines.reduce((sum, line) => sum + heightOf(pdf, line), 0);
  if (height <= wholeMost) keepRoom(pdf, height);
  for (const line of lines) drawRow(pdf, line);
  pdf.x = page.margin;
  pdf.y += space.paragraph;
}

/** Widths in points, by the longest text of each column, within bounds. */
function widths(pdf: Pdf, cells: readonly string[][]): number[] {
  const longest = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => lengthOf(row[column] ?? ''))),
  );
  const bounded = longest.map((length) => Math.min(Math.max(length, 5), 34));
  const sum = bounded.reduce((total, length) => total + length, 0);
  return bounded.map((length) => (widthOf(pdf) * length) / sum);
}

/** A Chinese character is as wide as two Latin ones, about. */
function lengthOf(text: string): number {
  return [...text].reduce((sum, one) => sum + (one > '⺀' ? 2 : 1), 0);
}

function heightOf(pdf: Pdf, { cells, columns, face }: Row): number {
  const heights = cells.map((text, column) => {
    const width = (columns[column] ?? 0) - 2 * space.cell;
    pdf.font(face).fontSize(sizes.small);
    return pdf.heightOfString(text || ' ', { width, lineGap: space.line });
  });
  return Math.max(...heights) + 2 * space.cell - space.line;
}

function drawRow(pdf: Pdf, line: Row): void {
  const height = heightOf(pdf, line);
  keepRoom(pdf, height);
  const top = pdf.y;
  let left: number = page.margin;
  line.cells.forEach((text, column) => {
    const width = line.columns[column] ?? 0;
    if (line.face === 'textBold') {
      pdf.rect(left, top, width, height).fill('#e8f0f4');
    }
    pdf.rect(left, top, width, height).lineWidth(0.5).stroke(ink.rule);
    pdf.fillColor(ink.text);
    pdf.y = top + space.cell;
    write(pdf, text, {
      at: left + space.cell,
      width: width - 2 * space.cell,
      size: sizes.small,
      face: line.face,
    });
    left += width;
  });
  pdf.y = top + height;
}
