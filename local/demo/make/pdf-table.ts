import type { Tokens } from 'marked';
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

/** Draws a table; a row is never cut by the end of a page. */
export function table(pdf: Pdf, { header, rows }: Tokens.Table): void {
  const cells = [header, ...rows].map((row) =>
    row.map((cell) => plain(cell.tokens)),
  );
  const columns = widths(pdf, cells);
  cells.forEach((row, index) => {
    tableRow(pdf, { row, columns, isHeader: index === 0 });
  });
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

function tableRow(
  pdf: Pdf,
  line: { row: string[]; columns: number[]; isHeader: boolean },
): void {
  const face = line.isHeader ? 'textBold' : 'text';
  const inner = line.columns.map((width) => width - 2 * space.cell);
  const heights = line.row.map((text, column) => {
    pdf.font(face).fontSize(sizes.small);
    return pdf.heightOfString(text || ' ', { width: inner[column] ?? 0 });
  });
  const height = Math.max(...heights) + 2 * space.cell;
  keepRoom(pdf, height);
  const top = pdf.y;
  let left: number = page.margin;
  line.row.forEach((text, column) => {
    const width = line.columns[column] ?? 0;
    if (line.isHeader) pdf.rect(left, top, width, height).fill('#e8f0f4');
    pdf.rect(left, top, width, height).lineWidth(0.5).stroke(ink.rule);
    pdf.fillColor(ink.text);
    pdf.y = top + space.cell;
    write(pdf, text, {
      at: left + space.cell,
      width: inner[column] ?? 0,
      size: sizes.small,
      face,
    });
    left += width;
  });
  pdf.y = top + height;
}
