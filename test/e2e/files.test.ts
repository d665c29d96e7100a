import '../support/environment.ts';
import { createHash, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { describe, expect, test } from 'vitest';
import { Upload } from '../../functions/files/contract.ts';
import { files } from '../../functions/files/files.ts';
import type { MediaType } from '../../functions/files/kinds/contract.ts';
import type { Answer, Client } from '../support/http.ts';
import { draft } from '../support/lifecycle.ts';
import { signedIn } from '../support/people.ts';

type Given = { readonly name?: string; readonly mediaType?: MediaType };

const freshText = () => `阿基米德原理 ${randomUUID()}\n`;
const limitMs = 30_000;

function announcement(text: string, given: Given = {}) {
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { name = '浮力.txt', mediaType = 'text/plain' } = given;
  return { name, mediaType, sizeBytes: bytes.length, sha256 };
}

function uploadIn({ status, body }: Answer): Upload {
  expect([200, 201]).toContain(status);
  return Upload.parse(body);
}

async function announced(teacher: Client, text: string, given?: Given) {
  return uploadIn(await teacher.post('/v1/uploads', announcement(text, given)));
}

async function sent(teacher: Client, text: string, given?: Given) {
  const upload = await announced(teacher, text, given);
  if (!upload.put) throw new Error('A new upload has an address.');
  const { url, method, headers } = upload.put;
  const signal = AbortSignal.timeout(limitMs);
  const answer = await fetch(url, { method, headers, body: text, signal });
  expect(answer.status).toBe(200);
  return upload;
}

function pdfOf(text: string): Promise<Buffer> {
  const pdf = new PDFDocument().text(text);
  pdf.end();
  return buffer(pdf);
}

const completionOf = ({ id }: Upload) => `/v1/uploads/${id}/completion`;

describe('given a teacher with a file', () => {
  test('when its bytes are sent and completed, then it is ready and stays so', async () => {
    const teacher = await signedIn('teacher');
    const upload = await sent(teacher, freshText());
    expect(upload).toMatchObject({ state: 'awaiting', name: '浮力.txt' });
    const ready = uploadIn(await teacher.post(completionOf(upload)));
    expect(ready).toMatchObject({ state: 'ready', duplicates: [] });
    expect(ready.put).toBeUndefined();
    expect(uploadIn(await teacher.post(completionOf(upload)))).toEqual(ready);
    const read = await teacher.get(`/v1/uploads/${upload.id}`);
    expect(uploadIn(read)).toEqual(ready);
  });

  test('when a resource of theirs holds the same bytes, then it is named, and to others nothing tells of it', async () => {
    const text = freshText();
    const { name, mediaType } = announcement(text);
    const file = { name, mediaType, bytes: Buffer.from(text) };
    const { resource } = await draft({ files: [file] });
    const [teacher, other] = await Promise.all([
      signedIn('teacher'),
      signedIn('teacher', 'elsewhere'),
    ]);
    const same = await sent(teacher, text);
    const ready = uploadIn(await teacher.post(completionOf(same)));
    expect(ready).toMatchObject({ duplicates: [resource.id] });
    const known = await sent(other, text);
    const fresh = await sent(other, freshText());
    const answers = [
      uploadIn(await other.post(completionOf(known))),
      uploadIn(await other.post(completionOf(fresh))),
    ].map(
      ({ id: _, sha256: __, createdAt: ___, expiresAt: ____, ...rest }) => rest,
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ state: 'ready', duplicates: [] });
  });

  test('when it is a text, then its words are read soon after', async () => {
    const teacher = await signedIn('teacher');
    const text = freshText();
    const upload = await sent(teacher, text);
    await teacher.post(completionOf(upload));
    const words = () => files.text(upload.sha256);
    await expect.poll(words, { timeout: limitMs }).toBe(text.trim());
  });

  test('when it is a PDF, then its words are read soon after', async () => {
    const mark = randomUUID();
    const bytes = await pdfOf(`Buoyancy ${mark}`);
    const file = {
      name: '浮力.pdf',
      mediaType: 'application/pdf',
      bytes,
    } as const;
    const { resource } = await draft({ files: [file] });
    const words = () => files.text(resource.edition.files[0]?.id ?? '');
    await expect.poll(words, { timeout: limitMs }).toContain(mark);
  });

  test.each([
    {
      language: 'zh-CN',
      says: /登记为 application\/pdf，实际内容为 text\/plain/,
    },
    { language: 'en', says: /said to be application\/pdf, but .* text\/plain/ },
  ])(
    'when it is not what it says, then it is refused in $language',
    async (row) => {
      const teacher = await signedIn('teacher');
      const given = { name: '浮力.pdf', mediaType: 'application/pdf' } as const;
      const upload = await sent(teacher, freshText(), given);
      const headers = { 'accept-language': row.language };
      const answer = await teacher.post(
        completionOf(upload),
        undefined,
        headers,
      );
      const refused = uploadIn(answer);
      expect(refused).toMatchObject({ state: 'refused' });
      expect(refused.refusal).toMatchObject({
        rule: 'file-bytes-differ',
        declared: 'application/pdf',
        found: 'text/plain',
        message: expect.stringMatching(row.says),
      });
    },
  );

  test('when its bytes have not come, then completion is 409 and says what to do', async () => {
    const teacher = await signedIn('teacher');
    const upload = await announced(teacher, freshText());
    const answer = await teacher.post(completionOf(upload), undefined, {
      'accept-language': 'en',
    });
    const detail = expect.stringContaining('PUT');
    expect(answer).toMatchObject({ status: 409, body: { detail } });
  });

  test('when name and type do not agree, then it is 422 and names the field', async () => {
    const teacher = await signedIn('teacher');
    const said = announcement(freshText(), { name: 'homework.txt.bat' });
    const answer = await teacher.post('/v1/uploads', said);
    const errors = [{ pointer: '/name', message: expect.any(String) }];
    expect(answer).toMatchObject({ status: 422, body: { errors } });
  });

  test('when it is larger than the district takes, then it is 422', async () => {
    const teacher = await signedIn('teacher');
    const said = { ...announcement(freshText()), sizeBytes: 6 * 1024 ** 3 };
    const answer = await teacher.post('/v1/uploads', said);
    const errors = [{ pointer: '/sizeBytes' }];
    expect(answer).toMatchObject({ status: 422, body: { errors } });
  });

  test('when it is announced twice with one key, then it is one upload', async () => {
    const teacher = await signedIn('teacher');
    const said = announcement(freshText());
    const headers = { 'idempotency-key': randomUUID() };
    const first = await teacher.post('/v1/uploads', said, headers);
    const again = await teacher.post('/v1/uploads', said, headers);
    expect(uploadIn(again)).toEqual(uploadIn(first));
  });
});

describe('given an upload of one teacher', () => {
  test('when another teacher asks for it, then it is unknown', async () => {
    const [teacher, other] = await Promise.all([
      signedIn('teacher'),
      signedIn('teacher', 'elsewhere'),
    ]);
    const upload = await announced(teacher, freshText());
    const path = `/v1/uploads/${upload.id}`;
    expect(await other.get(path)).toMatchObject({ status: 404 });
    expect(await other.post(`${path}/completion`)).toMatchObject({
      status: 404,
    });
    expect(await other.delete(path)).toMatchObject({ status: 404 });
    expect(await teacher.get(path)).toMatchObject({ status: 200 });
  });

  test('when it is discarded, then it is unknown from then on', async () => {
    const teacher = await signedIn('teacher');
    const path = `/v1/uploads/${(await sent(teacher, freshText())).id}`;
    expect(await teacher.delete(path)).toMatchObject({ status: 204 });
    expect(await teacher.get(path)).toMatchObject({ status: 404 });
    expect(await teacher.delete(path)).toMatchObject({ status: 404 });
  });
});
