import { createHash } from 'node:crypto';
import { type Upload, routes as uploads } from '../functions/files/contract.ts';
import type { MediaType } from '../functions/files/kinds/contract.ts';
import { routes as resources } from '../functions/resources/contract.ts';
import type { Metadata } from '../functions/resources/edition/contract.ts';
import type { Resource } from '../functions/resources/view/contract.ts';
import {
  type Decision,
  routes as reviews,
} from '../functions/review/contract.ts';
import { sendBytes } from './bytes.ts';
import type { Client } from './client.ts';

/** A file to be uploaded, whole in memory. */
export type Contribution = {
  /** The same for the same thing for ever: no second one is made. */
  readonly key: string;
  readonly holder: string;
  readonly visibility: Resource['visibility'];
  readonly audience: Resource['audience'];
  readonly metadata: Metadata;
  readonly files: readonly {
    readonly name: string;
    readonly mediaType: MediaType;
    readonly bytes: Buffer;
  }[];
};

/** A resource as one of its writers knows it, with the ETag to go on with. */
export type Work = { readonly resource: Resource; readonly etag: string };

/** Opens the resource with its first draft, or finds the one made before. */
export async function createDraft(
  teacher: Client,
  { key, holder, visibility, audience, metadata }: Contribution,
): Promise<Work> {
  const answer = await teacher.call(resources.create, {
    idempotencyKey: keyOf(key, 'create'),
    body: { holder, visibility, audience, metadata },
  });
  return { resource: answer.body, etag: answer.etag };
}

export async function readWork(client: Client, id: string): Promise<Work> {
  const answer = await client.call(resources.read, { params: { id } });
  return { resource: answer.body, etag: answer.etag };
}

/** Uploads and attaches each file that the draft does not hold yet. */
export async function attachFiles(
  teacher: Client,
  work: Work,
  { key, files }: Contribution,
): Promise<Work> {
  let current = work;
  for (const file of files) {
    const fileId = sha256(file.bytes);
    const held = current.resource.edition.files.map(({ id }) => id);
    if (held.includes(fileId)) continue;
    const upload = await uploadFile(teacher, file, keyOf(key, fileId));
    const answer = await teacher.call(resources.attach, {
      params: { id: current.resource.id, fileId },
      ifMatch: current.etag,
      body: { upload: upload.id },
    });
    current = { resource: answer.body, etag: answer.etag };
  }
  return current;
}

/** Submits the draft; the review's id is in the answer's `work`. */
export async function submitDraft(
  teacher: Client,
  { resource, etag }: Work,
  key: string,
): Promise<Work> {
  const answer = await teacher.call(resources.submit, {
    params: { id: resource.id },
    ifMatch: etag,
    idempotencyKey: keyOf(key, 'submit', String(resource.work?.draft)),
  });
  return { resource: answer.body, etag: answer.etag };
}

/** A librarian looks at the review and decides. */
export async function decideReview(
  librarian: Client,
  { resource }: Work,
  decision: Decision,
): Promise<Resource> {
  const id = resource.work?.review?.id;
  if (id === undefined) throw new Error(`${resource.id} is not in review.`);
  const review = await librarian.call(reviews.read, { params: { id } });
  const answer = await librarian.call(reviews.decide, {
    params: { id },
    ifMatch: review.etag,
    idempotencyKey: keyOf(id, 'decide'),
    body: decision,
  });
  return answer.body.resource;
}

async function uploadFile(
  teacher: Client,
  file: Contribution['files'][number],
  idempotencyKey: string,
): Promise<Upload> {
  const announced = await teacher.call(uploads.create, {
    idempotencyKey,
    body: {
      name: file.name,
      mediaType: file.mediaType,
      sizeBytes: file.bytes.length,
      sha256: sha256(file.bytes),
    },
  });
  const params = { id: announced.body.id };
  // Announced by a run before, its address may have expired: reading renews it.
  const upload = announced.isReplayed
    ? (await teacher.call(uploads.read, { params })).body
    : announced.body;
  if (upload.state === 'ready') return upload;
  if (upload.put !== undefined)
    await sendBytes(teacher, upload.put, file.bytes);
  const completed = (await teacher.call(uploads.complete, { params })).body;
  if (completed.state === 'ready') return completed;
  const why = completed.refusal?.message ?? completed.state;
  throw new Error(`${file.name} was not taken: ${why}`);
}

/** SHA-256 in lower-case hexadecimal: a file's id. */
export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** An `Idempotency-Key` that is the same for the same parts. */
export function keyOf(...parts: readonly string[]): string {
  return sha256(parts.join('\n'));
}
