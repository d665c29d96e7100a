import { inject } from 'vitest';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed when it is JSON, else its text; read it by the route's contract. */
  readonly body: unknown;
};

/** A request: `headers` are added to the client's own. */
export type Options = {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Longest that one request may take; API Gateway itself gives up at 30 s. */
const limitMs = 30_000;

/**
 * A client of the deployed API. Redirects are answered, not followed; a body is
 * sent as JSON, a string as it is.
 */
export function client(token?: string) {
  const { apiUrl } = inject('stack');
  async function request(
    method: string,
    path: string,
    { body, headers }: Options = {},
  ): Promise<Answer> {
    const isJson = body !== undefined && typeof body !== 'string';
    const answer = await fetch(`${apiUrl}${path}`, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(limitMs),
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: isJson ? JSON.stringify(body) : (body as string | undefined),
    });
    const text = await answer.text();
    const type = answer.headers.get('content-type') ?? '';
    const isParsed = /\bjson\b/.test(type) && text !== '';
    return {
      status: answer.status,
      headers: answer.headers,
      body: isParsed ? JSON.parse(text) : text || undefined,
    };
  }
  type Headers = Options['headers'];
  return {
    request,
    get: (path: string, headers?: Headers) => request('GET', path, { headers }),
    post: (path: string, body?: unknown, headers?: Headers) =>
      request('POST', path, { body, headers }),
    put: (path: string, body?: unknown, headers?: Headers) =>
      request('PUT', path, { body, headers }),
    patch: (path: string, body?: unknown, headers?: Headers) =>
      request('PATCH', path, { body, headers }),
    delete: (path: string, headers?: Headers) =>
      request('DELETE', path, { headers }),
  };
}
export type Client = ReturnType<typeof client>;

/** Someone without an account. */
export function visitor(): Client {
  return client();
}
