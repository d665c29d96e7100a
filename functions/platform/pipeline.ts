import { MetricUnit } from '@aws-lambda-powertools/metrics';
import middy, { type MiddlewareObj } from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type AnswerNeeds, answer } from './answer.ts';
import { dynamoDb } from './clients.ts';
import { type Route, requestMetrics } from './contract.ts';
import { costSoFar, resetCost } from './cost.ts';
import { environment } from './environment.ts';
import { isUnavailable } from './faults.ts';
import { log, logger, metrics, pipelineLogs } from './log.ts';
import { type HttpAnswer, problemAnswer, type Trouble } from './problem.ts';
import type { BoundRoute } from './route.ts';
import { languageOf } from './texts.ts';
import { verifyToken } from './tokens.ts';

/** Sent with every answer; the API serves data, never a page to embed. */
const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  vary: 'Authorization, Accept-Language, Origin',
} as const;

export type HttpApiOptions = Pick<AnswerNeeds, 'principals' | 'markers'>;

/**
 * The Lambda handler of a capability: its routes behind the one pipeline.
 * Every request gets its id, its language, one log line with its cost, and
 * metrics; whatever goes wrong is answered as problem details.
 */
export function httpApi(
  capability: string,
  table: readonly BoundRoute[],
  options: HttpApiOptions = {},
) {
  const needs: AnswerNeeds = {
    ...options,
    verify: verifyToken,
    client: dynamoDb,
    now: () => new Date(),
    told: (ids) => logger.appendKeys(ids),
  };
  const routes = table.map((bound) => ({
    method: bound.contract.method,
    path: bound.contract.path,
    handler: (event: APIGatewayProxyEventV2) => respond(needs, bound, event),
  }));
  return middy<APIGatewayProxyEventV2, HttpAnswer>()
    .use(httpPipeline(capability))
    .handler(
      httpRouter<APIGatewayProxyEventV2, HttpAnswer>({
        routes,
        notFoundResponse: ({ method, path }) => {
          throw new RouteUnknown(method, path);
        },
      }),
    );
}

async function respond(
  needs: AnswerNeeds,
  bound: BoundRoute,
  event: APIGatewayProxyEventV2,
): Promise<HttpAnswer> {
  // Under a name of their own: a parameter may be called like a log field.
  logger.appendKeys({
    route: routeOf(bound.contract),
    params: event.pathParameters,
  });
  if (isStandby() && bound.contract.method !== 'GET') {
    return problem({ code: 'standby' }, event);
  }
  const language = languageOf(event.headers['accept-language']);
  const answered = await answer(needs, bound, event, language);
  if (answered.ok) return unchanged(bound.contract, event, answered.value);
  return problem(answered.error, event);
}

/**
 * A read whose ETag the client holds already is 304, without its body. Not to
 * somebody who signed in, unless all get the same: what one may do to a thing
 * changes with one's roles, and the thing's ETag does not.
 */
function unchanged(
  { method }: Route,
  event: APIGatewayProxyEventV2,
  answered: HttpAnswer,
): HttpAnswer {
  const held = event.headers['if-none-match']?.split(/\s*,\s*/) ?? [];
  const { etag, ...headers } = answered.headers;
  const isForAll =
    event.headers.authorization === undefined ||
    headers['cache-control']?.startsWith('public') === true;
  if (method !== 'GET' || etag === undefined || !held.includes(etag)) {
    return answered;
  }
  if (!isForAll) return answered;
  const { 'content-type': _, ...rest } = headers;
  return { statusCode: 304, headers: { ...rest, etag } };
}

/** Whether this Region stands by for another: it reads, and writes nothing. */
function isStandby(): boolean {
  return process.env.MODE === 'standby';
}

/** What every request passes on its way in and out, whatever its route. */
function httpPipeline(
  capability: string,
): MiddlewareObj<APIGatewayProxyEventV2, HttpAnswer> {
  let startedAt = 0;
  return {
    before: ({ event }) => {
      startedAt = performance.now();
      resetCost();
      logger.resetKeys();
      logger.appendKeys({ capability, requestId: idOf(event) });
    },
    after: (request) => {
      const { event, response } = request;
      if (response === null || response === undefined) return;
      request.response = finished(event, response);
      record(event, response.statusCode, performance.now() - startedAt);
    },
    onError: (request) => {
      const { event, error } = request;
      const trouble = troubleOf(error);
      const answered = problem(trouble, event);
      if (answered.statusCode >= 500) {
        logger.error(pipelineLogs.failed.message, {
          code: pipelineLogs.failed.code,
          error: error instanceof Error ? error : String(error),
        });
      }
      request.response = finished(event, answered);
      record(event, answered.statusCode, performance.now() - startedAt);
    },
  };
}

class RouteUnknown extends Error {
  readonly facts: { readonly method: string; readonly path: string };
  constructor(method: string, path: string) {
    super('No such route.');
    this.name = 'RouteUnknown';
    this.facts = { method, path };
  }
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof RouteUnknown) {
    return { code: 'route-unknown', ...error.facts };
  }
  return isUnavailable(error) ? { code: 'unavailable' } : { code: 'internal' };
}

function problem(trouble: Trouble, event: APIGatewayProxyEventV2): HttpAnswer {
  return problemAnswer(trouble, {
    language: languageOf(event.headers['accept-language']),
    requestId: idOf(event),
    docsUrl: environment('DOCS_URL'),
  });
}

function finished(
  event: APIGatewayProxyEventV2,
  answered: HttpAnswer,
): HttpAnswer {
  return {
    ...answered,
    headers: {
      ...securityHeaders,
      'x-request-id': idOf(event),
      ...answered.headers,
    },
  };
}

/** A request counts as reading or as writing: people wait for both otherwise. */
function record(
  event: APIGatewayProxyEventV2,
  status: number,
  milliseconds: number,
): void {
  const duration = Math.round(milliseconds * 10) / 10;
  log.info(pipelineLogs.request, { status, duration, cost: costSoFar() });
  const { method } = event.requestContext.http;
  const { faults, latency } =
    requestMetrics[['GET', 'HEAD'].includes(method) ? 'read' : 'write'];
  metrics.addMetric(latency, MetricUnit.Milliseconds, duration);
  metrics.addMetric(faults, MetricUnit.Count, status >= 500 ? 1 : 0);
  metrics.publishStoredMetrics();
}

function routeOf({ method, path }: Route): string {
  return `${method} ${path}`;
}

function idOf(event: APIGatewayProxyEventV2): string {
  return event.requestContext.requestId;
}
