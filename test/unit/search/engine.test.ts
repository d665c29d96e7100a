import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type EngineOptions,
  signedEngine,
} from '../../../functions/search/store/engine.ts';

type Reply = { readonly status: number; readonly body: string } | 'silence';
type Seen = { headers: IncomingHttpHeaders; url?: string; body: string };

const good: Reply = { status: 200, body: '{"hits":1}' };
const busy: Reply = { status: 503, body: '<html>busy</html>' };
const request = { method: 'GET', path: '/resources/_search' } as const;

describe('given an engine behind a network', () => {
  let server: Server;
  let replies: Reply[];
  let seen: Seen[];
  beforeEach(async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'session');
    replies = [];
    seen = [];
    server = createServer(async (asked, answer) => {
      const { headers, url } = asked;
      const chunks = await asked.toArray();
      seen.push({ headers, url, body: Buffer.concat(chunks).toString() });
      const reply = replies.shift() ?? good;
      if (reply === 'silence') return;
      answer.writeHead(reply.status).end(reply.body);
    });
    await new Promise<void>((done) => {
      server.listen(0, '127.0.0.1', done);
    });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    server.close();
  });

  function engine(more: Partial<EngineOptions> = {}) {
    const { port } = server.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}`;
    const patience = { timeoutMs: 5_000, attempts: 3 };
    return signedEngine({
      endpoint,
      region: 'eu-west-1',
      ...patience,
      ...more,
    });
  }

  test('then every request is signed with the role, body and all', async () => {
    const body = { query: '浮力' };
    const query = { preference: 'a b' };
    await engine()({ ...request, method: 'POST', query, body });
    expect(seen).toMatchObject([
      {
        url: '/resources/_search?preference=a%20b',
        body: JSON.stringify(body),
        headers: {
          authorization: expect.stringMatching(
            /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/es\/aws4_request, SignedHeaders=content-type;host;/,
          ),
          'content-type': 'application/json',
          'x-amz-security-token': 'session',
          'x-amz-content-sha256': expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      },
    ]);
  });

  test('then lines go as lines of JSON', async () => {
    const lines = [{ index: {} }, { title: '浮力' }];
    await engine()({ method: 'POST', path: '/_bulk', lines });
    expect(seen[0]?.body).toBe('{"index":{}}\n{"title":"浮力"}\n');
    expect(seen[0]?.headers['content-type']).toBe('application/x-ndjson');
  });

  test.each([200, 400, 404, 409, 500])(
    'when it answers %i, then that is the answer',
    async (status) => {
      replies = [{ status, body: '{}' }];
      expect(await engine()(request)).toEqual({ status, body: {} });
      expect(seen).toHaveLength(1);
    },
  );

  test.each<[string, Reply[]]>([
    ['is busy for a moment', [busy, { ...busy, status: 429 }]],
    ['is silent once', ['silence']],
  ])('when it %s, then it is asked again', async (_, first) => {
    replies = [...first];
    const patient = engine({ timeoutMs: 200 });
    expect(await patient(request)).toEqual({ status: 200, body: { hits: 1 } });
    expect(seen).toHaveLength(first.length + 1);
  });

  test.each<[string, Reply]>([
    ['busy', busy],
    ['silent', 'silence'],
  ])('when it stays %s, then it is unavailable', async (_, reply) => {
    replies = [reply, reply, reply];
    const unavailable = expect.objectContaining({ name: 'Unavailable' });
    const asking = engine({ timeoutMs: 100 })(request);
    await expect(asking).rejects.toEqual(unavailable);
    expect(seen).toHaveLength(3);
  });

  test('when nobody is there, then it is unavailable', async () => {
    const asking = engine({ endpoint: 'http://127.0.0.1:1' })(request);
    const unavailable = expect.objectContaining({ name: 'Unavailable' });
    await expect(asking).rejects.toEqual(unavailable);
  });
});
