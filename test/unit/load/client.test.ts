import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Route } from '../../../functions/platform/contract.ts';
import { apiClient, type Sample } from '../../../local/client.ts';

const read = {
  method: 'GET',
  path: '/v1/things/{id}',
  summary: 'Reads a thing',
  access: 'anyone',
  answer: { status: 200, body: z.strictObject({ id: z.string() }) },
  problems: [],
} as const satisfies Route;
const create = {
  ...read,
  method: 'POST',
  path: '/v1/things',
  answer: { status: 201, body: z.strictObject({ id: z.string() }) },
} as const satisfies Route;

type Given = {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
};

let server: Server | undefined;
afterEach(() => server?.close());

/** A server that gives the answers in turn; `undefined` hangs up. */
async function serving(answers: readonly (Given | undefined)[]) {
  const asked: { request: IncomingMessage; body: string }[] = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = answers[asked.push({ request, body }) - 1];
    if (answer === undefined) {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, answer.headers);
    response.end(JSON.stringify(answer.body ?? {}));
  });
  await new Promise<void>((ready) => server?.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return { apiUrl: `http://127.0.0.1:${port}/stage`, asked };
}

const thing = { status: 200, body: { id: 'a' } } as const;

test('a request follows its route, and its answer is checked', async () => {
  const { apiUrl, asked } = await serving([
    { ...thing, headers: { etag: '"1-7"' } },
  ]);
  const samples: Sample[] = [];
  const onSample = (sample: Sample) => void samples.push(sample);
  const client = apiClient({ apiUrl, onSample });
  const ask = { params: { id: 'a b' }, query: { limit: 2, cursor: undefined } };
  const answer = await client.call(read, ask);
  expect(answer).toMatchObject({ body: { id: 'a' }, etag: '"1-7"' });
  expect(asked[0]?.request.url).toBe('/stage/v1/things/a%20b?limit=2');
  expect(samples).toMatchObject([
    { route: 'GET /v1/things/{id}', status: 200, attempts: 1 },
  ]);
});

test('an answer that the contract does not know is refused', async () => {
  const { apiUrl } = await serving([{ status: 200, body: { other: 1 } }]);
  const call = apiClient({ apiUrl }).call(read, { params: { id: 'a' } });
  await expect(call).rejects.toThrow(z.ZodError);
});

test('a problem is told in the words of the API', async () => {
  const problem = {
    type: 'https://docs.example/problems/state',
    title: 'The state does not allow it',
    detail: 'It is published.',
  };
  const { apiUrl } = await serving([{ status: 409, body: problem }]);
  const call = apiClient({ apiUrl }).call(create, { body: {} });
  await expect(call).rejects.toMatchObject({
    status: 409,
    code: 'state',
    message: expect.stringContaining('It is published.'),
  });
});

describe('given an API that is busy at first', () => {
  const busy = { status: 503, headers: { 'retry-after': '0' } };

  test.each([429, 503])(
    'when it answers %i, then it is asked again',
    async (status) => {
      const { apiUrl, asked } = await serving([{ ...busy, status }, thing]);
      const answer = await apiClient({ apiUrl }).call(read, {
        params: { id: 'a' },
      });
      expect(answer.body).toEqual({ id: 'a' });
      expect(asked).toHaveLength(2);
    },
  );

  test('then the same key goes with each try', async () => {
    const made = { status: 201, body: { id: 'a' } };
    const { apiUrl, asked } = await serving([busy, undefined, made]);
    const ask = { idempotencyKey: 'k', body: { name: 'x' } };
    await apiClient({ apiUrl }).call(create, ask);
    const keys = asked.map(({ request }) => request.headers['idempotency-key']);
    expect(keys).toEqual(['k', 'k', 'k']);
  });

  test('then a POST without a key is not sent twice when nobody answers', async () => {
    const { apiUrl, asked } = await serving([undefined, thing]);
    const call = apiClient({ apiUrl }).call(create, { body: {} });
    await expect(call).rejects.toThrow('had no answer');
    expect(asked).toHaveLength(1);
  });
});

test('a token that is refused is renewed once', async () => {
  const { apiUrl, asked } = await serving([{ status: 401 }, thing]);
  const token = async ({ renew }: { renew: boolean }) =>
    renew ? 'new' : 'old';
  await apiClient({ apiUrl, token }).call(read, { params: { id: 'a' } });
  const sent = asked.map(({ request }) => request.headers.authorization);
  expect(sent).toEqual(['Bearer old', 'Bearer new']);
});
