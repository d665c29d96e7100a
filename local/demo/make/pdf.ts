import { lexer, type Token, type Tokens } from 'marked';
import PdfDocument from 'pdfkit';
import svgToPdf from 'svg-to-pdfkit';
import { faces, fontBytes } from './fonts.ts';
import { table } from './pdf-table.ts';
import {
  ink,
  inline,
  keepRoom,
  type Pdf,
  page,
  plain,
  sizes,
  space,
  widthOf,
  write,
} from './pdf-text.ts';

/** Finds the SVG behind an image's address. */
export type Pictures = (href: string) => string;

/**
 * Sets a lesson written in Markdown as a PDF, with its SVG pictures as vectors.
 * The same text gives the same bytes, so that loading twice makes no new file.
 */
export async function makePdf(
  markdown: string,
  pictures: Pictures,
): Promise<Buffer> {
  const tokens = lexer(markdown);
  const pdf = new PdfDocument({
    size: page.size,
    margin: page.margin,
    bufferPages: true,
    info: { Title: titleOf(tokens), CreationDate: new Date(0) },
  });
  for (const face of faces) pdf.registerFont(face, fontBytes(face));
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => pdf.on('end', resolve));
  tokens.forEach((token, index) => {
    if (token.type === 'heading') keepWithNext(pdf, tokens.slice(index + 1));
    block(pdf, token, pictures);
  });
  numberPages(pdf);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

/** The first heading, which is what a lesson is called. */
export function titleOf(tokens: readonly Token[]): string {
  const heading = tokens.find((token) => token.type === 'heading');
  return heading?.type === 'heading' ? plain(heading.tokens ?? []) : '';
}

/** What a heading needs below it on its page, in points. */
const room = { textWithHeading: 90, pictureWithHeading: 330 } as const;

type Block = (pdf: Pdf, token: Tokens.Generic, pictures: Pictures) => void;

const blocks: Readonly<Record<string, Block>> = {
  heading: (pdf, token) => heading(pdf, token as Tokens.Heading),
  paragraph,
  list: (pdf, token) => list(pdf, token as Tokens.List),
  table: (pdf, token) => table(pdf, token as Tokens.Table),
  blockquote: quote,
  code: (pdf, token) => code(pdf, token as Tokens.Code),
  hr: rule,
  space: () => undefined,
};

function block(pdf: Pdf, token: Token, pictures: Pictures): void {
  const draw = blocks[token.type];
  if (draw === undefined) {
    throw new Error(`A lesson may not hold "${token.type}": ${token.raw}`);
  }
  draw(pdf, token, pictures);
}

/** A heading does not stand alone at the end of a page. */
function keepWithNext(pdf: Pdf, after: readonly Token[]): void {
  const next = after.find(({ type }) => type !== 'space') as Tokens.Generic;
  const isPicture = next?.tokens?.some(({ type }) => type === 'image');
  keepRoom(pdf, isPicture ? room.pictureWithHeading : room.textWithHeading);
}

function heading(pdf: Pdf, { depth, tokens }: Tokens.Heading): void {
  const size = depth === 1 ? sizes.h1 : depth === 2 ? sizes.h2 : sizes.h3;
  if (depth > 1) pdf.y += space.heading;
  pdf.fillColor(ink.heading);
  write(pdf, plain(tokens), { face: 'textBold', size });
  pdf.fillColor(ink.text);
  if (depth === 1) rule(pdf);
  pdf.y += space.paragraph / 2;
}

function paragraph(
  pdf: Pdf,
  { tokens = [] }: Tokens.Generic,
  pictures: Pictures,
): void {
  const image = tokens.find((token) => token.type === 'image');
  if (image?.type === 'image') {
    picture(pdf, image as Tokens.Image, pictures);
    return;
  }
  inline(pdf, tokens, {});
  pdf.y += space.paragraph;
}

function picture(
  pdf: Pdf,
  { href, text }: Tokens.Image,
  pictures: Pictures,
): void {
  const svg = pictures(href);
  const [, , wide = 1, high = 1] = viewBox(svg);
  const width = Math.min(widthOf(pdf), 400);
  const height = (width * high) / wide;
  keepRoom(pdf, height + 30);
  svgToPdf(pdf, svg, page.margin + (widthOf(pdf) - width) / 2, pdf.y, {
    width,
    height,
    fontCallback: (family, bold) =>
      /DejaVu/.test(family)
        ? bold
          ? 'signsBold'
          : 'signs'
        : bold
          ? 'textBold'
          : 'text',
  });
  pdf.y += height + space.line;
  pdf.x = page.margin;
  write(pdf, text, { size: sizes.small, align: 'center' });
  pdf.y += space.paragraph;
}

/** The four numbers of an SVG's view box; a lesson's picture must have one. */
function viewBox(svg: string): number[] {
  const found = /viewBox="([^"]+)"/.exec(svg)?.[1];
  if (found === undefined) throw new Error('A picture has no viewBox.');
  return found.split(/[\s,]+/).map(Number);
}

function list(pdf: Pdf, { items, ordered, start }: Tokens.List): void {
  items.forEach((item, index) => {
    keepRoom(pdf, sizes.text * 2);
    const mark = ordered ? `${Number(start || 1) + index}.` : '•';
    const { y } = pdf;
    write(pdf, mark, { at: page.margin + 4 });
    pdf.y = y;
    const [first, ...nested] = splitItem(item.tokens);
    inline(pdf, first ?? [], { indent: 22 });
    for (const token of nested.flat()) {
      if (token.type === 'list') nestedList(pdf, token as Tokens.List);
    }
    pdf.y += space.line;
  });
  pdf.y += space.paragraph - space.line;
}

function nestedList(pdf: Pdf, { items }: Tokens.List): void {
  for (const item of items) {
    const [first] = splitItem(item.tokens);
    const { y } = pdf;
    write(pdf, '·', { at: page.margin + 26 });
    pdf.y = y;
    inline(pdf, first ?? [], { indent: 38 });
  }
}

/** An item's own text, then what is nested below it. */
function splitItem(tokens: readonly Token[]): Token[][] {
  const own = tokens.filter((token) => token.type !== 'list');
  return [
    own.flatMap((token) => (token as Tokens.Generic).tokens ?? [token]),
    tokens.filter((token) => token.type === 'list'),
  ];
}

function quote(
  pdf: Pdf,
  { tokens = [] }: Tokens.Generic,
  pictures: Pictures,
): void {
  const top = pdf.y;
  for (const token of tokens) {
    if (token.type === 'paragraph') {
      inline(pdf, (token as Tokens.Paragraph).tokens, { indent: 16 });
      pdf.y += space.line;
    } else block(pdf, token, pictures);
  }
  if (pdf.y > top) {
    pdf.rect(page.margin + 3, top, 2.5, pdf.y - top).fill('#5b9bb8');
    pdf.fillColor(ink.text);
  }
  pdf.y += space.paragraph;
}

function code(pdf: Pdf, { text }: Tokens.Code): void {
  for (const line of text.split('\n')) {
    write(pdf, line === '' ? ' ' : line, {
      at: page.margin + 16,
      size: sizes.small,
      face: 'signs',
    });
  }
  pdf.y += space.paragraph;
}

function rule(pdf: Pdf): void {
  pdf.y += 3;
  pdf
    .moveTo(page.margin, pdf.y)
    .lineTo(page.margin + widthOf(pdf), pdf.y)
    .lineWidth(0.8)
    .stroke(ink.rule);
  pdf.y += 6;
}

function numberPages(pdf: Pdf): void {
  const { count } = pdf.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    pdf.switchToPage(index);
    pdf.page.margins.bottom = 0;
    pdf.font('text').fontSize(sizes.small).fillColor('#6b7780');
    pdf.text(`${index + 1} / ${count}`, page.margin, pdf.page.height - 40, {
      width: widthOf(pdf),
      align: 'center',
      lineBreak: false,
    });
  }
}
