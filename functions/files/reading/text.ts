import { decodeText } from '../../platform/decode.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { limits } from '../contract.ts';
import type { TextSource } from '../kinds/contract.ts';
import type { UnreadReason } from '../model.ts';
import { textOfHtml, textOfSvg } from './markup.ts';
import { textOfPdf } from './pdf.ts';

/**
 * Most bytes that are read of a file. Of a text the first bytes are read, as
 * many as the longest text that is kept may have (a character has up to four);
 * markup is text for a part only. A PDF is read whole or not at all, for its
 * directory stands at its end.
 */
export const mostBytes: Readonly<Record<TextSource, number>> = {
  plain: 4 * limits.textCharacters,
  html: 8 * 1_048_576,
  svg: 8 * 1_048_576,
  pdf: 64 * 1_048_576,
};

export type ReadText = { readonly text: string; readonly isCut: boolean };

/**
 * The text of a file for search, tidied and at most `limits.textCharacters`
 * long, or why there is none. `isCut`: the bytes are the beginning of more.
 * Any bytes do; none throw.
 */
export async function readText(
  bytes: Uint8Array,
  source: TextSource,
  { isCut }: { readonly isCut: boolean },
): Promise<Result<ReadText, { code: UnreadReason }>> {
  const found =
    source === 'pdf'
      ? await textOfPdf(bytes, limits.textCharacters)
      : textIn(bytes, source, isCut);
  if (!found.ok) return found;
  const whole = tidy(found.value.text);
  if (whole === '') return fail({ code: 'empty' });
  const text = beginningOf(whole, limits.textCharacters);
  return ok({ text, isCut: found.value.isCut || text.length < whole.length });
}

function textIn(
  bytes: Uint8Array,
  source: Exclude<TextSource, 'pdf'>,
  isCut: boolean,
): Result<ReadText, { code: UnreadReason }> {
  const characters = decodeText(bytes, { isCut });
  if (characters === undefined) return fail({ code: 'bytes' });
  return ok({ text: writtenIn[source](characters), isCut });
}

const writtenIn = {
  plain: (text: string) => text,
  html: textOfHtml,
  svg: textOfSvg,
} as const;

/**
 * A text without what search has no use for: control characters, runs of
 * spaces and empty lines, halves of characters.
 */
function tidy(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}--\s]/gv, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
}

/** Not more than so many characters, without cutting one in half. */
function beginningOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHalf ? most - 1 : most);
}
