import type * as z from 'zod';
import type { Commit } from './commit.ts';
import type { Actor, Language, Person, Principal, Route } from './contract.ts';
import type { Result } from './result.ts';
import type { Session } from './tokens.ts';

type Parsed<T> = T extends z.ZodType ? z.output<T> : Record<never, never>;

/** A request that the pipeline has verified, validated and authorised. */
export type RequestOf<R extends Route> = {
  readonly params: Parsed<R['params']>;
  readonly query: Parsed<R['query']>;
  readonly body: Parsed<R['body']>;
  readonly principal: R['access'] extends 'signed-in'
    ? R['clients'] extends true
      ? Actor
      : Person
    : Principal;
  /** For what is done in the caller's own name elsewhere; goes to no log. */
  readonly session: R['access'] extends 'signed-in'
    ? Session
    : Session | undefined;
  readonly language: Language;
  /** The `If-Match` given: quoted, as `etag` answers it. */
  readonly ifMatch: R['ifMatch'] extends true ? string : undefined;
  /** The caller's key, for what must be repeatable outside a transaction. */
  readonly idempotencyKey: string | undefined;
  /** Writes a command's parts with this request's idempotency marker. */
  readonly commit: Commit;
};

/** How a use case's value is answered; the status is the contract's. */
export type Reply<Body> = {
  readonly body?: Body;
  /** Strong and quoted: `"1-7"`. */
  readonly etag?: string;
  readonly location?: string;
  /** @default `private, no-cache` with an ETag, else `no-store` */
  readonly cacheControl?: string;
  /** Further headers, or others than the pipeline sends to all. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body is bytes in base 64. @default it is text */
  readonly isBase64?: true;
};

/** The body as the contract has it; a text when the answer is not JSON. */
export type BodyOf<R extends Route> = R['answer']['body'] extends z.ZodType
  ? z.input<R['answer']['body']>
  : R['answer']['mediaType'] extends string
    ? string
    : undefined;

/** What a use case may fail with: what its route lists, and lost races. */
export type Failure<R extends Route> = {
  readonly code:
    | R['problems'][number]
    | 'changed'
    | 'forbidden'
    | 'unavailable';
};

/** A contract's row with the use case that answers it, types put aside. */
export type BoundRoute = {
  readonly contract: Route;
  readonly run: (
    request: RequestOf<Route>,
  ) => Promise<Result<unknown, Failure<Route>>>;
  readonly reply: (value: unknown, request: RequestOf<Route>) => Reply<unknown>;
};

/**
 * Binds a contract's row to its use case. It compiles only if every failure of
 * the use case has its problem in the contract, and if the reply is what the
 * contract promises.
 */
export function route<const R extends Route, V>(
  contract: R,
  run: (request: RequestOf<R>) => Promise<Result<V, Failure<R>>>,
  reply: (value: V, request: RequestOf<R>) => Reply<BodyOf<R>>,
): BoundRoute {
  return {
    contract,
    run: (request) => run(request as RequestOf<R>),
    reply: (value, request) => reply(value as V, request as RequestOf<R>),
  };
}
