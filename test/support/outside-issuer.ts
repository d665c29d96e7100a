import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSign,
  generateKeyPairSync,
  type JsonWebKey,
  randomBytes,
} from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { Provider } from 'oidc-provider';
import * as z from 'zod';
import { outsideClient } from '../../local/deploy.ts';

/** A client of the issuer that is none of ours. */
export const foreignClient = 'another-portal';

const callback = 'https://portal.example/callback';

/** How long its access tokens count, in seconds. */
const accessSeconds = 300;

const Tokens = z.object({ access_token: z.string(), id_token: z.string() });

export type Claims = Readonly<Record<string, unknown>>;

/**
 * A whole OpenID provider beside the stack, as a district may have one: its own
 * keys, clients and sign-in. Whoever comes is believed to be who they say, by
 * the methods that they say.
 */
export async function outsideIssuer(issuer: string) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const jwk = { ...privateKey.export({ format: 'jwk' }), ...keyMarks };
  const provider = new Provider(issuer, configuration(jwk));
  const serve = provider.callback();
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', issuer);
    if (!pathname.startsWith('/interaction/')) {
      await serve(request, response);
      return;
    }
    const { params } = await provider.interactionDetails(request, response);
    const accountId = String(params.login_hint);
    const amr = String(params.acr_values).split('+');
    const grant = new provider.Grant({
      accountId,
      clientId: String(params.client_id),
    });
    grant.addOIDCScope('openid');
    grant.addResourceScope(audience, 'use');
    const grantId = await grant.save();
    const result = { login: { accountId, amr }, consent: { grantId } };
    await provider.interactionFinished(request, response, result);
  });
  await listen(server, new URL(issuer));
  return {
    /** Signs somebody in by authorization code with PKCE. */
    signIn: (subject: string, how: SignIn = {}) =>
      signInAt(issuer, subject, how),
    /** Signs any claims with the issuer's own key, and any header. */
    forge: (claims: Claims, header: Claims = {}) => signed(claims, header, jwk),
    /** The same by HMAC, with the public key for a secret. */
    confuse: (claims: Claims) => confused(claims, jwk),
    stop: () => stop(server),
  };
}

type SignIn = {
  /** @default a password alone */
  readonly amr?: readonly string[];
  readonly client?: string;
};

const audience = 'https://api.example/';
const keyMarks = { kid: 'outside-1', alg: 'RS256', use: 'sig' } as const;

function configuration(jwk: JsonWebKey) {
  const client = (client_id: string) => ({
    client_id,
    token_endpoint_auth_method: 'none' as const,
    redirect_uris: [callback],
    grant_types: ['authorization_code'],
    response_types: ['code' as const],
  });
  return {
    jwks: { keys: [jwk] },
    ttl: {
      AccessToken: accessSeconds,
      Grant: accessSeconds,
      IdToken: accessSeconds,
      Interaction: accessSeconds,
      Session: accessSeconds,
    },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    clients: [client(outsideClient), client(foreignClient)],
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId }),
    }),
    interactions: {
      url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}`,
    },
    extraTokenClaims: (ctx: {
      oidc: { entities: { AuthorizationCode?: object } };
    }) => {
      const { AuthorizationCode: code } = ctx.oidc.entities;
      return code && 'amr' in code ? { amr: code.amr } : {};
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'use',
          audience,
          accessTokenFormat: 'jwt' as const,
          accessTokenTTL: accessSeconds,
          jwt: { sign: { alg: 'RS256' as const } },
        }),
      },
    },
  };
}

async function signInAt(
  issuer: string,
  subject: string,
  { amr = ['pwd'], client = outsideClient }: SignIn,
) {
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL('/auth', issuer);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: client,
    redirect_uri: callback,
    scope: 'openid use',
    login_hint: subject,
    acr_values: amr.join('+'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const code = await codeFrom(url);
  const answer = await fetch(new URL('/token', issuer), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: client,
      redirect_uri: callback,
      code,
      code_verifier: verifier,
    }),
  });
  if (!answer.ok) throw new Error(`No tokens: ${await answer.text()}`);
  const tokens = Tokens.parse(await answer.json());
  return { accessToken: tokens.access_token, idToken: tokens.id_token };
}

/** Follows the redirects with their cookies, as a browser does. */
async function codeFrom(begin: URL): Promise<string> {
  const jar = new Map<string, string>();
  let next = begin;
  for (let step = 0; step < 10; step += 1) {
    if (next.href.startsWith(callback)) {
      const code = next.searchParams.get('code');
      if (code === null) throw new Error(`No code came back: ${next.search}`);
      return code;
    }
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`);
    const answer = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: cookie.join('; ') },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = answer.headers.get('location');
    if (location === null) throw new Error(await answer.text());
    next = new URL(location, next);
  }
  throw new Error('The issuer sends one round and round.');
}

function encoded(part: Claims): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function signed(claims: Claims, header: Claims, jwk: JsonWebKey): string {
  const usual = { alg: 'RS256', kid: keyMarks.kid, typ: 'at+jwt' };
  const text = `${encoded({ ...usual, ...header })}.${encoded(claims)}`;
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const signature = createSign('RSA-SHA256').update(text).sign(key);
  return `${text}.${signature.toString('base64url')}`;
}

function confused(claims: Claims, jwk: JsonWebKey): string {
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const header = { alg: 'HS256', kid: keyMarks.kid, typ: 'at+jwt' };
  const text = `${encoded(header)}.${encoded(claims)}`;
  const secret = key.export({ type: 'spki', format: 'pem' });
  const signature = createHmac('sha256', secret).update(text);
  return `${text}.${signature.digest('base64url')}`;
}

function listen(server: Server, { hostname, port }: URL): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(Number(port), hostname, done);
  });
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => {
    server.close(() => done());
  });
}
