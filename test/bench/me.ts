import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Figure } from './figure.ts';
import { silently } from './reading.ts';

type Handler = (
  event: object,
  context: object,
) => Promise<{ statusCode: number; body?: string }>;

/**
 * What `GET /v1/me` asks of DynamoDB, by the deployed bundle in this process:
 * requests are counted where they pass on the way to the table, not where the
 * code says that it sends them. Cold is the first request of a function, with
 * the tree and the person still to be read.
 */
export async function benchMe(token: string): Promise<Figure[]> {
  const endpoint = process.env.AWS_ENDPOINT_URL ?? '';
  const gate = await countingGate(new URL(endpoint));
  process.env.AWS_ENDPOINT_URL = gate.url;
  try {
    const entry = new URL('../../dist/identity/api/index.mjs', import.meta.url);
    const { handler } = (await import(entry.href)) as { handler: Handler };
    const ask = async () => {
      const before = gate.counted();
      const { statusCode, body } = await handler(asking(token), {});
      if (statusCode !== 200) throw new Error(`/v1/me: ${statusCode} ${body}`);
      return gate.counted() - before;
    };
    const cold = await silently(ask);
    if (cold === 0) throw new Error('No request passed the gate.');
    const within = await silently(ask);
    const name = (when: string) => `GET /v1/me, DynamoDB requests: ${when}`;
    return [
      { name: name('cold'), value: cold, unit: 'requests', bound: 2 },
      {
        name: name('within a minute'),
        value: within,
        unit: 'requests',
        bound: 0,
      },
    ];
  } finally {
    process.env.AWS_ENDPOINT_URL = endpoint;
    gate.server.close();
  }
}

/** Passes all on, and counts what is for DynamoDB. */
async function countingGate(
  to: URL,
): Promise<{ url: string; server: Server; counted: () => number }> {
  let count = 0;
  const server = createServer((asked, answer) => {
    const target = String(asked.headers['x-amz-target'] ?? '');
    if (target.startsWith('DynamoDB')) count += 1;
    const { method, headers, url: path } = asked;
    const { hostname, port } = to;
    const passed = request({ hostname, port, method, path, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return { url, server, counted: () => count };
}

function asking(token: string): object {
  const path = '/v1/me';
  return {
    version: '2.0',
    routeKey: `GET ${path}`,
    rawPath: path,
    headers: { 'accept-language': 'zh-CN', authorization: `Bearer ${token}` },
    requestContext: {
      requestId: 'bench',
      stage: '$default',
      http: { method: 'GET', path },
    },
    isBase64Encoded: false,
  };
}
