import type { Log } from '../../platform/log.ts';
import { fail, type Result } from '../../platform/result.ts';
import { logs } from '../contract.ts';
import type { TextSource } from '../kinds/contract.ts';
import { kindOf, type StoredFile, type UnreadReason } from '../model.ts';
import type { FileObjects } from '../store/objects.ts';
import type { FileRecords } from '../store/records.ts';

export type ReadNeeds = {
  readonly records: Pick<FileRecords, 'file' | 'keepText' | 'keepUnread'>;
  readonly objects: Pick<FileObjects, 'content' | 'keepText'>;
  readonly readText: (
    bytes: Uint8Array,
    source: TextSource,
    options: { readonly isCut: boolean },
  ) => Promise<
    Result<{ text: string; isCut: boolean }, { code: UnreadReason }>
  >;
  /** Most bytes that are read of a file, by how its text is had. */
  readonly mostBytes: Readonly<Record<TextSource, number>>;
  readonly now: () => Date;
  readonly log: Log;
};

/**
 * Reads the text of a file into `derived`, or records why it has none; again
 * does no harm. The text is there before the item that says so. Cost: 1 RRU;
 * for kinds that have text 1 WRU and two S3 requests (GET, PUT); one if nothing
 * can be read, none if it is too large.
 */
export async function readFile(needs: ReadNeeds, file: string): Promise<void> {
  const { records, objects, mostBytes, now, log } = needs;
  const stored = await records.file(file);
  // Erased since, or of a kind that has no text.
  if (!stored) return;
  const { mediaType, sizeBytes } = stored;
  const source = kindOf(mediaType).text;
  if (source === 'none') return;
  const read =
    source === 'pdf' && sizeBytes > mostBytes.pdf
      ? fail({ code: 'size' })
      : await readStored(needs, stored, source);
  if (!read.ok) {
    await records.keepUnread({ ...stored, unread: read.error.code });
    log.warn(logs.unread, { file, mediaType, reason: read.error.code });
    return;
  }
  const { text, ...rest } = read.value;
  await objects.keepText(file, text);
  const characters = text.length;
  const readAt = now().toISOString();
  await records.keepText(file, { ...rest, characters, readAt });
  log.info(logs.read, { file, mediaType, characters });
}

async function readStored(
  { objects, readText, mostBytes }: ReadNeeds,
  { id, sizeBytes }: StoredFile,
  source: TextSource,
): ReturnType<ReadNeeds['readText']> {
  const bytes = await objects.content(id, mostBytes[source]);
  return readText(bytes, source, { isCut: bytes.length < sizeBytes });
}
