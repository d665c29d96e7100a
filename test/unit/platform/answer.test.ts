import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  type AnswerNeeds,
  answer,
} from '../../../functions/platform/answer.ts';
import type { Person } from '../../../functions/platform/contract.ts';
import { fail, ok } from '../../../functions/platform/result.ts';
import { route } from '../../../functions/platform/route.ts';
import { machine } from './policy-cases.ts';

const person: Person = {
  kind: 'person',
  id: 'per_01J8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8Z',
  memberships: [{ organisation: 'org_a', role: 'student' }],
  inert: [],
  reads: new Set(['org_a']),
  manages: {},
};

const claims = {
  issuer: 'i',
  subject: 's',
  clientId: 'c',
  scopes: [],
  signedInAt: new Date('2026-09-01T07:00:00Z'),
  isTwoFactor: false,
  isMachine: false,
};

const needs: AnswerNeeds = {
  verify: async (token) =>
    token === 'good'
      ? ok(claims)
      : fail({ code: 'token-invalid', reason: 'expired' }),
  principals: { principal: async () => ok(person) },
  // Never called: no request of these tests carries an Idempotency-Key.
  client: {} as DynamoDBDocumentClient,
  now: () => new Date('2026-09-01T08:00:00Z'),
  told: () => {},
};

const open = route(
  {
    method: 'GET',
    path: '/v1/things',
    summary: 'Open to anyone',
    access: 'anyone',
    answer: { status: 200, body: z.strictObject({ who: z.string() }) },
    problems: ['unknown'],
  },
  async ({ principal }) => ok(principal.kind),
  (who) => ({ body: { who }, etag: '"1-1"' }),
);
const closed = route(
  {
    method: 'POST',
    path: '/v1/things',
    summary: 'Only for those who contribute',
    access: 'signed-in',
    permission: 'contribute',
    answer: { status: 201 },
    problems: ['state'],
  },
  async () => fail({ code: 'state', state: 'draft', possible: [] }),
  () => ({}),
);

function asked(authorization?: string, body?: string) {
  return {
    headers: { ...(authorization !== undefined && { authorization }) },
    body,
    isBase64Encoded: false,
    requestContext: { http: { method: 'GET', path: '/v1/things' } },
  } as APIGatewayProxyEventV2;
}

describe('given a route for anyone', () => {
  test('a visitor is answered with body and ETag', async () => {
    expect(await answer(needs, open, asked(), 'en')).toEqual(
      ok({
        statusCode: 200,
        headers: {
          'cache-control': 'private, no-cache',
          etag: '"1-1"',
          'content-type': 'application/json',
          'content-language': 'en',
        },
        body: '{"who":"visitor"}',
      }),
    );
  });
  test('a good token makes the caller a person', async () => {
    const answered = await answer(needs, open, asked('Bearer good'), 'en');
    expect(answered).toMatchObject(
      ok({ statusCode: 200, body: '{"who":"person"}' }),
    );
  });
  test.each(['Bearer bad', 'Basic good', 'good', 'Bearer'])(
    'the token "%s" is refused, never ignored',
    async (header) => {
      const answered = await answer(needs, open, asked(header), 'en');
      expect(answered).toMatchObject({ error: { code: 'token-invalid' } });
    },
  );
});

describe('given a route that needs a sign-in', () => {
  test('a visitor is asked to sign in', async () => {
    const answered = await answer(needs, closed, asked(), 'en');
    expect(answered).toEqual(fail({ code: 'token-missing' }));
  });
  test('a role that may not is told the rule, before the body is read', async () => {
    const request = asked('Bearer good', 'nonsense');
    const answered = await answer(needs, closed, request, 'en');
    expect(answered).toMatchObject({
      error: { code: 'forbidden', rule: expect.any(String) },
    });
  });
  test('an account that the district does not know is forbidden', async () => {
    const principals = { principal: async () => fail({ code: 'unknown' }) };
    const stranger = { ...needs, principals };
    const request = asked('Bearer good');
    expect(await answer(stranger, closed, request, 'en')).toEqual(
      fail({ code: 'forbidden', rule: 'no-person' }),
    );
  });
  test('a machine client that nobody registered is no client of ours', async () => {
    const principals = { principal: async () => fail({ code: 'unknown' }) };
    const verify = async () => ok({ ...claims, isMachine: true });
    const stranger = { ...needs, principals, verify };
    const answered = await answer(stranger, closed, asked('Bearer good'), 'en');
    expect(answered).toEqual(fail({ code: 'token-invalid', reason: 'client' }));
  });
  test('a machine client may not do what is for people', async () => {
    const client = machine('cli_bot', 'org_school', 'contributor');
    const principals = { principal: async () => ok(client) };
    const asking = { ...needs, principals };
    const answered = await answer(asking, closed, asked('Bearer good'), 'en');
    expect(answered).toEqual(fail({ code: 'forbidden', rule: 'people-only' }));
  });
  test('whoever signed out everywhere must sign in again', async () => {
    const principals = { principal: async () => fail({ code: 'signed-out' }) };
    const gone = { ...needs, principals };
    const answered = await answer(gone, open, asked('Bearer good'), 'en');
    expect(answered).toEqual(
      fail({ code: 'token-invalid', reason: 'signed-out' }),
    );
  });
  test('a failure of the use case comes back with its facts', async () => {
    const teacher: Person = {
      ...person,
      memberships: [{ organisation: 'org_a', role: 'teacher' }],
      inert: [],
      manages: { teacher: new Set(['org_a']) },
    };
    const principals = { principal: async () => ok(teacher) };
    const request = asked('Bearer good');
    const answered = await answer(
      { ...needs, principals },
      closed,
      request,
      'en',
    );
    expect(answered).toEqual(
      fail({ code: 'state', state: 'draft', possible: [] }),
    );
  });
});
