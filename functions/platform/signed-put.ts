import { PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { s3 } from './s3.ts';

/** What may be sent, and where to. */
export type Announced = {
  readonly bucket: string;
  readonly key: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Further headers that are signed and must be sent. */
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * A request by which exactly the announced bytes can be sent: size, type and
 * SHA-256 are signed, and S3 checks them. It counts for so many seconds from
 * `now`, or until the function's own credentials end. No S3 request.
 */
export async function signedPut(
  { bucket, key, mediaType, sizeBytes, sha256, headers: more }: Announced,
  { now, seconds }: { readonly now: Date; readonly seconds: number },
) {
  const checksum = Buffer.from(sha256, 'hex').toString('base64');
  const headers: Record<string, string> = {
    'content-type': mediaType,
    ...more,
    'x-amz-checksum-sha256': checksum,
  };
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    ContentLength: sizeBytes,
    ContentType: mediaType,
    IfNoneMatch: more?.['if-none-match'],
    ChecksumSHA256: checksum,
  });
  const url = await getSignedUrl(s3, command, {
    expiresIn: seconds,
    signingDate: now,
    signableHeaders: new Set([
      ...Object.keys(headers),
      'content-length',
      'host',
    ]),
    // As a header it must be sent as signed; S3 then checks the bytes.
    unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
  });
  const expiresAt = new Date(now.getTime() + seconds * 1_000).toISOString();
  return { method: 'PUT' as const, url, headers, expiresAt };
}
