import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { environment } from '../../platform/environment.ts';
import { s3 } from '../../platform/s3.ts';
import { signedPut } from '../../platform/signed-put.ts';
import type { VersionFile } from '../../resources/edition/contract.ts';
import { limits, type PutRequest } from '../contract.ts';
import { type Arrived, disposition, type StoredUpload } from '../model.ts';

/**
 * Where a file is in the library. The first digits part the keys, so that S3
 * spreads them; the rest is the SHA-256 itself.
 */
export function libraryKey(file: string): string {
  return `sha256/${file.slice(0, 2)}/${file}`;
}

/** As many as one batch of records can be asked for. */
const storedAtOnce = 100;

/** Where the text of a file is in `derived`. */
export function textKey(file: string): string {
  return `text/${file}.txt`;
}

/**
 * A request by which exactly the announced bytes can be sent, once: size, type,
 * SHA-256 and that nothing is there yet are all signed. It counts for an hour
 * from `now`, or until the function's own credentials end. No S3 request.
 */
async function putRequest(
  { id, mediaType, sizeBytes, sha256 }: StoredUpload,
  now: Date,
): Promise<PutRequest> {
  const announced = {
    bucket: environment('INTAKE_BUCKET'),
    key: id,
    mediaType,
    sizeBytes,
    sha256,
    headers: { 'if-none-match': '*' },
  };
  return signedPut(announced, { now, seconds: limits.putSeconds });
}

/**
 * What came of an upload, if anything: what S3 knows of it and its first bytes.
 * Two S3 requests at once.
 */
async function arrived(upload: string): Promise<Arrived | undefined> {
  try {
    const [known, beginning] = await Promise.all([
      head('INTAKE_BUCKET', upload),
      read('INTAKE_BUCKET', upload, limits.sniffedBytes),
    ]);
    const { ContentLength: sizeBytes = 0, ChecksumSHA256: checksum } =
      known ?? {};
    const sha256 = checksum && Buffer.from(checksum, 'base64').toString('hex');
    return { sizeBytes, sha256, beginning };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/**
 * Copies what came of an upload into the library, unless the same bytes are
 * there: one S3 request if so, else two. The copy keeps the SHA-256 as its
 * checksum, and is encrypted as the library says.
 */
async function promote({ id, sha256, mediaType }: StoredUpload): Promise<void> {
  const Key = libraryKey(sha256);
  if (await head('LIBRARY_BUCKET', Key)) return;
  await s3.send(
    new CopyObjectCommand({
      Bucket: environment('LIBRARY_BUCKET'),
      Key,
      CopySource: `${environment('INTAKE_BUCKET')}/${id}`,
      MetadataDirective: 'REPLACE',
      ContentType: mediaType,
      ChecksumAlgorithm: 'SHA256',
    }),
  );
}

/** Removes what came of an upload; nothing there is no matter. One request. */
async function removeArrived(upload: string): Promise<void> {
  await s3.send(
    new DeleteObjectCommand({
      Bucket: environment('INTAKE_BUCKET'),
      Key: upload,
    }),
  );
}

/**
 * An address that gives a file's bytes for five minutes, to be saved under its
 * name in that version. They are never shown in place: what a teacher uploaded
 * may hold scripts. No S3 request.
 */
async function contentUrl({
  id,
  name,
  mediaType,
}: VersionFile): Promise<string> {
  const command = new GetObjectCommand({
    Bucket: environment('LIBRARY_BUCKET'),
    Key: libraryKey(id),
    ResponseContentDisposition: disposition(name),
    ResponseContentType: mediaType,
    ResponseCacheControl: `private, max-age=${limits.contentSeconds}`,
  });
  return getSignedUrl(s3, command, { expiresIn: limits.contentSeconds });
}

/** At most so many bytes of a file, from its beginning. One S3 request. */
async function content(file: string, mostBytes: number): Promise<Uint8Array> {
  return read('LIBRARY_BUCKET', libraryKey(file), mostBytes);
}

/** The text that is kept of a file. One S3 request. */
async function text(file: string): Promise<string | undefined> {
  const command = new GetObjectCommand({
    Bucket: environment('DERIVED_BUCKET'),
    Key: textKey(file),
  });
  try {
    const { Body: body } = await s3.send(command);
    return await body?.transformToString('utf-8');
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** Keeps the text of a file; again does no harm. One S3 request. */
async function keepText(file: string, characters: string): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: environment('DERIVED_BUCKET'),
      Key: textKey(file),
      Body: characters,
      ContentType: 'text/plain; charset=utf-8',
    }),
  );
}

/** Whether the library holds a file. One S3 request. */
async function isStored(file: string): Promise<boolean> {
  return (await head('LIBRARY_BUCKET', libraryKey(file))) !== undefined;
}

/**
 * A page of what the library holds, in the order of its keys: at most a hundred
 * files. One S3 request.
 */
async function storedFiles(
  after?: string,
): Promise<{ files: string[]; next?: string }> {
  const { Contents = [], NextContinuationToken: next } = await s3.send(
    new ListObjectsV2Command({
      Bucket: environment('LIBRARY_BUCKET'),
      MaxKeys: storedAtOnce,
      ContinuationToken: after,
    }),
  );
  const files = Contents.map(({ Key = '' }) => Key.split('/').at(-1) ?? '');
  return { files, ...(next !== undefined && { next }) };
}

export const fileObjects = {
  putRequest,
  arrived,
  promote,
  removeArrived,
  contentUrl,
  content,
  text,
  keepText,
  isStored,
  storedFiles,
};
export type FileObjects = typeof fileObjects;

type BucketVariable = 'INTAKE_BUCKET' | 'LIBRARY_BUCKET';

async function head(bucket: BucketVariable, key: string) {
  const command = new HeadObjectCommand({
    Bucket: environment(bucket),
    Key: key,
    ChecksumMode: 'ENABLED',
  });
  try {
    return await s3.send(command);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

async function read(
  bucket: BucketVariable,
  key: string,
  mostBytes: number,
): Promise<Uint8Array> {
  const command = new GetObjectCommand({
    Bucket: environment(bucket),
    Key: key,
    Range: `bytes=0-${mostBytes - 1}`,
  });
  const { Body: body } = await s3.send(command);
  return (await body?.transformToByteArray()) ?? new Uint8Array();
}
