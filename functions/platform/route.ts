import type * as z from 'zod';
import type { Commit } from './commit.ts';
import type { Language, Person, Principal, Route } from './contract.ts';
import type { Result } from './result.ts';

type Parsed<T> = T extends z.ZodType ? z.output<T> : Record<never, never>;

/** A request that the pipeline has verified, validated and authorised. */
export type RequestOf<R extends Route> = {
  readonly params: Parsed<R['params']>;
  readonly query: Parsed<R['query']>;
  readonly body: Parsed<R['body']>;
  readonly principal: R['access'] extends 'signed-in' ? Person : Principal;
  readonly language: Language;
  /** The `If-Match` given: quoted, as `etag` answers it. */
  readonly ifMatch: R['ifMatch'] extends true ? string : undefined;
  /** Writes a command's parts with this request's idempotency marker. */
  readonly commit: Commit;
};

/** How a use case's value is answered; the status is the contract's. */
export type Reply<Body> = {
  readonly body?: Body;
  /** Strong and quoted: `"1-7"`. */
  readonly etag?: string;
  readonly location?: string;
  readonly cacheControl?: string;
};

export type BodyOf<R extends Route> = R['answer']['body'] extends z.ZodType
  ? z.input<R['answer']['body']>
  : undefined;

export type Failure<R extends Route> = {
  readonly code: R['problems'][number] | 'changed' | 'forbidden';
};

/** A contract's row with the use case that answers it. */
export type BoundRoute = {
  readonly contract: Route;
  readonly run: (
    request: RequestOf<Route>,
  ) => Promise<Result<unknown, { readonly code: string }>>;
  readonly reply: (value: unknown, request: RequestOf<Route>) => Reply<unknown>;
};
