import '../support/environment.ts';
import { createHash, randomUUID } from 'node:crypto';
import {
  HeadObjectCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import { ulid } from 'ulid';
import { beforeEach, describe, expect, test } from 'vitest';
import { measured } from '../../cost/measured.ts';
import type { PutRequest } from '../../functions/files/contract.ts';
import { files } from '../../functions/files/files.ts';
import type { MediaType } from '../../functions/files/kinds/contract.ts';
import { readFile } from '../../functions/files/reading/read.ts';
import { mostBytes, readText } from '../../functions/files/reading/text.ts';
import { sniff } from '../../functions/files/sniff.ts';
import { fileObjects } from '../../functions/files/store/objects.ts';
import { fileRecords } from '../../functions/files/store/records.ts';
import {
  announceUpload,
  completeUpload,
  discardUpload,
  readUpload,
  type UploadNeeds,
} from '../../functions/files/uploads.ts';
import { dynamoDb } from '../../functions/platform/clients.ts';
import type { Person } from '../../functions/platform/contract.ts';
import { costSoFar, resetCost } from '../../functions/platform/cost.ts';
import { environment } from '../../functions/platform/environment.ts';
import type { Log } from '../../functions/platform/log.ts';
import type { Result } from '../../functions/platform/result.ts';
import { s3 } from '../../functions/platform/s3.ts';
import { commitWith } from '../../functions/platform/transact.ts';

const silent: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const needs: UploadNeeds = {
  records: fileRecords,
  objects: fileObjects,
  sniff,
  visible: async (ids) => ids,
  commit: commitWith({
    client: dynamoDb,
    answer: () => ({ status: 200, headers: {} }),
    now: () => new Date(),
  }),
  now: () => new Date(),
  log: silent,
};
const readNeeds = {
  records: fileRecords,
  objects: fileObjects,
  readText,
  mostBytes,
  now: () => new Date(),
  log: silent,
};

/** Every test has persons and bytes of its own: it runs beside others. */
function somebody(): Person {
  const id = `per_${ulid()}`;
  const sets = { reads: new Set<string>(), manages: {} };
  return { kind: 'person', id, memberships: [], inert: [], ...sets };
}
const freshText = () => `浮力 ${randomUUID()}\n`;
const sha256Of = (bytes: Uint8Array) =>
  createHash('sha256').update(bytes).digest('hex');

function got<T>(result: Result<T, unknown>): T {
  if (result.ok) return result.value;
  throw new Error(`It failed: ${JSON.stringify(result.error)}`);
}

type Given = {
  readonly person?: Person;
  readonly mediaType?: MediaType;
  readonly name?: string;
};

async function announced(content: string | Uint8Array, given: Given = {}) {
  const {
    person = somebody(),
    mediaType = 'text/plain',
    name = '课文.txt',
  } = given;
  const bytes = Buffer.from(content);
  const said = {
    name,
    mediaType,
    sizeBytes: bytes.length,
    sha256: sha256Of(bytes),
  };
  const id = `upl_${ulid()}`;
  const asked = { id, uploader: person, said, limitBytes: 1_048_576 };
  const { put } = got(await announceUpload(needs, asked));
  if (!put) throw new Error('A new upload has an address.');
  return { id, uploader: person, put, bytes, file: said.sha256 };
}

async function send(
  { url, method, headers }: PutRequest,
  body: Uint8Array,
  others: Record<string, string> = {},
) {
  const sent = { ...headers, ...others };
  const answer = await fetch(url, {
    method,
    headers: sent,
    body: Buffer.from(body),
  });
  const code = /<Code>(\w+)</.exec(await answer.text())?.[1];
  return { status: answer.status, code };
}

async function uploaded(content: string | Uint8Array, given: Given = {}) {
  const upload = await announced(content, given);
  expect(await send(upload.put, upload.bytes)).toMatchObject({ status: 200 });
  return upload;
}

async function stored(file: string) {
  const Bucket = environment('LIBRARY_BUCKET');
  const Prefix = `sha256/${file.slice(0, 2)}/${file}`;
  const command = new ListObjectVersionsCommand({ Bucket, Prefix });
  return (await s3.send(command)).Versions ?? [];
}

beforeEach(() => resetCost());

describe('given an address to send a file to', () => {
  test('when exactly the announced bytes are sent, then S3 takes them once', async () => {
    const { put, bytes } = await announced(freshText());
    expect(await send(put, bytes)).toEqual({ status: 200, code: undefined });
    const again = { status: 412, code: 'PreconditionFailed' };
    expect(await send(put, bytes)).toEqual(again);
  });

  test.each([
    {
      what: 'other bytes of the same size',
      spoil: (bytes: Buffer) => Buffer.alloc(bytes.length, 'x'),
      code: 'BadDigest',
    },
    {
      what: 'more bytes',
      spoil: (bytes: Buffer) => Buffer.concat([bytes, bytes]),
      code: 'SignatureDoesNotMatch',
    },
    {
      what: 'fewer bytes',
      spoil: (bytes: Buffer) => bytes.subarray(1),
      code: 'SignatureDoesNotMatch',
    },
  ])('when $what are sent, then S3 refuses them', async ({ spoil, code }) => {
    const { put, bytes } = await announced(freshText());
    expect(await send(put, spoil(bytes))).toMatchObject({ code });
  });

  test.each([
    { header: 'content-type', value: 'text/html' },
    {
      header: 'x-amz-checksum-sha256',
      value: Buffer.alloc(32).toString('base64'),
    },
    { header: 'if-none-match', value: '"0"' },
  ])(
    'when $header is another, then S3 refuses it',
    async ({ header, value }) => {
      const { put, bytes } = await announced(freshText());
      const refused = { status: 403, code: 'SignatureDoesNotMatch' };
      expect(await send(put, bytes, { [header]: value })).toEqual(refused);
    },
  );
});

describe('given an upload whose bytes came', () => {
  test('when it is completed, then the library has the file once and intake nothing', async () => {
    const text = freshText();
    const upload = await uploaded(text);
    const view = got(await completeUpload(needs, upload));
    expect(view).toMatchObject({
      upload: { state: 'ready', alreadyStored: false },
      duplicates: [],
    });
    const versions = await stored(upload.file);
    expect(versions).toHaveLength(1);
    const head = await s3.send(
      new HeadObjectCommand({
        Bucket: environment('LIBRARY_BUCKET'),
        Key: versions[0]?.Key ?? '',
        ChecksumMode: 'ENABLED',
      }),
    );
    expect(head).toMatchObject({
      ContentType: 'text/plain',
      ChecksumSHA256: Buffer.from(upload.file, 'hex').toString('base64'),
    });
    expect(await fileObjects.arrived(upload.id)).toBeUndefined();
  });

  test('then it costs what its docstrings say', async () => {
    const upload = await announced(freshText());
    expect(costSoFar()).toEqual(measured.uploading.announce);
    await send(upload.put, upload.bytes);
    resetCost();
    await completeUpload(needs, upload);
    expect(costSoFar()).toEqual(measured.uploading.complete);
    const same = await uploaded(upload.bytes);
    resetCost();
    await completeUpload(needs, same);
    // Half a unit asks for the resources that hold it, of which there are none.
    expect(costSoFar()).toEqual({ rru: 2.5, wru: 3, s3: 4 });
  });

  test('when it is completed again, then the answer is the same and nothing is written', async () => {
    const upload = await uploaded(freshText());
    const first = await completeUpload(needs, upload);
    resetCost();
    expect(await completeUpload(needs, upload)).toEqual(first);
    expect(costSoFar()).toEqual({ rru: 1, wru: 0, s3: 0 });
  });

  test('when it is completed twice at once, then both say ready', async () => {
    const upload = await uploaded(freshText());
    const both = await Promise.all([
      completeUpload(needs, upload),
      completeUpload(needs, upload),
    ]);
    for (const view of both.map(got)) {
      expect(view.upload.state).toBe('ready');
    }
  });

  test.each<{ what: string; kill: Partial<UploadNeeds> }>([
    {
      what: 'between the copy and the transaction',
      kill: { commit: () => Promise.reject(new Error('killed')) },
    },
    {
      what: 'before the copy',
      kill: {
        objects: {
          ...fileObjects,
          promote: () => Promise.reject(new Error('killed')),
        },
      },
    },
  ])(
    'when it is killed $what, then the next completion ends it',
    async ({ kill }) => {
      const upload = await uploaded(freshText());
      const killed = completeUpload({ ...needs, ...kill }, upload);
      await expect(killed).rejects.toThrow('killed');
      const view = got(await completeUpload(needs, upload));
      expect(view.upload).toMatchObject({
        state: 'ready',
        alreadyStored: false,
      });
      expect(await stored(upload.file)).toHaveLength(1);
    },
  );

  test('when intake cannot be cleared, then it is ready all the same', async () => {
    const upload = await uploaded(freshText());
    const objects = {
      ...fileObjects,
      removeArrived: () => Promise.reject(new Error('S3 sulks')),
    };
    const view = got(await completeUpload({ ...needs, objects }, upload));
    expect(view.upload.state).toBe('ready');
  });

  test('when its content is something else, then it is refused and not stored', async () => {
    const given = { mediaType: 'application/pdf', name: '课文.pdf' } as const;
    const upload = await uploaded(freshText(), given);
    const refusal = {
      rule: 'file-bytes-differ',
      declared: 'application/pdf',
      found: 'text/plain',
    };
    const refused = { upload: { state: 'refused', refusal } };
    expect(got(await completeUpload(needs, upload))).toMatchObject(refused);
    expect(got(await completeUpload(needs, upload))).toMatchObject(refused);
    expect(await stored(upload.file)).toEqual([]);
    expect(await fileRecords.file(upload.file)).toBeUndefined();
    expect(await fileObjects.arrived(upload.id)).toBeUndefined();
  });
});

describe('given bytes that the library has', () => {
  test('when they come again, then they are stored once and the resources named', async () => {
    const first = await uploaded(freshText());
    await completeUpload(needs, first);
    const resources = Array.from({ length: 12 }, () => `res_${ulid()}`).sort();
    for (const resource of resources) {
      await needs.commit(undefined, files.referenceParts(first.file, resource));
    }
    const second = await uploaded(first.bytes);
    const view = got(await completeUpload(needs, second));
    expect(view).toMatchObject({
      upload: { state: 'ready', alreadyStored: true },
      duplicates: resources.slice(0, 10),
    });
    expect(await stored(first.file)).toHaveLength(1);
  });

  test('when the uploader may not read those resources, then none is named', async () => {
    const first = await uploaded(freshText());
    await completeUpload(needs, first);
    const resource = `res_${ulid()}`;
    await needs.commit(undefined, files.referenceParts(first.file, resource));
    const second = await uploaded(first.bytes);
    const blind = { ...needs, visible: async () => [] };
    const view = got(await completeUpload(blind, second));
    expect(view).toMatchObject({ duplicates: [] });
  });

  test('when two uploads of them end at once, then both are ready', async () => {
    const text = freshText();
    const [one, other] = await Promise.all([uploaded(text), uploaded(text)]);
    const both = await Promise.all([
      completeUpload(needs, one),
      completeUpload(needs, other),
    ]);
    const states = both.map((result) => got(result).upload.state);
    expect(states).toEqual(['ready', 'ready']);
    expect(await fileRecords.file(one.file)).toMatchObject({ id: one.file });
  });

  test('when the library lost them, then the next upload brings them back', async () => {
    const { file, bytes, id, ...rest } = await announced(freshText());
    const { mediaType, sizeBytes } = {
      mediaType: 'text/plain',
      sizeBytes: bytes.length,
    } as const;
    const storedAt = new Date().toISOString();
    const known = fileRecords.newFile({
      id: file,
      mediaType,
      sizeBytes,
      storedAt,
    });
    await needs.commit(undefined, [known]);
    await send(rest.put, bytes);
    got(await completeUpload(needs, { id, uploader: rest.uploader }));
    expect(await stored(file)).toHaveLength(1);
  });
});

describe('given an upload of somebody', () => {
  test('when its bytes have not come, then completion says what it awaits', async () => {
    const upload = await announced(freshText());
    const error = { code: 'state', state: 'awaiting' };
    expect(await completeUpload(needs, upload)).toMatchObject({ error });
  });

  test('when somebody else asks, then there is no such upload', async () => {
    const { id } = await uploaded(freshText());
    const person = somebody();
    const unknown = { ok: false, error: { code: 'unknown' } };
    expect(await readUpload(needs, { id, uploader: person })).toEqual(unknown);
    expect(await completeUpload(needs, { id, uploader: person })).toEqual(
      unknown,
    );
    expect(await discardUpload(needs, { id, uploader: person })).toEqual(
      unknown,
    );
    expect(await files.ready(id, person.id)).toEqual(unknown);
  });

  test('when it is over, then there is no such upload', async () => {
    const upload = await announced(freshText());
    const later = new Date(Date.now() + 49 * 3_600_000);
    const found = await readUpload({ ...needs, now: () => later }, upload);
    expect(found).toEqual({ ok: false, error: { code: 'unknown' } });
  });

  test('when it is read while it awaits, then it has an address that works', async () => {
    const upload = await announced(freshText());
    const { put } = got(await readUpload(needs, upload));
    expect(put && (await send(put, upload.bytes))).toMatchObject({
      status: 200,
    });
  });

  test('when it is discarded, then it and its bytes are gone', async () => {
    const upload = await uploaded(freshText());
    expect((await discardUpload(needs, upload)).ok).toBe(true);
    expect(await fileObjects.arrived(upload.id)).toBeUndefined();
    expect((await readUpload(needs, upload)).ok).toBe(false);
    expect((await discardUpload(needs, upload)).ok).toBe(false);
  });

  test('when it is ready, then a version can hold it under its own name', async () => {
    const upload = await uploaded(freshText());
    const { uploader: person, id, file, bytes } = upload;
    const awaiting = { code: 'state', state: 'awaiting' };
    expect(await files.ready(id, person.id)).toMatchObject({ error: awaiting });
    await completeUpload(needs, upload);
    expect(got(await files.ready(id, person.id))).toEqual({
      id: file,
      name: '课文.txt',
      mediaType: 'text/plain',
      sizeBytes: bytes.length,
    });
  });
});

describe('given a file of the library', () => {
  test('then its address gives the same bytes to save under its name', async () => {
    const upload = await uploaded(freshText());
    await completeUpload(needs, upload);
    const name = '第1课 "浮力".txt';
    const sizeBytes = upload.bytes.length;
    const file = { id: upload.file, name, mediaType: 'text/plain', sizeBytes };
    resetCost();
    const answer = await fetch(await files.contentUrl(file));
    expect(costSoFar()).toEqual({ rru: 0, wru: 0, s3: 0 });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(upload.bytes);
    expect(answer.headers.get('content-type')).toBe('text/plain');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="_1_ ___.txt"; filename*=UTF-8''${encodeURIComponent(name)}`,
    );
  });

  test('then the resources that hold it come in pages', async () => {
    const file = sha256Of(Buffer.from(randomUUID()));
    const resources = Array.from({ length: 103 }, () => `res_${ulid()}`).sort();
    for (const resource of resources) {
      await needs.commit(undefined, files.referenceParts(file, resource));
    }
    const first = await files.resourcesWith(file);
    expect(first).toEqual({
      resources: resources.slice(0, 100),
      next: resources[99],
    });
    const rest = await files.resourcesWith(file, first.next);
    expect(rest).toEqual({ resources: resources.slice(100) });
  });

  test('when it has text, then it is read, once or again', async () => {
    const text = freshText();
    const upload = await uploaded(text);
    await completeUpload(needs, upload);
    // The stack's own function reads it too, at whatever moment.
    resetCost();
    await readFile(readNeeds, upload.file);
    expect(costSoFar()).toEqual(measured.uploading.readText);
    await readFile(readNeeds, upload.file);
    expect(await files.text(upload.file)).toBe(text.trim());
  });

  test('when it has none, then it says why and stays a good file', async () => {
    const given = { mediaType: 'text/html', name: '空.html' } as const;
    const upload = await uploaded(`<p title="${randomUUID()}"></p>`, given);
    await completeUpload(needs, upload);
    await readFile(readNeeds, upload.file);
    expect(await fileRecords.file(upload.file)).toMatchObject({
      unread: 'empty',
    });
    expect(await files.text(upload.file)).toBeUndefined();
    const again = await uploaded(upload.bytes, given);
    const view = got(await completeUpload(needs, again));
    expect(view.upload).toMatchObject({ state: 'ready', alreadyStored: true });
  });

  test('when it is erased meanwhile, then reading it does nothing', async () => {
    const file = sha256Of(Buffer.from(randomUUID()));
    await readFile(readNeeds, file);
    expect(costSoFar()).toEqual({ rru: 1, wru: 0, s3: 0 });
  });
});
