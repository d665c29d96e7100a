/**
 * Encodings that teachers' texts come in, each strict: UTF-8 today, GB18030
 * (with GBK and GB 2312 inside it) from older Chinese Windows.
 */
const encodings = ['utf-8', 'gb18030'] as const;

/** Byte order marks; UTF-16 is read only where one says so. */
const marks = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
] as const;

/**
 * Share of control characters that a text may have beyond a first one: stray
 * ones come with what was copied from a word processor or an old editor, many
 * show that it is no text.
 */
const controlShare = 0.01;
const control = /[\p{Cc}--\s]/gv;

/**
 * The characters of a text in UTF-8, GB18030 or UTF-16 with its mark, or
 * undefined when the bytes are no text. `isCut`: they are the beginning of more,
 * so that the last character may be incomplete.
 */
export function decodeText(
  bytes: Uint8Array,
  { isCut }: { readonly isCut: boolean },
): string | undefined {
  const marked = marks.find((mark) =>
    mark.bytes.every((byte, index) => bytes[index] === byte),
  );
  const candidates = marked ? [marked.encoding] : encodings;
  for (const encoding of candidates) {
    const text = decodeStrictly(bytes, encoding, isCut);
    if (text !== undefined) return isPlausible(text) ? text : undefined;
  }
  return undefined;
}

function decodeStrictly(
  bytes: Uint8Array,
  encoding: string,
  isCut: boolean,
): string | undefined {
  try {
    const decoder = new TextDecoder(encoding, { fatal: true });
    return decoder.decode(bytes, { stream: isCut }).replace(/^\ufeff/, '');
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function isPlausible(text: string): boolean {
  if (text.includes('\0')) return false;
  const controls = text.match(control)?.length ?? 0;
  return controls <= 1 + text.length * controlShare;
}
