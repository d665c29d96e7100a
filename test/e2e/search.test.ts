import { randomUUID } from 'node:crypto';
import {
  EventBridgeClient,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { type events, FileEvent } from '../../functions/files/contract.ts';
import { fileObjects } from '../../functions/files/store/objects.ts';
import { eventSource } from '../../functions/platform/contract.ts';
import { environment } from '../../functions/platform/environment.ts';
import { Answer } from '../../functions/search/contract.ts';
import { rebuild } from '../../ops/tools/rebuild.ts';
import { type Client, visitor } from '../support/http.ts';
import { contribution, publishedResource } from '../support/lifecycle.ts';
import { signedIn } from '../support/people.ts';

/** From answer to searchable; the local stack takes about a second. */
const searchable = { timeout: 30_000, interval: 500 } as const;

async function asked(
  query: Record<string, string>,
  client: Client = visitor(),
): Promise<Answer> {
  const words = new URLSearchParams(query);
  const answer = await client.get(`/v1/search?${words}`);
  expect(answer.status).toBe(200);
  return Answer.parse(answer.body);
}

/** Words that stand in nothing else. */
function ownWord(): string {
  return `w${randomUUID().replaceAll('-', '')}`;
}

async function untilFound(query: Record<string, string>, id: string) {
  const ids = async () => (await asked(query)).items.map((item) => item.id);
  await expect.poll(ids, searchable).toContain(id);
}

test('given a lesson with a file, when its text is read, then a visitor finds it by Traditional words of the text, marked where they stand', async () => {
  const word = ownWord();
  const { metadata } = await contribution();
  const bytes = Buffer.from(`学习笔记：${word}，阿基米德跳出了浴缸。\n`);
  const { id } = await publishedResource({
    metadata: { ...metadata, title: '浮力笔记' },
    files: [{ name: '笔记.txt', mediaType: 'text/plain', bytes }],
  });
  // Two pairs, which must both occur: nothing else that tests made has the word.
  const q = `筆記 ${word}`;
  await untilFound({ q }, id);
  const { facets, items, total } = await asked({ q });
  expect(total).toEqual({ value: 1, relation: 'exact' });
  expect(facets.subject).toEqual([{ id: 'xy:subject/physics', count: 1 }]);
  const found = items[0]?.highlights.find(({ field }) => field === 'text');
  const marked = found?.parts.filter(({ isMatch }) => isMatch);
  expect(marked?.map(({ text }) => text)).toEqual(['笔记', word]);
});

test('given a lesson that is found, when its file is read once more, then it is found by the new text too', async () => {
  const [first, second] = [ownWord(), ownWord()];
  const bytes = Buffer.from(`${first}\n`);
  const { id, edition } = await publishedResource({
    files: [{ name: '笔记.txt', mediaType: 'text/plain', bytes }],
  });
  await untilFound({ q: first }, id);
  const [file = ''] = edition.files.map((each) => each.id);
  await fileObjects.keepText(file, `${first} ${second}`);
  const DetailType = 'file.read' satisfies keyof typeof events;
  const detail = FileEvent.parse({ file, time: new Date().toISOString() });
  await new EventBridgeClient().send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: environment('EVENT_BUS'),
          Source: eventSource,
          DetailType,
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  await untilFound({ q: second }, id);
});

test('given what is for teachers, then a teacher finds it, and to students and visitors it does not even count', async () => {
  const word = ownWord();
  const { metadata } = await contribution();
  const title = `答案 ${word}`;
  const { id } = await publishedResource({
    audience: 'teachers',
    metadata: { ...metadata, title },
  });
  const teacher = await signedIn('teacher');
  const seen = async () => (await asked({ q: word }, teacher)).total.value;
  await expect.poll(seen, searchable).toBe(1);
  expect((await asked({ q: word }, teacher)).items).toMatchObject([{ id }]);
  for (const reader of [await signedIn('student'), visitor()]) {
    const { facets, items, total } = await asked({ q: word }, reader);
    expect({ items, total: total.value }).toEqual({ items: [], total: 0 });
    expect(Object.values(facets).flat()).toEqual([]);
  }
});

test('given a withdrawal, then from its answer on nobody finds it', async () => {
  const word = ownWord();
  const { metadata } = await contribution();
  const { id } = await publishedResource({
    metadata: { ...metadata, title: `将撤回 ${word}` },
  });
  await untilFound({ q: word }, id);
  const librarian = await signedIn('librarian');
  const read = await librarian.get(`/v1/resources/${id}`);
  const withdrawn = await librarian.post(
    `/v1/resources/${id}/withdrawal`,
    { kind: 'error', reason: '公式有误，待改正后重新发布。' },
    { 'if-match': read.headers.get('etag') ?? '' },
  );
  expect(withdrawn.status).toBe(201);
  expect((await asked({ q: word })).items).toEqual([]);
  const counted = async () => (await asked({ q: word })).total.value;
  await expect.poll(counted, searchable).toBe(0);
});

describe('given questions that make no sense', () => {
  test.each([
    ['subject=xy:subject/none', '?subject.0'],
    ['limit=0', '?limit'],
    ['colour=red', '?colour'],
    [`q=${'x'.repeat(201)}`, '?q'],
  ])(
    'when one asks for %s, then it is malformed there',
    async (query, pointer) => {
      const { body, status } = await visitor().get(`/v1/search?${query}`);
      expect(status).toBe(400);
      expect(body).toMatchObject({ errors: [{ pointer }] });
    },
  );

  test('when a cursor is none, then the problem says so', async () => {
    const { body, status } = await visitor().get('/v1/search?cursor=none');
    expect(status).toBe(400);
    const type = expect.stringMatching(/\/problems\/cursor-invalid$/);
    expect(body).toMatchObject({ type });
  });
});

test('given a rebuild of the deployed index, then all is found as before', async () => {
  const word = ownWord();
  const { metadata } = await contribution();
  const { id } = await publishedResource({
    metadata: { ...metadata, title: `重建 ${word}` },
  });
  await untilFound({ q: word }, id);
  const lambda = new LambdaClient();
  const name = `xueyuan-${environment('STAGE')}-search-on-reindex`;
  const invoke = async (step: unknown) => {
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(step) }),
    );
    const text = Payload?.transformToString() ?? '';
    if (FunctionError) throw new Error(text);
    return JSON.parse(text) as unknown;
  };
  const rebuilt = await rebuild({ invoke, onProgress: () => {} }, 2);
  expect(rebuilt.outcome).toBe('switched');
  expect(rebuilt.given).toBeGreaterThan(0);
  const { items } = await asked({ q: word });
  expect(items).toMatchObject([{ id }]);
});
