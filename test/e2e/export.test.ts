import { gunzipSync } from 'node:zlib';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ulid } from 'ulid';
import { expect, test } from 'vitest';
import { Manifest } from '../../functions/operations/export/contract.ts';
import { namesOf } from '../../lib/names.ts';
import { exportedEmails } from '../../recover/exported.ts';
import { newSchool } from '../support/newcomers.ts';
import { rootTarget } from '../support/operators.ts';
import { signedIn } from '../support/people.ts';

const { aws, stage } = rootTarget();
const names = namesOf(stage);
const s3 = new S3Client({
  ...aws,
  region: stage.recoveryRegion,
  forcePathStyle: true,
});
const Bucket = names.bucketIn(stage.recoveryRegion, 'exports');

/** Has the night's export made, as the schedule would. */
async function exportNow(): Promise<Manifest> {
  const requestHandler = { ...aws.requestHandler, requestTimeout: 120_000 };
  const lambda = new LambdaClient({ ...aws, requestHandler });
  const FunctionName = names.function('operations', 'on-night');
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: '{}' }),
  );
  const answer = Buffer.from(Payload ?? []).toString();
  if (FunctionError !== undefined) throw new Error(answer);
  return Manifest.parse(JSON.parse(answer));
}

test('given a night, then what nothing backs up is in the other Region, without a name, and accounts can be read again', async () => {
  const school = await newSchool();
  const operator = await signedIn('operator');
  const username = `u${ulid().toLowerCase()}`;
  const email = `${username}@school.example`;
  const name = `陈${ulid()}`;
  const path = `/v1/organisations/${school.id}/members`;
  const wanted = { username, name, email, roles: ['teacher'] };
  expect((await operator.post(path, wanted)).status).toBe(201);

  const manifest = await exportNow();
  expect(manifest).toMatchObject({ stage: 'local', missing: [] });
  const text = new Map<string, string>();
  for (const { key, kind } of manifest.parts) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: key }));
    const bytes = await Body?.transformToByteArray();
    const lines = gunzipSync(bytes ?? '').toString();
    text.set(kind, `${text.get(kind) ?? ''}${lines}`);
  }
  expect(text.get('accounts')).toContain(`"email":"${email}"`);
  expect(text.get('directory')).toContain(`"username":"${username}"`);
  expect(text.get('directory')).toContain(`"organisation":"${school.id}"`);
  expect(text.get('search')).toContain('"mappings"');
  expect(text.get('configuration')).toContain('recoveryRegion');
  const all = [...text.values()].join('');
  expect(all).not.toContain(name);
  expect(all).not.toMatch(/password|secretcode/i);

  const exported = await exportedEmails(s3, Bucket);
  const madeAt = exported?.madeAt ?? '';
  expect(madeAt >= manifest.madeAt).toBe(true);
  // Cognito has not verified it yet: it is not taken for theirs.
  expect(exported?.emails.get(username)).toBeUndefined();
});
