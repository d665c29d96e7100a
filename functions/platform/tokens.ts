import {
  JwtExpiredError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
} from 'aws-jwt-verify/error';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { verifyJwt } from 'aws-jwt-verify/jwt-verifier';
import * as z from 'zod';
import { environment } from './environment.ts';
import { type IssuerKeys, issuerKeys, KeysUnavailable } from './issuer-keys.ts';
import { fail, ok, type Result } from './result.ts';

/** One issuer whose access tokens count, as `ISSUERS` lists it. */
export const Issuer = z.strictObject({
  /** The `iss` claim, exactly. */
  issuer: z.url({ protocol: /^https?$/ }),
  /** Where its JWKS is; not always under the issuer's own address. */
  keysUrl: z.url({ protocol: /^https?$/ }),
  /** Client ids whose tokens count: `client_id`, or `aud` without one. */
  audiences: z.array(z.string().min(1)).min(1),
  /**
   * By what claim its access tokens are told from its ID tokens, which are for
   * their client's eyes. @default the header's type is `at+jwt` (RFC 9068, 4)
   */
  accessMark: z
    .strictObject({ claim: z.string().min(1), value: z.string().min(1) })
    .optional(),
  /**
   * By what claim, and which of its values, a sign-in is known to be
   * two-factor, as `amr` and `acr` are. @default no sign-in is
   */
  secondFactor: z
    .strictObject({
      claim: z.string().min(1),
      values: z.array(z.string().min(1)).min(1),
    })
    .optional(),
  /**
   * Scope by which a machine client of the issuer is known, whose id is in no
   * list: the directory has it. @default its id is among `audiences`
   */
  clientScope: z.string().min(1).optional(),
});
export type Issuer = z.infer<typeof Issuer>;

/** Who a verified token speaks for. Roles come from the directory. */
export type Claims = {
  readonly issuer: string;
  readonly subject: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** When they signed in, if the issuer tells, else when it was issued. */
  readonly signedInAt: Date;
  readonly isTwoFactor: boolean;
  /** It speaks for a machine client, not for a person. */
  readonly isMachine: boolean;
};

/** The token of a request and what it says. */
export type Session = { readonly token: string; readonly claims: Claims };

export type TokenError =
  | { readonly code: 'token-invalid'; readonly reason: TokenReason }
  | { readonly code: 'unavailable' };
export type TokenReason =
  | 'too-long'
  | 'malformed'
  | 'algorithm'
  | 'issuer'
  | 'key'
  | 'signature'
  | 'expired'
  | 'not-yet-valid'
  | 'use'
  | 'client'
  | 'signed-out';

/** Longest token that is looked at, in characters (ASCII, so bytes). */
export const tokenCharacters = 8_192;

/**
 * RS256 is what Cognito signs with and what every OIDC issuer can; one
 * algorithm leaves nothing to confuse. Source: RFC 8725, 3.1.
 */
const algorithm = 'RS256';

const Payload = z.looseObject({
  sub: z.string().min(1).max(255),
  exp: z.number(),
  iat: z.number(),
  auth_time: z.number().optional(),
  client_id: z.string().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  scope: z.string().optional(),
});

/**
 * Verifies access tokens of several issuers. No request leaves for a token of
 * a known key; an unknown key is looked up at its issuer, at most once in ten
 * seconds.
 */
export function tokenVerifier(
  issuers: readonly Issuer[],
  keys: IssuerKeys = issuerKeys(),
): (token: string) => Promise<Result<Claims, TokenError>> {
  const issuerByName = new Map(issuers.map((one) => [one.issuer, one]));
  return async (token) => {
    if (token.length > tokenCharacters) return invalid('too-long');
    const said = readHeader(token);
    if (!said) return invalid('malformed');
    if (said.alg !== algorithm) return invalid('algorithm');
    const issuer = issuerByName.get(said.issuer ?? '');
    if (!issuer) return invalid('issuer');
    if (!said.kid) return invalid('key');
    try {
      const key = await keys.key(issuer.keysUrl, said.kid);
      if (!key) return invalid('key');
      const payload = await verifyJwt(
        token,
        issuer.keysUrl,
        // The audience stands in another claim with Cognito: checked below.
        { issuer: issuer.issuer, audience: null },
        async () => key,
      );
      return isAccess(issuer, said, payload)
        ? claimsOf(issuer, payload)
        : invalid('use');
    } catch (error) {
      if (error instanceof KeysUnavailable)
        return fail({ code: 'unavailable' });
      return invalid(reasonOf(error));
    }
  };
}

/** The issuers in the environment's `ISSUERS`. */
export function knownIssuers(): readonly Issuer[] {
  return z.array(Issuer).parse(JSON.parse(environment('ISSUERS')));
}

let verifier: ReturnType<typeof tokenVerifier> | undefined;

/** Verifies a token of one of the issuers in the environment's `ISSUERS`. */
export function verifyToken(
  token: string,
): Promise<Result<Claims, TokenError>> {
  verifier ??= tokenVerifier(knownIssuers());
  return verifier(token);
}

function readHeader(token: string) {
  try {
    const { header, payload } = decomposeUnverifiedJwt(token);
    const { alg, kid, typ } = header;
    return { alg, kid, typ, issuer: payload.iss };
  } catch {
    return undefined;
  }
}

/** Media types of access tokens as a header spells them. */
const accessTypes = ['at+jwt', 'application/at+jwt'];

function isAccess(
  { accessMark }: Issuer,
  { typ = '' }: { readonly typ?: unknown },
  payload: Readonly<Record<string, unknown>>,
): boolean {
  return accessMark
    ? payload[accessMark.claim] === accessMark.value
    : accessTypes.includes(String(typ).toLowerCase());
}

function claimsOf(row: Issuer, payload: unknown): Result<Claims, TokenError> {
  const parsed = Payload.safeParse(payload);
  if (!parsed.success) return invalid('malformed');
  const { issuer, audiences, secondFactor, clientScope } = row;
  const { sub, iat, auth_time = iat, scope = '' } = parsed.data;
  const { client_id, aud = [] } = parsed.data;
  const scopes = scope.split(' ').filter((one) => one !== '');
  const isMachine =
    sub === client_id &&
    clientScope !== undefined &&
    scopes.includes(clientScope);
  const clients = client_id === undefined ? [aud].flat() : [client_id];
  const clientId = isMachine
    ? client_id
    : clients.find((client) => audiences.includes(client));
  if (clientId === undefined) return invalid('client');
  const shown = secondFactor && parsed.data[secondFactor.claim];
  return ok({
    issuer,
    subject: sub,
    clientId,
    scopes,
    signedInAt: new Date(auth_time * 1_000),
    isTwoFactor: [shown]
      .flat()
      .some((one) => secondFactor?.values.includes(String(one))),
    isMachine,
  });
}

function reasonOf(error: unknown): TokenReason {
  if (error instanceof JwtExpiredError) return 'expired';
  if (error instanceof JwtNotBeforeError) return 'not-yet-valid';
  if (error instanceof JwtInvalidSignatureError) return 'signature';
  return 'malformed';
}

function invalid(reason: TokenReason): Result<never, TokenError> {
  return fail({ code: 'token-invalid', reason });
}
