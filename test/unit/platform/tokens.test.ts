import {
  createHmac,
  createSign,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { issuerKeys } from '../../../functions/platform/issuer-keys.ts';
import {
  type Issuer,
  tokenCharacters,
  tokenVerifier,
} from '../../../functions/platform/tokens.ts';

const pair = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const issuer = 'https://issuer.example/pool';

const base64url = (value: unknown) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;

const perfect = {
  iss: issuer,
  sub: 'subject-1',
  client_id: 'portal',
  token_use: 'access',
  scope: 'openid profile',
  exp: inSeconds(600),
  iat: inSeconds(0),
};

function signed(
  payload: object,
  header: object = {},
  key: KeyObject = pair.privateKey,
): string {
  const head = { alg: 'RS256', kid: 'k1', typ: 'JWT', ...header };
  const input = `${base64url(head)}.${base64url(payload)}`;
  const signature = createSign('RSA-SHA256').update(input).sign(key);
  return `${input}.${signature.toString('base64url')}`;
}

function hmacWithPublicKey(): string {
  const pem = pair.publicKey.export({ type: 'spki', format: 'pem' });
  const input = `${base64url({ alg: 'HS256', kid: 'k1' })}.${base64url(perfect)}`;
  const signature = createHmac('sha256', pem).update(input);
  return `${input}.${signature.digest('base64url')}`;
}

const jwk = (kid: string, { publicKey } = pair) => ({
  ...publicKey.export({ format: 'jwk' }),
  kid,
  use: 'sig',
  alg: 'RS256',
});

let server: Server;
let requests = 0;
let listener: RequestListener;
let clock = 0;

beforeEach(async () => {
  requests = 0;
  clock = Date.now();
  listener = (_, response) =>
    response.end(JSON.stringify({ keys: [jwk('k1')] }));
  server = createServer((request, response) => {
    requests += 1;
    listener(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function verifier() {
  const { port } = server.address() as AddressInfo;
  const row: Issuer = {
    issuer,
    keysUrl: `http://127.0.0.1:${port}/jwks.json`,
    audiences: ['portal'],
    accessMark: { claim: 'token_use', value: 'access' },
    secondFactor: { claim: 'amr', values: ['otp', 'hwk'] },
    clientScope: 'xueyuan/call',
  };
  const second = {
    ...row,
    issuer: 'https://second.example',
    audiences: ['app'],
  };
  return tokenVerifier(
    [
      row,
      { ...second, accessMark: undefined },
      {
        issuer: 'https://fourth.example',
        keysUrl: row.keysUrl,
        audiences: ['app'],
      },
    ],
    issuerKeys(() => clock),
  );
}

test('a good token tells its issuer, subject, client and scopes', async () => {
  const verified = await verifier()(signed(perfect));
  expect(verified).toEqual({
    ok: true,
    value: {
      issuer,
      subject: 'subject-1',
      clientId: 'portal',
      scopes: ['openid', 'profile'],
      signedInAt: new Date(perfect.iat * 1_000),
      isTwoFactor: false,
      isMachine: false,
    },
  });
});

test('another issuer may name its client in aud', async () => {
  const { client_id: _, token_use: __, ...rest } = perfect;
  const claims = { ...rest, iss: 'https://second.example', aud: ['x', 'app'] };
  const verified = await verifier()(signed(claims, { typ: 'at+jwt' }));
  expect(verified).toMatchObject({ ok: true, value: { clientId: 'app' } });
});

test('the time of the sign-in counts, not that of a renewed token', async () => {
  const renewed = { ...perfect, auth_time: inSeconds(-3_600) };
  const verified = await verifier()(signed(renewed));
  const signedInAt = new Date(renewed.auth_time * 1_000);
  expect(verified).toMatchObject({ value: { signedInAt } });
});

test.each([
  { amr: ['pwd', 'otp'], is: true },
  { amr: 'hwk', is: true },
  { amr: ['pwd'], is: false },
  { amr: { otp: true }, is: false },
  { amr: undefined, is: false },
  { acr: 'otp', is: false },
])('a sign-in with $amr is two-factor: $is', async ({ is, ...claims }) => {
  const verified = await verifier()(signed({ ...perfect, ...claims }));
  expect(verified).toMatchObject({ ok: true, value: { isTwoFactor: is } });
});

test('an issuer of whom nothing was said knows no second factor', async () => {
  const claims = {
    ...perfect,
    iss: 'https://fourth.example',
    client_id: 'app',
  };
  const verified = await verifier()(
    signed({ ...claims, amr: ['otp'] }, { typ: 'at+jwt' }),
  );
  expect(verified).toMatchObject({ ok: true, value: { isTwoFactor: false } });
});

describe('given a machine client of no list', () => {
  const machine = { ...perfect, sub: 'm1', client_id: 'm1' };
  const scope = 'xueyuan/call';

  test('the scope of machine clients lets it in to be looked for', async () => {
    const verified = await verifier()(signed({ ...machine, scope }));
    const value = { isMachine: true, clientId: 'm1', subject: 'm1' };
    expect(verified).toMatchObject({ ok: true, value });
  });

  test.each([
    { what: 'without that scope', claims: { ...machine, scope: 'openid' } },
    {
      what: 'that speaks for another',
      claims: { ...machine, sub: 'p1', scope },
    },
    {
      what: 'of an issuer without machine clients',
      claims: { ...machine, iss: 'https://fourth.example', scope },
    },
  ])('one $what is refused', async ({ claims }) => {
    const error = { code: 'token-invalid', reason: 'client' };
    const token = signed(claims, { typ: 'at+jwt' });
    expect(await verifier()(token)).toEqual({ ok: false, error });
  });
});

const bad: { what: string; token: () => string; reason: string }[] = [
  { what: 'no token at all', token: () => 'abc', reason: 'malformed' },
  {
    what: 'of 20 KB',
    token: () => signed({ ...perfect, pad: 'x'.repeat(20_000) }),
    reason: 'too-long',
  },
  {
    what: 'of algorithm none',
    token: () =>
      `${base64url({ alg: 'none', kid: 'k1' })}.${base64url(perfect)}.e30`,
    reason: 'algorithm',
  },
  {
    what: 'of HS256 with the public key',
    token: hmacWithPublicKey,
    reason: 'algorithm',
  },
  {
    what: 'of an algorithm other than RS256',
    token: () => signed(perfect, { alg: 'RS512' }),
    reason: 'algorithm',
  },
  {
    what: 'of a wrong issuer',
    token: () => signed({ ...perfect, iss: 'https://evil.example' }),
    reason: 'issuer',
  },
  {
    what: 'of another client',
    token: () => signed({ ...perfect, client_id: 'foreign' }),
    reason: 'client',
  },
  {
    what: "of another issuer's client",
    token: () => signed({ ...perfect, client_id: 'app' }),
    reason: 'client',
  },
  {
    what: 'of a client named only in aud',
    token: () => signed({ ...perfect, client_id: 'foreign', aud: 'portal' }),
    reason: 'client',
  },
  {
    what: 'without a key id',
    token: () => signed(perfect, { kid: undefined }),
    reason: 'key',
  },
  {
    what: 'of an unknown key',
    token: () => signed(perfect, { kid: 'k9' }),
    reason: 'key',
  },
  {
    what: 'signed by a foreign key',
    token: () => signed(perfect, {}, other.privateKey),
    reason: 'signature',
  },
  {
    what: 'that has expired',
    token: () => signed({ ...perfect, exp: inSeconds(-60) }),
    reason: 'expired',
  },
  {
    what: 'that never expires',
    token: () => signed({ ...perfect, exp: undefined }),
    reason: 'malformed',
  },
  {
    what: 'that does not say when it was issued',
    token: () => signed({ ...perfect, iat: undefined }),
    reason: 'malformed',
  },
  {
    what: 'not valid yet',
    token: () => signed({ ...perfect, nbf: inSeconds(60) }),
    reason: 'not-yet-valid',
  },
  {
    what: 'for identity instead of access',
    token: () => signed({ ...perfect, token_use: 'id' }),
    reason: 'use',
  },
  {
    what: 'for identity, of an issuer that marks access tokens by their type',
    token: () =>
      signed({ ...perfect, iss: 'https://fourth.example', client_id: 'app' }),
    reason: 'use',
  },
  {
    what: 'without a subject',
    token: () => signed({ ...perfect, sub: undefined }),
    reason: 'malformed',
  },
];

test.each(bad)(
  'a token $what is refused: $reason',
  async ({ token, reason }) => {
    const error = { code: 'token-invalid', reason };
    expect(await verifier()(token())).toEqual({ ok: false, error });
  },
);

test('a token changed in its payload is refused', async () => {
  const [header, , signature] = signed(perfect).split('.');
  const changed = base64url({ ...perfect, sub: 'somebody-else' });
  const verified = await verifier()(`${header}.${changed}.${signature}`);
  expect(verified).toMatchObject({ error: { reason: 'signature' } });
});

test('any text is answered, never thrown', async () => {
  const verify = verifier();
  const part = fc.oneof(
    fc.string(),
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
    fc.constant(base64url({ alg: 'RS256', kid: 'k1' })),
    fc.constant(base64url(perfect)),
  );
  const token = fc
    .array(part, { maxLength: 4 })
    .map((parts) => parts.join('.'));
  await fc.assert(
    fc.asyncProperty(token, async (text) => {
      expect(await verify(text)).toMatchObject({
        error: { code: 'token-invalid' },
      });
    }),
  );
});

describe('keys', () => {
  test('are fetched once for many tokens', async () => {
    const verify = verifier();
    await Promise.all([1, 2, 3].map(() => verify(signed(perfect))));
    await verify(signed(perfect));
    expect(requests).toBe(1);
  });

  test('that are known go on when the issuer does not answer', async () => {
    const verify = verifier();
    await verify(signed(perfect));
    listener = (_, response) => response.writeHead(500).end();
    clock += 2 * 3_600_000;
    expect(await verify(signed(perfect))).toMatchObject({ ok: true });
  });

  test('that are unknown and cannot be asked for are unavailable', async () => {
    const verify = verifier();
    await verify(signed(perfect));
    clock += 11_000;
    listener = (request) => request.socket.destroy();
    const unknown = await verify(signed(perfect, { kid: 'k2' }));
    expect(unknown).toEqual({ ok: false, error: { code: 'unavailable' } });
  });

  test('that the issuer no longer lists end within the hour', async () => {
    const verify = verifier();
    await verify(signed(perfect));
    listener = (_, response) =>
      response.end(JSON.stringify({ keys: [jwk('k2')] }));
    clock += 3_600_001;
    const revoked = await verify(signed(perfect));
    expect(revoked).toMatchObject({ error: { reason: 'key' } });
    expect(await verify(signed(perfect, { kid: 'k2' }))).toMatchObject({
      ok: true,
    });
  });

  test('are asked for at most once in ten seconds, whatever tokens name', async () => {
    const verify = verifier();
    for (let index = 0; index < 20; index += 1) {
      await verify(signed(perfect, { kid: `made-up-${index}` }));
    }
    expect(requests).toBe(1);
    clock += 10_000;
    await verify(signed(perfect, { kid: 'made-up' }));
    expect(requests).toBe(2);
  });

  test.each([
    {
      what: 'a redirect',
      answer: ((_, response) =>
        response
          .writeHead(302, { location: '/other' })
          .end()) as RequestListener,
    },
    {
      what: 'more than 64 KB',
      answer: ((_, response) =>
        response.end(
          JSON.stringify({ keys: [jwk('k1')], pad: 'x'.repeat(70_000) }),
        )) as RequestListener,
    },
    {
      what: 'no JSON',
      answer: ((_, response) => response.end('<html>')) as RequestListener,
    },
    {
      what: 'nothing',
      answer: ((request) => request.socket.destroy()) as RequestListener,
    },
  ])('are unavailable when the issuer answers $what', async ({ answer }) => {
    listener = answer;
    const verified = await verifier()(signed(perfect));
    expect(verified).toEqual({ ok: false, error: { code: 'unavailable' } });
  });

  test('of other kinds in the set are passed over', async () => {
    const odd = [
      { kty: 'EC', kid: 'k1', crv: 'P-256' },
      { kty: 'RSA' },
      null,
      jwk('k1'),
    ];
    listener = (_, response) => response.end(JSON.stringify({ keys: odd }));
    expect(await verifier()(signed(perfect))).toMatchObject({ ok: true });
  });
});

test('the longest token that is looked at fits in a header', () => {
  expect(tokenCharacters).toBe(8_192);
});
