import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type * as z from 'zod';
import type { Route } from '../functions/platform/contract.ts';

/** Gives a token that counts now; `renew` after the API refused the last. */
export type TokenSource = (options: { renew: boolean }) => Promise<string>;

/** One request that was answered, for a report. */
export type Sample = {
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  /** How often it was sent before it was answered so. */
  readonly attempts: number;
  readonly requestId: string | undefined;
};

export type ClientOptions = {
  /** With the stage in its path and no slash at its end. */
  readonly apiUrl: string;
  /** @default none: a visitor's requests */
  readonly token?: TokenSource;
  readonly onSample?: (sample: Sample) => void;
};

/** What a request says beside its route. */
export type Ask = {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly ifMatch?: string;
  readonly idempotencyKey?: string;
};

type BodyOf<R extends Route> = R['answer']['body'] extends z.ZodType
  ? z.output<R['answer']['body']>
  : undefined;

export type Answer<R extends Route> = {
  readonly status: number;
  readonly body: BodyOf<R>;
  /** Strong and quoted; empty when the answer has none. */
  readonly etag: string;
  /** Answered from an earlier request with the same `Idempotency-Key`. */
  readonly isReplayed: boolean;
  /** Where a redirect or a new thing is; empty when the answer names none. */
  readonly location: string;
};

/** The platform's API, called by the rows of its own contracts. */
export type Client = {
  readonly call: <R extends Route>(route: R, ask?: Ask) => Promise<Answer<R>>;
  /** Counts a request that went elsewhere: to S3, by an address of the API's. */
  readonly sampled: (sample: Sample) => void;
};

/** An answer that is not the contract's: the problem, in the API's own words. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  /** The problem's code, the last part of its type; empty if none came. */
  readonly code: string;
  constructor(route: string, status: number, text: string) {
    const { type = '', title = '', detail = '', errors } = problemOf(text);
    const fields = errors === undefined ? '' : ` ${JSON.stringify(errors)}`;
    super(`${route}: ${status} ${title}. ${detail}${fields}`);
    this.status = status;
    this.code = type.split('/').at(-1) ?? '';
  }
}

/** Longer than any route of ours may take, the gateway's limit included. */
const timeoutMs = 30_000;
/** With waits that double from 0.2 s and stay below 8 s, half a minute. */
const attemptsMost = 9;
const waits = { firstMs: 200, mostMs: 8_000 } as const;

/**
 * A client that waits and tries again when the API is busy (429, 503), and when
 * the network failed if sending twice does no harm: reads, `PUT`, `DELETE`, and
 * whatever carries an `Idempotency-Key`.
 */
export function apiClient(options: ClientOptions): Client {
  const sampled = (sample: Sample) => options.onSample?.(sample);
  return {
    sampled,
    call: async <R extends Route>(route: R, ask: Ask = {}) => {
      const name = `${route.method} ${route.path}`;
      const began = performance.now();
      const { answer, attempts } = await send(options, route, ask);
      const text = await answer.text();
      sampled({
        route: name,
        status: answer.status,
        milliseconds: performance.now() - began,
        attempts,
        requestId: answer.headers.get('x-request-id') ?? undefined,
      });
      if (answer.status !== route.answer.status) {
        throw new ApiProblem(name, answer.status, text);
      }
      const body = route.answer.body?.parse(JSON.parse(text));
      return {
        status: answer.status,
        body: body as BodyOf<R>,
        etag: answer.headers.get('etag') ?? '',
        location: answer.headers.get('location') ?? '',
        isReplayed: answer.headers.get('idempotency-replayed') === 'true',
      };
    },
  };
}

async function send(options: ClientOptions, route: Route, ask: Ask) {
  const isRepeatable =
    /^(GET|PUT|DELETE)$/.test(route.method) || ask.idempotencyKey !== undefined;
  let renew = false;
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === attemptsMost;
    const request = await requestOf(options, route, ask, renew);
    const answer = await attemptOnce(request, isRepeatable && !isLast);
    const isRefused = answer?.status === 401 && options.token !== undefined;
    if (isRefused && !renew) {
      renew = true;
      continue;
    }
    const isBusy = answer?.status === 429 || answer?.status === 503;
    if (answer !== undefined && (!isBusy || isLast)) {
      return { answer, attempts: attempt };
    }
    await pause(waitMs(attempt, answer?.headers.get('retry-after')));
  }
}

/** `undefined` when the network failed and it may be tried again. */
async function attemptOnce(
  request: Request,
  mayFail: boolean,
): Promise<Response | undefined> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    if (mayFail) return undefined;
    throw new Error(`${request.method} ${request.url} had no answer.`, {
      cause: error,
    });
  }
}

async function requestOf(
  { apiUrl, token }: ClientOptions,
  route: Route,
  ask: Ask,
  renew: boolean,
): Promise<Request> {
  const headers = new Headers({ accept: 'application/json' });
  if (token !== undefined) {
    headers.set('authorization', `Bearer ${await token({ renew })}`);
  }
  if (ask.body !== undefined) headers.set('content-type', 'application/json');
  if (ask.ifMatch !== undefined) headers.set('if-match', ask.ifMatch);
  if (ask.idempotencyKey !== undefined) {
    headers.set('idempotency-key', ask.idempotencyKey);
  }
  return new Request(`${apiUrl}${addressOf(route, ask)}`, {
    method: route.method,
    headers,
    redirect: 'manual',
    ...(ask.body !== undefined && { body: JSON.stringify(ask.body) }),
  });
}

function addressOf(route: Route, { params = {}, query = {} }: Ask): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value !== undefined) return encodeURIComponent(value);
    throw new Error(`${route.path} needs "${name}".`);
  });
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
  return given.length === 0
    ? path
    : `${path}?${new URLSearchParams(Object.fromEntries(given))}`;
}

/** What the API asks for, else twice as long each time, with jitter. */
function waitMs(attempt: number, retryAfter: string | null | undefined) {
  const asked = Number(retryAfter ?? 0) * 1_000;
  const most = Math.min(waits.mostMs, waits.firstMs * 2 ** attempt);
  return Math.max(asked, randomInt(waits.firstMs, most));
}

type Problem = {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: unknown;
};

function problemOf(text: string): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return { title: 'No problem details', detail: text.slice(0, 300) };
  }
}
