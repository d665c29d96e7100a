import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Answer, visitor } from '../support/http.ts';
import {
  contribution,
  draft,
  publishedResource,
  submitted,
} from '../support/lifecycle.ts';
import { signedIn } from '../support/people.ts';

/** People who have nothing to do with what the school's teacher does. */
const outsiders = async () => [
  visitor(),
  await signedIn('student'),
  await signedIn('teacher', 'elsewhere'),
  await signedIn('librarian', 'elsewhere'),
  await signedIn('organisation-admin'),
  await signedIn('operator'),
];

/** A word that stands in nothing else. */
const ownWord = () => `w${randomUUID().replaceAll('-', '')}`;

const nothing = { total: { value: 0 }, items: [] };

/** Polls until the finder, who may, has it: only then a miss says something. */
async function foundBy(
  finder: { get(path: string): Promise<Answer> },
  path: string,
): Promise<void> {
  await expect
    .poll(async () => (await finder.get(path)).body, { timeout: 20_000 })
    .toMatchObject({ total: { value: 1 } });
}

describe('given a private draft', () => {
  test('then no address of it, its files, versions or record is open', async () => {
    const { resource, etag } = await draft({ visibility: 'private' });
    const file = resource.edition.files[0]?.id ?? '';
    const at = `/v1/resources/${resource.id}`;
    const paths = [
      at,
      `${at}/versions`,
      `${at}/versions/1`,
      `${at}/history`,
      `${at}/files/${file}/content`,
      `${at}/files/${file}/content?version=1`,
    ];
    for (const outsider of await outsiders()) {
      for (const path of paths) {
        // Who holds the ETag from elsewhere learns no more by it.
        const answer = await outsider.get(path, { 'if-none-match': etag });
        expect({ path, status: answer.status }).toEqual({ path, status: 404 });
      }
    }
  });

  test('then its review is open to nobody else', async () => {
    const { resource } = await submitted({ visibility: 'private' });
    const review = resource.work?.review?.id;
    expect(review).toBeDefined();
    const [, ...people] = await outsiders();
    for (const outsider of people) {
      const { status } = await outsider.get(`/v1/reviews/${review}`);
      expect(status).toBe(404);
    }
  });
});

test('given what is for teachers, then no student finds, counts or guesses it', async () => {
  const [title, phrase] = [ownWord(), ownWord()];
  const { metadata } = await contribution();
  await publishedResource({
    audience: 'teachers',
    visibility: 'public',
    metadata: { ...metadata, title },
    files: [
      {
        name: '答案.txt',
        mediaType: 'text/plain',
        bytes: Buffer.from(`${phrase}\n`),
      },
    ],
  });
  const teacher = await signedIn('teacher', 'elsewhere');
  for (const words of [title, phrase]) {
    const path = `/v1/search?q=${words}`;
    await foundBy(teacher, path);
    for (const reader of [visitor(), await signedIn('student')]) {
      const { body } = await reader.get(path);
      expect(body).toMatchObject(nothing);
      const { facets } = body as { facets: Record<string, unknown[]> };
      expect(Object.keys(facets).length).toBeGreaterThan(3);
      expect(Object.values(facets).flat()).toEqual([]);
    }
  }
});

test('given a public resource, then readers see who did what in no entry', async () => {
  const { id } = await publishedResource();
  const path = `/v1/resources/${id}/history?limit=100`;
  const bodies = async (reader: { get(path: string): Promise<Answer> }) => {
    const { body } = await reader.get(path);
    const { items } = body as { items: { body?: object }[] };
    expect(items.length).toBeGreaterThan(2);
    return items.filter((item) => item.body !== undefined).length;
  };
  expect(await bodies(await signedIn('auditor'))).toBeGreaterThan(2);
  for (const outsider of await outsiders()) {
    expect(await bodies(outsider)).toBe(0);
  }
});

test('given the members of a school, then only its admins read names', async () => {
  const { organisation } = await signedIn('teacher');
  const path = `/v1/organisations/${organisation}/members`;
  const others = await Promise.all([
    signedIn('student'),
    signedIn('teacher'),
    signedIn('librarian'),
    signedIn('librarian', 'elsewhere'),
  ]);
  for (const other of others) {
    const { status, body } = await other.get(path);
    expect(status).toBe(403);
    expect(JSON.stringify(body)).not.toContain('测试');
  }
});

test('given a cursor of somebody, then nobody else goes on with it', async () => {
  const { id } = await publishedResource();
  const teacher = await signedIn('teacher');
  for (const list of ['history', 'versions']) {
    const path = `/v1/resources/${id}/${list}?limit=1`;
    const { body } = await teacher.get(path);
    const { next } = body as { next?: string };
    if (list === 'history') expect(next).toBeDefined();
    if (next === undefined) continue;
    const going = `${path}&cursor=${encodeURIComponent(next)}`;
    expect((await teacher.get(going)).status).toBe(200);
    for (const other of [visitor(), await signedIn('student')]) {
      expect((await other.get(going)).status).toBe(400);
    }
  }
});

test('given an answer kept for a retry, then nobody else is given it', async () => {
  const { holder, metadata } = await contribution();
  const body = { holder, metadata };
  const key = { 'idempotency-key': randomUUID() };
  const post = (who: Awaited<ReturnType<typeof signedIn>>) =>
    who.post('/v1/resources', body, key);
  const first = await post(await signedIn('teacher'));
  expect(first.status).toBe(201);
  const again = await post(await signedIn('teacher'));
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  const stranger = await post(await signedIn('teacher', 'elsewhere'));
  expect(stranger.status).toBe(403);
  const colleague = await post(await signedIn('expert'));
  expect(colleague.status).toBe(201);
  expect(colleague.headers.get('idempotency-replayed')).toBeNull();
  expect(colleague.body).not.toMatchObject({
    id: (first.body as { id: string }).id,
  });
});
