import {
  CopyObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Stage } from '../lib/config.ts';
import { copiedBuckets, namesOf } from '../lib/names.ts';
import { inParallel } from '../local/pool.ts';
import { patience } from '../ops/patience.ts';

/** A copy of some GiB between Regions answers only when it is done. */
const copyMs = 15 * 60_000;
const copying = {
  ...patience,
  requestHandler: { ...patience.requestHandler, requestTimeout: copyMs },
};

/** Copies under way at a time; S3 does the work. */
const atOnce = 32;

/**
 * Copies each object that a Region lacks from the other's bucket of the same
 * purpose; what is there stays. Objects of one name are the same bytes: they are
 * named by what they hold, or written once. Cost: a listing of both, and a copy
 * for each that lacks.
 */
export async function copyBytes(stage: Stage): Promise<Record<string, number>> {
  const names = namesOf(stage);
  const copied: Record<string, number> = {};
  for (const bucket of copiedBuckets) {
    const from = names.bucketIn(stage.recoveryRegion, bucket);
    const to = names.bucket(bucket);
    const client = new S3Client({ region: stage.region, ...copying });
    const known = new Set<string>();
    for await (const key of keysOf(client, to)) known.add(key);
    const source = new S3Client({ region: stage.recoveryRegion, ...patience });
    let count = 0;
    await inParallel(keysOf(source, from), atOnce, async (Key) => {
      if (known.has(Key)) return;
      const CopySource = `${from}/${encodeURIComponent(Key)}`;
      await client.send(new CopyObjectCommand({ Bucket: to, Key, CopySource }));
      count += 1;
    });
    copied[bucket] = count;
  }
  return copied;
}

async function* keysOf(client: S3Client, Bucket: string) {
  const pages = paginateListObjectsV2({ client }, { Bucket });
  for await (const { Contents = [] } of pages) {
    for (const { Key } of Contents) if (Key !== undefined) yield Key;
  }
}
