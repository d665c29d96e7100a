import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type {
  Actor,
  Language,
  Principal,
  Route,
  Unrecognised,
} from './contract.ts';
import { mayEver } from './policy.ts';
import type { HttpAnswer, Trouble } from './problem.ts';
import { rawBody, readRequest, type Said } from './request.ts';
import { fail, ok, type Result } from './result.ts';
import type { BoundRoute, RequestOf } from './route.ts';
import type { Claims, Session, TokenError } from './tokens.ts';
import {
  AlreadyAnswered,
  type Claim,
  claimOf,
  commitWith,
  type KeptAnswer,
  keptAnswer,
} from './transact.ts';

/** Finds who is behind a verified token; `fresh` reads past the cache. */
export type Principals = {
  principal(
    claims: Claims,
    options: { readonly fresh: boolean },
  ): Promise<Result<Actor, Unrecognised>>;
};

/** What answering needs from outside. */
export type AnswerNeeds = {
  readonly verify: (token: string) => Promise<Result<Claims, TokenError>>;
  /** @default a capability that knows no persons: who signed in is a visitor */
  readonly principals?: Principals;
  readonly client: DynamoDBDocumentClient;
  /** Table of the idempotency markers: that of the capability's changes. */
  readonly markers?: string;
  readonly now: () => Date;
  /** Adds ids to every further log line of this request. */
  readonly told: (ids: Readonly<Record<string, string>>) => void;
};

/**
 * Answers one request: who asks, what they say, whether they may, whether it
 * was answered before, and only then the use case. Cost beyond the use case's:
 * the principal's (0 when cached), and with `Idempotency-Key` 1 RRU and the
 * marker's write.
 */
export async function answer(
  needs: AnswerNeeds,
  bound: BoundRoute,
  event: APIGatewayProxyEventV2,
  language: Language,
): Promise<Result<HttpAnswer, Trouble>> {
  const { contract } = bound;
  const text = rawBody(event);
  if (!text.ok) return text;
  const asking = await whoAsks(needs, contract, event);
  if (!asking.ok) return asking;
  const { principal, session } = asking.value;
  if (principal.kind !== 'visitor') {
    needs.told({ [principal.kind]: principal.id });
  }
  const gate = contract.permission && mayEver(principal, contract.permission);
  if (gate?.allowed === false) {
    return fail({ code: 'forbidden', rule: gate.rule });
  }
  const said = readRequest(contract, event, text.value, language);
  if (!said.ok) return said;
  const claim = claimFor(needs, event, text.value, said.value, principal);
  const earlier = claim && (await replay(needs, claim));
  if (earlier) return earlier;
  try {
    return await runBound(needs, bound, said.value, {
      principal,
      session,
      language,
      claim,
    });
  } catch (error) {
    if (!(error instanceof AlreadyAnswered)) throw error;
    const first = await replay(needs, error.claim);
    return first ?? fail({ code: 'changed' });
  }
}

type Asking = {
  readonly principal: Principal;
  readonly session?: Session;
};

async function whoAsks(
  needs: AnswerNeeds,
  contract: Route,
  event: APIGatewayProxyEventV2,
): Promise<Result<Asking, Trouble>> {
  const header = event.headers.authorization;
  if (header === undefined) {
    return contract.access === 'anyone'
      ? ok({ principal: visitor })
      : fail({ code: 'token-missing' });
  }
  const token = /^Bearer ([^\s]+)$/i.exec(header)?.[1];
  if (token === undefined) {
    return fail({ code: 'token-invalid', reason: 'no-bearer' });
  }
  const claims = await needs.verify(token);
  if (!claims.ok) return claims;
  const session = { token, claims: claims.value };
  if (needs.principals === undefined) {
    return ok({ principal: visitor, session });
  }
  const fresh = contract.method !== 'GET';
  const found = await needs.principals.principal(claims.value, { fresh });
  if (!found.ok) return refusalOf(found.error, claims.value);
  const principal = found.value;
  const isForPeople = contract.access === 'signed-in' && !contract.clients;
  return principal.kind === 'client' && isForPeople
    ? fail({ code: 'forbidden', rule: 'people-only' })
    : ok({ principal, session });
}

const visitor = { kind: 'visitor' } as const;

/** A machine client that nobody registered is no client of ours: 401. */
function refusalOf(
  { code }: Unrecognised,
  { isMachine }: Claims,
): Result<never, Trouble> {
  if (code === 'signed-out')
    return fail({ code: 'token-invalid', reason: code });
  return isMachine
    ? fail({ code: 'token-invalid', reason: 'client' })
    : fail({ code: 'forbidden', rule: 'no-person' });
}

function claimFor(
  { markers }: AnswerNeeds,
  event: APIGatewayProxyEventV2,
  body: string,
  { idempotencyKey: key }: Said,
  principal: Principal,
): Claim | undefined {
  const isClaim = key !== undefined && markers !== undefined;
  if (!isClaim || principal.kind === 'visitor') return undefined;
  const { method, path } = event.requestContext.http;
  const route = `${method} ${path}`;
  return claimOf({ table: markers, person: principal.id, route, key, body });
}

async function replay(
  { client, now }: AnswerNeeds,
  claim: Claim,
): Promise<Result<HttpAnswer, Trouble> | undefined> {
  const marker = await keptAnswer(client, claim, now());
  if (marker === undefined) return undefined;
  if (marker.bodyHash !== claim.bodyHash) {
    return fail({ code: 'idempotency-key-reused' });
  }
  const replayed = asAnswer(marker.answer);
  const headers = { ...replayed.headers, 'idempotency-replayed': 'true' };
  return ok({ ...replayed, headers });
}

async function runBound(
  { client, now }: AnswerNeeds,
  { contract, run, reply }: BoundRoute,
  said: Said,
  by: {
    readonly principal: Principal;
    readonly session: Session | undefined;
    readonly language: Language;
    readonly claim: Claim | undefined;
  },
): Promise<Result<HttpAnswer, Trouble>> {
  const { claim, ...asked } = by;
  const render = (value: unknown): KeptAnswer =>
    rendered(contract, reply(value, request), by.language);
  const commit = commitWith({ client, claim, answer: render, now });
  const request = { ...said, ...asked, commit } as RequestOf<Route>;
  const result = await run(request);
  if (!result.ok) return fail(result.error as Trouble);
  return ok(asAnswer(render(result.value)));
}

function asAnswer({ status, headers, body, isBase64 }: KeptAnswer): HttpAnswer {
  return {
    statusCode: status,
    headers,
    ...(body !== undefined && { body }),
    ...(isBase64 && { isBase64Encoded: true }),
  };
}

function rendered(
  { answer: promised }: Route,
  reply: ReturnType<BoundRoute['reply']>,
  language: Language,
): KeptAnswer {
  const { body, etag, location, isBase64 } = reply;
  const cacheControl =
    reply.cacheControl ??
    (etag === undefined ? 'no-store' : 'private, no-cache');
  const isText = promised.mediaType !== undefined;
  return {
    status: promised.status,
    headers: {
      'cache-control': cacheControl,
      ...(etag !== undefined && { etag }),
      ...(location !== undefined && { location }),
      ...(body !== undefined && {
        'content-type': promised.mediaType ?? 'application/json',
        'content-language': language,
      }),
      ...reply.headers,
    },
    ...(isBase64 && { isBase64 }),
    ...(body !== undefined && {
      body: isText ? String(body) : JSON.stringify(body),
    }),
  };
}
