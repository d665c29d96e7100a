import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type * as z from 'zod';
import {
  type FirstOperator,
  FirstOperatorAnswer,
  Me,
  NewMember,
  SeenOrganisation,
} from '../../functions/identity/contract.ts';
import { accounts } from '../../functions/identity/store/accounts.ts';
import { ownDirectory } from './identity-table.ts';

ownDirectory();

const keys = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const jwk = { ...keys.publicKey.export({ format: 'jwk' }), kid: 'k1' };
const client = 'client-1';
let server: Server;
let handle: (event: never, context: Context) => Promise<unknown>;
let makeFirst: (event: unknown) => Promise<unknown>;

beforeAll(async () => {
  server = createServer((_, answer) =>
    answer.end(JSON.stringify({ keys: [jwk] })),
  );
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const issuer = {
    issuer: inject('stack').issuer,
    keysUrl: `http://127.0.0.1:${port}/jwks.json`,
    audiences: [client],
    accessMark: { claim: 'token_use', value: 'access' },
    secondFactor: { claim: 'amr', values: ['mfa'] },
  };
  process.env.ISSUERS = JSON.stringify([issuer]);
  process.env.DOCS_URL = 'https://docs.example';
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
  // They read their environment when they are imported.
  handle = (await import('../../functions/identity/api.ts')).handler as never;
  makeFirst = (await import('../../functions/identity/on-first-operator.ts'))
    .handler;
});
afterAll(() => {
  server.close();
});

async function tokenOf(username: string): Promise<string> {
  const account = await accounts.find(username);
  const seconds = Math.floor(Date.now() / 1_000);
  const parts = [
    { alg: 'RS256', kid: 'k1' },
    {
      iss: inject('stack').issuer,
      sub: account?.subject,
      client_id: client,
      token_use: 'access',
      amr: 'mfa',
      iat: seconds,
      exp: seconds + 600,
    },
  ];
  const input = parts
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = createSign('RSA-SHA256').update(input);
  return `${input}.${signature.sign(keys.privateKey, 'base64url')}`;
}

type Asked = {
  readonly as?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};
type Answered = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
};

/** One request, as API Gateway hands it to the function. */
async function ask(method: string, address: string, asked: Asked = {}) {
  const { pathname, searchParams } = new URL(address, 'https://api.example');
  const token = asked.as === undefined ? undefined : await tokenOf(asked.as);
  const event: Partial<APIGatewayProxyEventV2> = {
    version: '2.0',
    rawPath: pathname,
    rawQueryString: searchParams.toString(),
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(asked.body !== undefined && { 'content-type': 'application/json' }),
      ...asked.headers,
    },
    queryStringParameters: Object.fromEntries(searchParams),
    requestContext: {
      requestId: ulid(),
      http: { method, path: pathname },
    } as APIGatewayProxyEventV2['requestContext'],
    ...(asked.body !== undefined && { body: JSON.stringify(asked.body) }),
    isBase64Encoded: false,
  };
  const context = { awsRequestId: ulid() } as Context;
  const answer = (await handle(event as never, context)) as Answered;
  const text = answer.body;
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: typeof text === 'string' ? JSON.parse(text) : undefined,
  };
}

function readAs<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  return schema.parse(body);
}

const root = `root-${ulid().toLowerCase()}`;
const first: FirstOperator = {
  username: root,
  name: '首位运维',
  organisation: '示例区教育局',
};
let bureau: string;

beforeAll(async () => {
  const answer = FirstOperatorAnswer.parse(await makeFirst(first));
  if (answer.outcome !== 'made') throw new Error(JSON.stringify(answer));
  bureau = answer.organisation;
});

async function newSchool() {
  const body = { kind: 'school', name: `学校 ${ulid()}`, parent: bureau };
  const made = await ask('POST', '/v1/organisations', { as: root, body });
  expect(made.status).toBe(201);
  return readAs(SeenOrganisation, made.body);
}

async function newMember(organisation: string, roles: readonly string[]) {
  const username = `u${ulid().toLowerCase()}`;
  const body = { username, name: '王老师', roles };
  const path = `/v1/organisations/${organisation}/members`;
  const added = await ask('POST', path, { as: root, body });
  expect(added.status).toBe(201);
  return { added, username, body, path };
}

test('an event that is no first operator is refused with what does not fit', async () => {
  const answer = FirstOperatorAnswer.parse(await makeFirst({ username: 'X' }));
  expect(answer).toMatchObject({ outcome: 'refused', reason: 'malformed' });
  expect(JSON.stringify(answer)).toContain('organisation');
});

describe('given the first operator', () => {
  test('they see who they are and what they may do', async () => {
    const { status, body } = await ask('GET', '/v1/me', { as: root });
    expect(status).toBe(200);
    const me = readAs(Me, body);
    expect(me.person.name).toBe('首位运维');
    expect(me.memberships).toMatchObject([
      {
        organisation: { id: bureau, kind: 'bureau' },
        roles: ['organisation-admin', 'operator'],
      },
    ]);
    const may = ['administer', 'audit', 'operate'];
    expect(me.permissions[0]?.actions).toEqual(expect.arrayContaining(may));
  });

  test('nobody sees it without a token', async () => {
    expect(await ask('GET', '/v1/me')).toMatchObject({ status: 401 });
  });
});

describe('given a school', () => {
  test('anyone reads it, and finds it among those under the bureau', async () => {
    const school = await newSchool();
    const read = await ask('GET', `/v1/organisations/${school.id}`);
    expect(read).toMatchObject({
      status: 200,
      body: { ...school, actions: [] },
      headers: { etag: '"1"' },
    });
    const seen: string[] = [];
    let next: string | undefined = '';
    while (next !== undefined) {
      const cursor: string =
        next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
      const page = await ask(
        'GET',
        `/v1/organisations?parent=${bureau}&limit=2${cursor}`,
      );
      expect(page.status).toBe(200);
      seen.push(...page.body.items.map(({ id }: SeenOrganisation) => id));
      next = page.body.next;
    }
    expect(seen.filter((id) => id === school.id)).toHaveLength(1);
  });

  test('a cursor of another list is refused', async () => {
    await newSchool();
    await newSchool();
    const page = await ask('GET', `/v1/organisations?parent=${bureau}&limit=1`);
    const other = await ask(
      'GET',
      `/v1/organisations?limit=1&cursor=${page.body.next}`,
    );
    expect(other).toMatchObject({
      status: 400,
      body: { type: expect.stringMatching(/cursor-invalid$/) },
    });
  });

  test('it is renamed under If-Match only', async () => {
    const { id } = await newSchool();
    const path = `/v1/organisations/${id}`;
    const rename = (headers: Record<string, string>) =>
      ask('PATCH', path, { as: root, body: { name: '新校名' }, headers });
    expect((await rename({})).status).toBe(428);
    expect((await rename({ 'if-match': '"1"' })).headers.etag).toBe('"2"');
    expect((await rename({ 'if-match': '"1"' })).status).toBe(412);
  });

  test('made twice under one key, it is made once', async () => {
    const body = { kind: 'school', name: '同一所', parent: bureau };
    const headers = { 'idempotency-key': ulid() };
    const one = await ask('POST', '/v1/organisations', {
      as: root,
      body,
      headers,
    });
    const two = await ask('POST', '/v1/organisations', {
      as: root,
      body,
      headers,
    });
    expect(one.status).toBe(201);
    expect(two.body).toEqual(one.body);
  });
});

describe('given a member', () => {
  test('the first password is answered once, to nobody else and to no cache', async () => {
    const school = await newSchool();
    const { added, username, body, path } = await newMember(school.id, [
      'teacher',
    ]);
    expect(added.headers['cache-control']).toBe('no-store');
    const one = readAs(NewMember, added.body);
    const again = await ask('POST', path, { as: root, body });
    const two = readAs(NewMember, again.body);
    expect(two.person).toEqual(one.person);
    expect(two.oneTimePassword).not.toBe(one.oneTimePassword);
    const refused = await ask('POST', path, { as: username, body });
    expect(refused).toMatchObject({
      status: 403,
      body: { rule: 'administrators-only' },
    });
  });

  test('a role is given, counts at once for writes, and is taken', async () => {
    const school = await newSchool();
    const { added, username } = await newMember(school.id, ['teacher']);
    const { person } = readAs(NewMember, added.body);
    const path = `/v1/organisations/${school.id}/members/${person.id}/roles/organisation-admin`;
    const body = { kind: 'teaching-group', name: '语文组', parent: school.id };
    const create = () =>
      ask('POST', '/v1/organisations', { as: username, body });
    expect((await create()).status).toBe(403);
    const granted = await ask('PUT', path, { as: root });
    expect(granted).toMatchObject({
      status: 200,
      body: { roles: ['teacher', 'organisation-admin'] },
    });
    expect((await create()).status).toBe(201);
    expect(await ask('DELETE', path, { as: root })).toMatchObject({
      status: 204,
      body: undefined,
    });
    expect((await create()).status).toBe(403);
  });

  test('an admin gives no role above their reach, with the reason in both languages', async () => {
    const school = await newSchool();
    const { username, path } = await newMember(school.id, [
      'organisation-admin',
    ]);
    const body = { username: 'somebody-else', name: '李', roles: ['auditor'] };
    const refused = await ask('POST', path, {
      as: username,
      body,
      headers: { 'accept-language': 'en' },
    });
    expect(refused).toMatchObject({
      status: 403,
      body: {
        rule: 'operators-assign',
        detail: expect.stringContaining('Only operators'),
      },
    });
    const chinese = await ask('POST', path, { as: username, body });
    expect(chinese.body.detail).toContain('平台运维');
  });

  test('members are listed to those who administer the organisation', async () => {
    const school = await newSchool();
    const { added, path } = await newMember(school.id, ['student']);
    const listed = await ask('GET', path, { as: root });
    const { person } = readAs(NewMember, added.body);
    expect(listed.body).toEqual({
      items: [{ person, organisation: school.id, roles: ['student'] }],
    });
  });

  test('the last operator stays one', async () => {
    const { body } = await ask('GET', '/v1/me', { as: root });
    const { person } = readAs(Me, body);
    const path = `/v1/organisations/${bureau}/members/${person.id}/roles/operator`;
    const refused = await ask('DELETE', path, { as: root });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '' }] },
    });
  });
});
