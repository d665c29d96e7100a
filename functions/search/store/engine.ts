import { setTimeout } from 'node:timers/promises';
import { Sha256 } from '@aws-crypto/sha256-js';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { SignatureV4 } from '@smithy/signature-v4';
import { Unavailable } from '../../platform/faults.ts';

/** One request to OpenSearch. Lines go as newline-delimited JSON. */
export type EngineRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Of letters, digits and `_-/` only, so that every signer reads it alike. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly lines?: readonly unknown[];
};

/** What it answered: any status but those that were tried again in vain. */
export type EngineAnswer = { readonly status: number; readonly body: unknown };

/** Sends one request. Throws `Unavailable` when the engine does not answer. */
export type Engine = (request: EngineRequest) => Promise<EngineAnswer>;

/** An answer that nothing here knows how to take: a mistake of ours. */
export class EngineError extends Error {
  readonly status: number;
  constructor({ method, path }: EngineRequest, answer: EngineAnswer) {
    const said = JSON.stringify(answer.body).slice(0, 500);
    super(`${method} ${path} was answered ${answer.status}: ${said}`);
    this.name = 'EngineError';
    this.status = answer.status;
  }
}

export type EngineOptions = {
  /** Base URL of the domain, with its scheme. */
  readonly endpoint: string;
  readonly region: string;
  /** Longest that one try may take. */
  readonly timeoutMs: number;
  readonly attempts: number;
};

/** Overloaded, restarting, or a proxy before it that finds nobody. */
const passingStatuses = new Set([429, 502, 503, 504]);

/** Waits are random below a bound that doubles with each try from here. */
const firstPauseMs = 100;

/**
 * OpenSearch over requests signed with the function's own role. Every request
 * that is sent through here may be repeated: reads, and writes that carry their
 * version.
 */
export function signedEngine(options: EngineOptions): Engine {
  const signer = new SignatureV4({
    service: 'es',
    region: options.region,
    credentials: defaultProvider(),
    sha256: Sha256,
  });
  return async (request) => {
    let failure: unknown;
    for (let attempt = 0; attempt < options.attempts; attempt += 1) {
      if (attempt > 0) {
        await setTimeout(Math.random() * firstPauseMs * 2 ** attempt);
      }
      try {
        const answer = await sendOnce(signer, options, request);
        if (!passingStatuses.has(answer.status)) return answer;
        failure = new EngineError(request, answer);
      } catch (error) {
        if (!isNetworkFault(error)) throw error;
        failure = error;
      }
    }
    throw new Unavailable('The search engine', failure);
  };
}

async function sendOnce(
  signer: SignatureV4,
  { endpoint, timeoutMs }: EngineOptions,
  { method, path, query = {}, body, lines }: EngineRequest,
): Promise<EngineAnswer> {
  const url = new URL(path, endpoint);
  // As it is signed: a form's `+` for a blank would be another signature.
  url.search = Object.entries(query)
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .join('&');
  const text = lines
    ? lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    : body === undefined
      ? undefined
      : JSON.stringify(body);
  const type = lines ? 'application/x-ndjson' : 'application/json';
  const signed = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port !== '' && { port: Number(url.port) }),
    path: url.pathname,
    query,
    headers: {
      host: url.host,
      ...(text !== undefined && { 'content-type': type }),
    },
    body: text,
  });
  const { host: _, ...headers } = signed.headers;
  const response = await fetch(url, {
    method,
    headers,
    ...(text !== undefined && { body: text }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: response.status, body: parsed(await response.text()) };
}

/** A proxy before the engine may answer in HTML; the engine always in JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `fetch` says TypeError for a broken connection, TimeoutError for silence. */
function isNetworkFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isBroken =
    error instanceof TypeError && error.message === 'fetch failed';
  return isBroken || error.name === 'TimeoutError' || terminated(error);
}

/** The connection broke in the middle of an answer. */
function terminated(error: Error): boolean {
  return error instanceof TypeError && error.message === 'terminated';
}
