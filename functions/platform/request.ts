import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import en from 'zod/v4/locales/en.js';
import zhCn from 'zod/v4/locales/zh-CN.js';
import type { Language, Route } from './contract.ts';
import type { FieldError } from './problem.ts';
import { fail, ok, type Result } from './result.ts';

/** Largest body that is taken; files never pass through the API. */
export const bodyLimitBytes = 1_048_576;

/** Longest key that is taken: a UUID with room to spare. */
const idempotencyKeyCharacters = 200;

type Refused =
  | { code: 'too-large'; sizeBytes: number; limitBytes: number }
  | { code: 'media-type'; mediaType: string }
  | { code: 'malformed'; errors: FieldError[] }
  | { code: 'unknown' }
  | { code: 'precondition-missing' };

/** What a request says, checked against its route. */
export type Said = {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly ifMatch: string | undefined;
  readonly idempotencyKey: string | undefined;
};

const messages = {
  'zh-CN': zhCn().localeError,
  en: en().localeError,
} as const;

/** The body's bytes as text, unless it is too large to look at. */
export function rawBody(
  event: APIGatewayProxyEventV2,
): Result<string, Refused> {
  const { body = '', isBase64Encoded } = event;
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return bytes.length > bodyLimitBytes
    ? fail({
        code: 'too-large',
        sizeBytes: bytes.length,
        limitBytes: bodyLimitBytes,
      })
    : ok(bytes.toString('utf8'));
}

/**
 * Checks path, query, body and headers against the route's schemas. An id that
 * cannot exist is unknown, like any other that does not.
 */
export function readRequest(
  route: Route,
  event: APIGatewayProxyEventV2,
  text: string,
  language: Language,
): Result<Said, Refused> {
  const options = { error: messages[language] };
  const params = (route.params ?? z.object()).safeParse(
    event.pathParameters ?? {},
    options,
  );
  if (!params.success) return fail({ code: 'unknown' });
  const query = (route.query ?? z.strictObject({})).safeParse(
    event.queryStringParameters ?? {},
    options,
  );
  if (!query.success) return malformed(query.error, queryPointer);
  const parsed = parseBody(route, event, text, language);
  if (!parsed.ok) return parsed;
  const body = (route.body ?? z.strictObject({})).safeParse(
    parsed.value,
    options,
  );
  if (!body.success) return malformed(body.error, bodyPointer);
  const ifMatch = event.headers['if-match'];
  if (route.ifMatch === true && ifMatch === undefined) {
    return fail({ code: 'precondition-missing' });
  }
  const idempotencyKey = route.idempotent
    ? event.headers['idempotency-key']
    : undefined;
  if (idempotencyKey !== undefined && !isKey(idempotencyKey)) {
    return fail({
      code: 'malformed',
      errors: [keyError[language]],
    });
  }
  return ok({
    params: params.data,
    query: query.data,
    body: body.data,
    ifMatch,
    idempotencyKey,
  });
}

const keyError = {
  'zh-CN': {
    pointer: 'Idempotency-Key',
    message: `应为 1 至 ${idempotencyKeyCharacters} 个可见的 ASCII 字符`,
  },
  en: {
    pointer: 'Idempotency-Key',
    message: `Expected 1 to ${idempotencyKeyCharacters} visible ASCII characters`,
  },
} as const satisfies Record<Language, FieldError>;

const notJson = {
  'zh-CN': { pointer: '', message: '请求体不是有效的 JSON' },
  en: { pointer: '', message: 'The body is not JSON' },
} as const satisfies Record<Language, FieldError>;

function isKey(key: string): boolean {
  return key.length <= idempotencyKeyCharacters && /^[\x21-\x7e]+$/.test(key);
}

function parseBody(
  route: Route,
  event: APIGatewayProxyEventV2,
  text: string,
  language: Language,
): Result<unknown, Refused> {
  const isNeeded = route.body !== undefined && !route.isBodyOptional;
  if (text === '' && !isNeeded) return ok({});
  const mediaType = event.headers['content-type'] ?? '';
  if (text !== '' && !/^application\/json\s*(;|$)/i.test(mediaType)) {
    return fail({ code: 'media-type', mediaType });
  }
  try {
    return ok(JSON.parse(text));
  } catch {
    return fail({ code: 'malformed', errors: [notJson[language]] });
  }
}

type Pointer = (path: readonly PropertyKey[]) => string;
const queryPointer: Pointer = (path) => `?${path.map(String).join('.')}`;
const bodyPointer: Pointer = (path) =>
  path
    .map((step) => `/${String(step).replace(/~/g, '~0').replace(/\//g, '~1')}`)
    .join('');

function malformed(
  error: z.ZodError,
  pointer: Pointer,
): Result<never, Refused> {
  const errors = error.issues.flatMap((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    return keys.map((key) => ({
      pointer: pointer(key === undefined ? issue.path : [...issue.path, key]),
      message: issue.message,
    }));
  });
  return fail({ code: 'malformed', errors });
}
