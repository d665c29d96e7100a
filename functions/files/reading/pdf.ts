import type { getDocumentProxy } from 'unpdf';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { UnreadReason } from '../model.ts';

/** Bounds of what is read of one PDF; what follows is left out. */
const limits = {
  pages: 2_000,
  /** Looked at between pages; several such files fit in a function's time. */
  milliseconds: 30_000,
} as const;

type Page = Awaited<
  ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>
>;

/**
 * The text of a PDF's pages, as far as the bounds and `mostCharacters` allow.
 * Takes some 10 ms a page, and several times the file in memory. A file that is
 * damaged or locked by a password is `bytes`.
 */
export async function textOfPdf(
  bytes: Uint8Array,
  mostCharacters: number,
): Promise<Result<{ text: string; isCut: boolean }, { code: UnreadReason }>> {
  const until = performance.now() + limits.milliseconds;
  const opened = await open(bytes);
  if (!opened) return fail({ code: 'bytes' });
  try {
    let text = '';
    const pages = Math.min(opened.numPages, limits.pages);
    for (let number = 1; number <= pages; number += 1) {
      if (text.length > mostCharacters || performance.now() > until) {
        return ok({ text, isCut: true });
      }
      text += await textOfPage(await opened.getPage(number));
    }
    return ok({ text, isCut: pages < opened.numPages });
  } catch {
    // The library throws plain errors of many kinds for pages that are damaged.
    return fail({ code: 'bytes' });
  } finally {
    await opened.destroy();
  }
}

async function open(bytes: Uint8Array) {
  // Loaded only now: it is most of the bundle, and most files are no PDF.
  const { getDocumentProxy } = await import('unpdf');
  try {
    // It takes the buffer for its own, hence a copy; 0 keeps it from printing.
    const data = Uint8Array.from(bytes);
    return await getDocumentProxy(data, { verbosity: 0, stopAtErrors: false });
  } catch {
    return undefined;
  }
}

/** Pieces come in reading order, with their spaces and ends of lines. */
async function textOfPage(page: Page): Promise<string> {
  const { items } = await page.getTextContent();
  const pieces = items.map((piece) =>
    'str' in piece ? `${piece.str}${piece.hasEOL ? '\n' : ''}` : '',
  );
  page.cleanup();
  return `${pieces.join('')}\n`;
}
