import type { Token, Tokens } from 'marked';
import type PdfDocument from 'pdfkit';
import { type Face, runsOf } from './fonts.ts';

/** A4 with room for notes in the margin; sizes and spaces in points. */
export const page = { size: 'A4', margin: 62 } as const;
export const sizes = {
  h1: 21,
  h2: 15,
  h3: 12.5,
  text: 11,
  small: 9.5,
} as const;
export const space = { line: 4.5, paragraph: 7, heading: 12, cell: 5 } as const;
export const ink = {
  text: '#1c1f23',
  heading: '#0b3d5c',
  rule: '#b8c4cc',
} as const;

export type Pdf = InstanceType<typeof PdfDocument>;
/** From the top of a line to its base, in ems; one for all faces of a line. */
const ascent = 1.1;

type Style = {
  readonly face?: Face;
  readonly size?: number;
  readonly at?: number;
  readonly width?: number;
  readonly align?: 'center';
};

/** Writes one text where the pen is, or at `at` points from the left. */
export function write(pdf: Pdf, text: string, style: Style): void {
  place(pdf, runsOf(text, style.face ?? 'text'), style);
}

/** Writes inline tokens as one flowing text, bold where they are. */
export function inline(
  pdf: Pdf,
  tokens: readonly Token[],
  { indent = 0 }: { indent?: number },
): void {
  const runs = tokens.flatMap((token) => {
    const isBold = token.type === 'strong';
    return runsOf(plain([token]), isBold ? 'textBold' : 'text');
  });
  place(pdf, runs, {
    at: page.margin + indent,
    width: widthOf(pdf) - indent,
  });
}

/** Puts runs one after the other as one flowing text. */
function place(pdf: Pdf, runs: ReturnType<typeof runsOf>, style: Style): void {
  const { size = sizes.text, at = page.margin, align } = style;
  const width = style.width ?? widthOf(pdf) - (at - page.margin);
  runs.forEach(({ face, text }, index) => {
    const continued = index < runs.length - 1;
    const baseline = -ascent * size;
    const options = { width, lineGap: space.line, continued, align, baseline };
    pdf.font(face).fontSize(size);
    if (index === 0) pdf.text(text, at, pdf.y, options);
    else pdf.text(text, options);
  });
  pdf.x = page.margin;
}

/** The words of inline tokens, without their marks. */
export function plain(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      const { type, text, tokens: inner } = token as Tokens.Generic;
      if (type === 'br') return '\n';
      return inner === undefined ? unescaped(text ?? '') : plain(inner);
    })
    .join('');
}

function unescaped(text: string): string {
  const entities = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"' };
  return Object.entries(entities).reduce(
    (sum, [entity, sign]) => sum.replaceAll(entity, sign),
    text.replaceAll('&#39;', "'"),
  );
}

/** Room between the margins, in points. */
export function widthOf(pdf: Pdf): number {
  return pdf.page.width - 2 * page.margin;
}

/** Begins a new page unless `height` points are left on this one. */
export function keepRoom(pdf: Pdf, height: number): void {
  if (pdf.y + height > pdf.page.height - page.margin) pdf.addPage();
}
