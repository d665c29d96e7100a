import * as z from 'zod';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { clientScope } from '../../functions/identity/clients/contract.ts';
import {
  languages,
  pipelineProblems,
  type Route,
} from '../../functions/platform/contract.ts';
import {
  type ProblemCode,
  problems,
} from '../../functions/platform/problems.ts';
import { securitySchemes } from '../../functions/service/service.ts';
import type { Contract } from './contracts.ts';

const Problem = z
  .strictObject({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    rule: z.string().optional(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), message: z.string() }))
      .optional(),
  })
  .meta({ id: 'Problem', description: 'Problem details, RFC 9457' });

const AcceptLanguage = z
  .enum(languages)
  .optional()
  .meta({ description: 'Language of texts; zh-CN unless asked otherwise' });
const IfMatch = z.string().meta({ description: 'The ETag that was read' });
const IdempotencyKey = z
  .string()
  .optional()
  .meta({ description: 'Makes a repeat safe for 24 hours' });

/** Stands for the address that a deployment puts in. */
const exampleSignInUrl = 'https://sign-in.example';

type Contracts = Readonly<Record<string, Contract>>;

/**
 * The OpenAPI 3.1 document of all contracts. What only a deployment knows (its
 * servers, its sign-in) is added where it is served.
 */
export function apiDocument(contracts: Contracts) {
  const paths: Record<string, Record<string, object>> = {};
  for (const [capability, { routes }] of Object.entries(contracts)) {
    for (const [name, route] of Object.entries(routes)) {
      const path = paths[route.path] ?? {};
      path[route.method.toLowerCase()] = operation(capability, name, route);
      paths[route.path] = path;
    }
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Xueyuan 学源',
      version: '1',
      description:
        "A school district's shared, authoritative library of teaching resources.",
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: Object.keys(contracts).map((name) => ({ name })),
    paths: paths as ZodOpenApiPathsObject,
    components: {
      schemas: schemasOf(contracts),
      securitySchemes: securitySchemes(exampleSignInUrl),
    },
  });
}

/** The schemas that contracts export, by name: written once, referred to. */
function schemasOf(contracts: Contracts): Record<string, z.ZodType> {
  const named = Object.values(contracts).flatMap((contract) =>
    Object.entries<unknown>(contract).flatMap(([name, schema]) =>
      schema instanceof z.ZodType ? [[name, schema] as const] : [],
    ),
  );
  const schemas = new Map<string, z.ZodType>();
  for (const [name, schema] of named) {
    const other = schemas.get(name);
    if (other !== undefined && other !== schema) {
      throw new Error(`Two contracts export a schema named ${name}.`);
    }
    schemas.set(name, schema);
  }
  // By name: a module's exports come in another order wherever it is loaded.
  return Object.fromEntries(
    [...schemas].sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function operation(capability: string, name: string, route: Route) {
  const { answer, access } = route;
  const isOpen = access === 'anyone';
  const takesClients = isOpen || route.clients === true;
  const security = [
    ...(isOpen ? [{}] : []),
    { token: [] },
    { signIn: [] },
    ...(takesClients ? [{ machineClient: [clientScope] }] : []),
  ];
  return {
    operationId: `${capability}.${name}`,
    tags: [capability],
    summary: route.summary,
    security,
    requestParams: {
      ...(route.params && { path: route.params }),
      ...(route.query && { query: route.query }),
      header: z.object({
        'Accept-Language': AcceptLanguage,
        ...(route.ifMatch && { 'If-Match': IfMatch }),
        ...(route.idempotent && { 'Idempotency-Key': IdempotencyKey }),
      }),
    },
    ...(route.body && {
      requestBody: {
        required: route.isBodyOptional !== true,
        content: { 'application/json': { schema: route.body } },
      },
    }),
    responses: {
      [answer.status]: {
        description: route.summary,
        ...((answer.body || answer.mediaType) && {
          content: {
            [answer.mediaType ?? 'application/json']: {
              schema: answer.body ?? z.string(),
            },
          },
        }),
      },
      ...refusals(route),
    },
  };
}

/** The problems that one route can answer, by status. */
function refusals(route: Route): Record<string, object> {
  const codes = [...route.problems, ...pipelineProblems].filter((code) =>
    canHappen(route, code),
  );
  const statuses = [...new Set(codes.map((code) => problems[code]))].sort();
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: [...new Set(codes)]
          .filter((code) => problems[code] === status)
          .join(', '),
        content: { 'application/problem+json': { schema: Problem } },
      },
    ]),
  );
}

function canHappen(route: Route, code: ProblemCode): boolean {
  const needs: Partial<Record<ProblemCode, boolean>> = {
    'token-missing': route.access === 'signed-in',
    forbidden: route.access === 'signed-in',
    'precondition-missing': route.ifMatch === true,
    changed: route.method !== 'GET',
    'idempotency-key-reused': route.idempotent === true,
    'too-large': route.body !== undefined,
    'media-type': route.body !== undefined,
  };
  return needs[code] ?? true;
}
