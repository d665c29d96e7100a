import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import * as z from 'zod';
import { environment } from '../../platform/environment.ts';
import { s3In } from '../../platform/s3.ts';
import { libraryKey, textKey } from './objects.ts';

/** One bucket in one Region; the first is that of the function's own. */
const Copies = z.array(
  z.strictObject({ region: z.string().min(1), bucket: z.string().min(1) }),
);
type Copy = z.infer<typeof Copies>[number];

const clients = new Map<string, S3Client>();

/**
 * Removes every version and delete marker of a file and of what was made from
 * it, in every Region that the stage names; again does no harm. Of S3, for each
 * Region and bucket, one listing per 1,000 versions and one request for each.
 */
async function eraseFile(file: string): Promise<void> {
  for (const copy of copiesOf('LIBRARY_COPIES')) {
    await eraseVersions(copy, libraryKey(file));
  }
  for (const copy of copiesOf('DERIVED_COPIES')) {
    await eraseVersions(copy, textKey(file));
  }
}

export const fileCopies = { eraseFile };
export type FileCopies = typeof fileCopies;

function copiesOf(variable: 'LIBRARY_COPIES' | 'DERIVED_COPIES'): Copy[] {
  return Copies.parse(JSON.parse(environment(variable)));
}

async function eraseVersions({ region, bucket }: Copy, key: string) {
  const client = clients.get(region) ?? s3In(region);
  clients.set(region, client);
  let isMore = true;
  while (isMore) {
    const {
      Versions = [],
      DeleteMarkers = [],
      IsTruncated = false,
    } = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }),
    );
    // Each round begins anew: what it found before is gone.
    for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
      if (Key !== key) continue;
      await client.send(
        new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }),
      );
    }
    isMore = IsTruncated;
  }
}
