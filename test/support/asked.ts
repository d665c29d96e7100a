import { randomUUID } from 'node:crypto';

export type Sent = {
  readonly status: number;
  readonly body: unknown;
  readonly etag: string;
};

type Handler = (event: never, context: never) => Promise<unknown>;
type Answered = {
  readonly statusCode: number;
  readonly body?: string;
  readonly headers: { readonly etag?: string };
};

export type Asked = {
  readonly token: string;
  readonly method: string;
  readonly path: string;
  readonly parameters?: object;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** A request as API Gateway gives it to a function. */
export function requestEvent(asked: Asked): object {
  const { token, method, path, query, parameters, headers, body } = asked;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    queryStringParameters: query,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...headers,
    },
    pathParameters: parameters,
    requestContext: {
      requestId: randomUUID(),
      stage: '$default',
      http: { method, path },
    },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  };
}

/** Asks a function's code in this process, with what it is given broken. */
export async function ask(handler: Handler, asked: Asked): Promise<Sent> {
  const event = requestEvent(asked);
  const answered = (await handler(event as never, {} as never)) as Answered;
  const { statusCode: status, body = '{}', headers } = answered;
  return { status, body: JSON.parse(body), etag: headers.etag ?? '' };
}
