import { setTimeout as pause } from 'node:timers/promises';
import type { PutRequest } from '../functions/files/contract.ts';
import type { Client } from './client.ts';

const timeoutMs = 60_000;
const attemptsMost = 4;
const pauseMs = 500;

/** Names of requests to S3 itself in a report. */
export const s3Routes = { put: 'PUT (S3)', get: 'GET (S3)' } as const;

/** Sends a file's bytes to the address that the API gave for them. */
export async function sendBytes(
  client: Client,
  { url, headers, method }: PutRequest,
  bytes: Buffer,
): Promise<void> {
  const body = new Uint8Array(bytes);
  const answer = await attempts(client, s3Routes.put, () =>
    fetch(url, { method, headers, body, signal: limit() }),
  );
  if (!answer.ok) {
    const text = await answer.text();
    throw new Error(`The bytes were not taken: ${answer.status} ${text}`);
  }
}

/** Gets a file's bytes from the address that the API led to. */
export async function fetchBytes(client: Client, url: string): Promise<Buffer> {
  const answer = await attempts(client, s3Routes.get, () =>
    fetch(url, { signal: limit() }),
  );
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (answer.ok) return bytes;
  throw new Error(`No bytes came: ${answer.status} ${bytes.toString('utf8')}`);
}

function limit(): AbortSignal {
  return AbortSignal.timeout(timeoutMs);
}

/** Both ways may be repeated: the same bytes go to the same place. */
async function attempts(
  client: Client,
  route: string,
  request: () => Promise<Response>,
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const began = performance.now();
    const answer = await request().catch((error: unknown) => {
      if (attempt === attemptsMost) throw error;
      return undefined;
    });
    const isDown = answer === undefined || answer.status >= 500;
    if (!isDown || attempt === attemptsMost) {
      if (answer === undefined) throw new Error(`${route} had no answer.`);
      client.sampled({
        route,
        status: answer.status,
        milliseconds: performance.now() - began,
        attempts: attempt,
        requestId: undefined,
      });
      return answer;
    }
    await pause(pauseMs * attempt);
  }
}
