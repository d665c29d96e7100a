import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { environment } from '../../platform/environment.ts';
import { s3In } from '../../platform/s3.ts';
import { libraryKey, textKey } from './objects.ts';

/**
 * One bucket in one Region; the first is that of the function's own. Who deletes
 * elsewhere becomes that Region's eraser first: no role may delete both copies.
 */
const Copies = z.array(
  z.strictObject({
    region: z.string().min(1),
    bucket: z.string().min(1),
    role: z.string().min(1).optional(),
  }),
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

/** Bounds of the one request to STS; three attempts with jittered backoff. */
const sts = new STSClient({
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    throwOnRequestTimeout: true,
  },
});

/** The client of a copy's Region; asks STS once an hour where it has a role. */
function clientOf({ region, role }: Copy): S3Client {
  const name = `${region} ${role}`;
  const known = clients.get(name);
  if (known) return known;
  const client = s3In(
    region,
    role === undefined ? undefined : () => becoming(role),
  );
  clients.set(name, client);
  return client;
}

async function becoming(role: string) {
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'erasure' }),
  );
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
    ...(given?.Expiration && { expiration: given.Expiration }),
  };
}

async function eraseVersions(copy: Copy, key: string) {
  const { bucket } = copy;
  const client = clientOf(copy);
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
