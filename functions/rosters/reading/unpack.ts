import { promisify } from 'node:util';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { fail, ok, type Result } from '../../platform/result.ts';
import { limits } from '../contract.ts';
import type { FileProblem } from '../model/sheet.ts';

/** The parts of a workbook by name, each read when it is asked for. */
export type Parts = (
  name: string,
) => Promise<AsyncIterable<Uint8Array> | undefined>;

const open = promisify<Buffer, object, ZipFile>(fromBuffer);

/** A small part may be packed tightly; only of large ones is that strange. */
const plainBytes = 1_048_576;

/**
 * The parts of a workbook, once its directory shows that unpacking it is safe:
 * not too many parts, not too many bytes, not packed like a bomb. Nothing is
 * unpacked before; and what then has another size than the directory says ends
 * with an error, so that a directory that lies is no way round. Undefined: the
 * bytes are no ZIP.
 */
export async function unpack(
  bytes: Uint8Array,
): Promise<Result<Parts, FileProblem>> {
  let zip: ZipFile;
  try {
    zip = await open(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
      {
        lazyEntries: true,
        autoClose: false,
        validateEntrySizes: true,
      },
    );
  } catch {
    return fail({ code: 'file', rule: 'roster-not-xlsx' });
  }
  if (zip.entryCount > limits.workbookParts) return tooMuch();
  const entries = await entriesOf(zip);
  if (entries === undefined) {
    return fail({ code: 'file', rule: 'roster-not-xlsx' });
  }
  const sizes = entries.map((entry) => entry.uncompressedSize);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total > limits.workbookBytes || entries.some(isBomb)) return tooMuch();
  const byName = new Map(entries.map((entry) => [entry.fileName, entry]));
  return ok(async (name) => {
    const entry = byName.get(name);
    return entry && streamOf(zip, entry);
  });
}

function tooMuch(): Result<never, FileProblem> {
  const facts = { most: limits.workbookBytes / 1_048_576 };
  return fail({ code: 'file', rule: 'roster-too-much', facts });
}

function isBomb({ compressedSize, uncompressedSize }: Entry): boolean {
  const ratio = uncompressedSize / Math.max(1, compressedSize);
  return uncompressedSize > plainBytes && ratio > limits.workbookRatio;
}

/** The directory of a ZIP; undefined when it is damaged. */
function entriesOf(zip: ZipFile): Promise<Entry[] | undefined> {
  return new Promise((resolve) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', () => resolve(undefined));
    zip.readEntry();
  });
}

function streamOf(
  zip: ZipFile,
  entry: Entry,
): Promise<AsyncIterable<Uint8Array>> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) =>
      error ? reject(error) : resolve(stream),
    );
  });
}
