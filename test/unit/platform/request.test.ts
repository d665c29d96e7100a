import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Route } from '../../../functions/platform/contract.ts';
import {
  bodyLimitBytes,
  rawBody,
  readRequest,
} from '../../../functions/platform/request.ts';

const contract: Route = {
  method: 'POST',
  path: '/v1/things/{id}',
  summary: 'A route to test with',
  access: 'signed-in',
  ifMatch: true,
  idempotent: true,
  params: z.strictObject({ id: z.string().regex(/^t_\d+$/) }),
  query: z.strictObject({ limit: z.coerce.number().int().optional() }),
  body: z.strictObject({ title: z.string().min(1), tags: z.array(z.string()) }),
  answer: { status: 201 },
  problems: [],
};

type Asked = Pick<APIGatewayProxyEventV2, 'headers' | 'isBase64Encoded'> & {
  pathParameters?: Record<string, string>;
  queryStringParameters?: Record<string, string>;
};
const asked: Asked = {
  headers: { 'content-type': 'application/json', 'if-match': '"1-1"' },
  pathParameters: { id: 't_1' },
  isBase64Encoded: false,
};
const good = JSON.stringify({ title: '浮力', tags: [] });
const read = (change: Partial<Asked>, body = good, language = 'en' as const) =>
  readRequest(
    contract,
    { ...asked, ...change } as APIGatewayProxyEventV2,
    body,
    language,
  );

test('a good request is read whole', () => {
  expect(read({ queryStringParameters: { limit: '5' } })).toEqual({
    ok: true,
    value: {
      params: { id: 't_1' },
      query: { limit: 5 },
      body: { title: '浮力', tags: [] },
      ifMatch: '"1-1"',
      idempotencyKey: undefined,
    },
  });
});

describe('a bad request is refused', () => {
  test.each([
    ['an id that cannot exist', { pathParameters: { id: 'x' } }, 'unknown'],
    [
      'no If-Match',
      { headers: { 'content-type': 'application/json' } },
      'precondition-missing',
    ],
    [
      'another media type',
      { headers: { ...asked.headers, 'content-type': 'text/xml' } },
      'media-type',
    ],
    ['no media type', { headers: { 'if-match': '"1-1"' } }, 'media-type'],
    [
      'an unknown parameter',
      { queryStringParameters: { page: '2' } },
      'malformed',
    ],
    [
      'a key with a space',
      { headers: { ...asked.headers, 'idempotency-key': 'a b' } },
      'malformed',
    ],
    [
      'an empty key',
      { headers: { ...asked.headers, 'idempotency-key': '' } },
      'malformed',
    ],
  ] as const)('with %s', (_, change, code) => {
    const order = read(change as Partial<Asked>);
    expect(order).toMatchObject({ ok: false, error: { code } });
  });

  test.each([
    ['no JSON', 'nonsense', ['']],
    ['an empty body', '', ['']],
    ['a list for an object', '[]', ['']],
    ['a field of another type', '{"title":1,"tags":[]}', ['/title']],
    ['two faults', '{"title":"","tags":[1]}', ['/title', '/tags/0']],
    ['an unknown field', '{"title":"a","tags":[],"a/b":1}', ['/a~1b']],
  ])('with %s, each field is named', (_, body, pointers) => {
    const refused = read({}, body);
    const errors = pointers.map((pointer) => ({ pointer }));
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'malformed', errors },
    });
  });
});

test('messages come in the language asked for', () => {
  const chinese = readRequest(
    contract,
    asked as APIGatewayProxyEventV2,
    '{"title":1,"tags":[]}',
    'zh-CN',
  );
  expect(JSON.stringify(chinese)).toMatch(/[一-龥]/);
});

test('a body is measured in bytes, and one byte too many is refused', () => {
  const event = (body: string) =>
    ({ body, isBase64Encoded: false }) as APIGatewayProxyEventV2;
  expect(rawBody(event('a'.repeat(bodyLimitBytes))).ok).toBe(true);
  const characters = '字'.repeat(Math.ceil(bodyLimitBytes / 3));
  expect(rawBody(event(characters))).toMatchObject({
    ok: false,
    error: { code: 'too-large', limitBytes: bodyLimitBytes },
  });
});

test('any body is read or refused, and nothing throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
      expect(typeof read({}, body).ok).toBe('boolean');
    }),
  );
});
