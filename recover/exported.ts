import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import {
  GetObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  AccountLine,
  exportPrefix,
  Manifest,
  manifestName,
} from '../functions/operations/export/contract.ts';

/** The newest export that has all accounts, if there is one. */
export type Exported = {
  readonly madeAt: string;
  /** Verified addresses by username. */
  readonly emails: ReadonlyMap<string, string>;
};

/**
 * The addresses that the newest whole export of accounts in a bucket has. Throws
 * when an object is not what its manifest says. One request for 1,000 objects,
 * one for each manifest that is looked at and for each part.
 */
export async function exportedEmails(
  s3: S3Client,
  Bucket: string,
): Promise<Exported | undefined> {
  const bytesOf = async (Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };
  const manifests: string[] = [];
  const listed = { Bucket, Prefix: exportPrefix };
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client: s3 },
    listed,
  )) {
    const keys = Contents.map(({ Key = '' }) => Key);
    manifests.push(...keys.filter((key) => key.endsWith(`/${manifestName}`)));
  }
  for (const key of manifests.sort().reverse()) {
    const text = (await bytesOf(key)).toString();
    const { madeAt, missing, parts } = Manifest.parse(JSON.parse(text));
    if (missing.includes('accounts')) continue;
    const emails = new Map<string, string>();
    for (const part of parts.filter(({ kind }) => kind === 'accounts')) {
      const bytes = await bytesOf(part.key);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      if (sha256 !== part.sha256) {
        throw new Error(`${part.key} is not what ${key} says.`);
      }
      for (const { email, isEmailVerified, username } of linesOf(bytes)) {
        if (email !== undefined && isEmailVerified) emails.set(username, email);
      }
    }
    return { madeAt, emails };
  }
  return undefined;
}

function linesOf(bytes: Buffer): AccountLine[] {
  const lines = gunzipSync(bytes).toString().split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => AccountLine.parse(JSON.parse(line)));
}
