import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { PutRequest } from '../files/contract.ts';
import type { Part } from '../platform/commit.ts';
import { environment } from '../platform/environment.ts';
import { s3 } from '../platform/s3.ts';
import { signedPut } from '../platform/signed-put.ts';
import { type Format, limits, type RosterFile } from './contract.ts';

const bucket = () => environment('JOBS_BUCKET');

/** Keys say ids and hashes only: S3's access log names nobody. */
const keys = {
  file: (organisation: string, sha256: string) =>
    `roster/${organisation}/${sha256}`,
  plan: (job: string) => `plan/${job}`,
  secret: (job: string) => `secret/${job}`,
};

const mediaTypes = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const satisfies Record<Format, string>;

/** A request to send a roster's bytes by; again gives the same place. */
function putRequest(
  organisation: string,
  { format, sha256, sizeBytes }: RosterFile,
  now: Date,
): Promise<PutRequest> {
  const key = keys.file(organisation, sha256);
  const mediaType = mediaTypes[format];
  const announced = { bucket: bucket(), key, mediaType, sizeBytes, sha256 };
  return signedPut(announced, { now, seconds: limits.putSeconds });
}

/** Whether a roster's bytes have come. One S3 request. */
async function hasFile(organisation: string, sha256: string): Promise<boolean> {
  const Key = keys.file(organisation, sha256);
  try {
    await s3.send(new HeadObjectCommand({ Bucket: bucket(), Key }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

/** A roster's bytes, 10 MiB at most as signed; undefined: gone. One request. */
function file(
  organisation: string,
  sha256: string,
): Promise<Uint8Array | undefined> {
  return get(keys.file(organisation, sha256));
}

/** Keeps what a check found is to be done; again replaces it. One request. */
async function keepPlan(job: string, plan: string): Promise<void> {
  const Key = keys.plan(job);
  await s3.send(new PutObjectCommand({ Bucket: bucket(), Key, Body: plan }));
}

/** The plan of a check; undefined when it has expired. One request. */
async function plan(job: string): Promise<string | undefined> {
  const bytes = await get(keys.plan(job));
  return bytes && new TextDecoder().decode(bytes);
}

/**
 * What the first passwords of an application are made from: `fresh`, or what
 * an earlier run of the same job has kept. Two requests at most.
 */
async function secret(job: string, fresh: Uint8Array): Promise<Uint8Array> {
  const Key = keys.secret(job);
  const put = { Bucket: bucket(), Key, Body: fresh, IfNoneMatch: '*' };
  try {
    await s3.send(new PutObjectCommand(put));
    return fresh;
  } catch (error) {
    const isThere =
      error instanceof S3ServiceException &&
      error.$metadata.httpStatusCode === 412;
    if (!isThere) throw error;
    return (await get(Key)) ?? fresh;
  }
}

/** The same, if it was made and neither taken nor expired. One request. */
function keptSecret(job: string): Promise<Uint8Array | undefined> {
  return get(keys.secret(job));
}

/** Drops it for good; the bucket keeps no versions. One request. */
async function dropSecret(job: string): Promise<void> {
  const Key = keys.secret(job);
  await s3.send(new DeleteObjectCommand({ Bucket: bucket(), Key }));
}

export type Taken = {
  readonly code: 'state';
  readonly state: 'taken';
  readonly possible: readonly string[];
};

/** That the passwords of a job are taken, on condition that they were not. 2 WRU. */
function passwordsTaken(job: string, expiresAt: number): Part<Taken> {
  return {
    write: {
      Put: {
        TableName: environment('WORK_TABLE'),
        Item: { pk: job, sk: 'PASSWORDS', expiresAt },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    refusal: { code: 'state', state: 'taken', possible: [] },
  };
}

/** What rosters keep beside the register: files for a few days. */
export const rosterStore = {
  putRequest,
  hasFile,
  file,
  keepPlan,
  plan,
  secret,
  keptSecret,
  dropSecret,
  passwordsTaken,
};
export type RosterStore = typeof rosterStore;

async function get(Key: string): Promise<Uint8Array | undefined> {
  try {
    const command = new GetObjectCommand({ Bucket: bucket(), Key });
    const { Body: body } = await s3.send(command);
    return await body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
