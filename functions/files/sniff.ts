import { decodeText } from '../platform/decode.ts';
import type { Sniffed } from './model.ts';

/** How far into a file a PDF's signature may stand. Source: ISO 32000-2, 7.5.2. */
const pdfWithinBytes = 1_024;

/**
 * What the first bytes of a file show: its signature, and whether it is text.
 * `isCut`: the file goes on. Takes about a millisecond; any bytes do.
 */
export async function sniff(
  bytes: Uint8Array,
  { isCut }: { readonly isCut: boolean },
): Promise<Sniffed> {
  return {
    signature: await signatureOf(bytes),
    text: decodeText(bytes, { isCut }),
  };
}

async function signatureOf(bytes: Uint8Array): Promise<string | undefined> {
  // Stands beside the bundle: only the end of an upload needs it.
  const { fileTypeFromBuffer } = await import('file-type');
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  // Parameters tell codecs apart, which is not asked here.
  if (found) return found.mime.split(';')[0];
  const beginning = Buffer.from(bytes.subarray(0, pdfWithinBytes));
  return beginning.includes('%PDF-') ? 'application/pdf' : undefined;
}
