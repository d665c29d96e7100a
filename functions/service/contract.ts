import * as z from 'zod';
import { type Routes, Text } from '../platform/contract.ts';
import { type ProblemCode, problems } from '../platform/problems.ts';

/**
 * Files of the API reference, by name: where each comes from and what it is.
 * `package` files are put beside the bundle, compressed, when it is made; the
 * one without is written by the service for its own stage.
 */
export const referenceFiles = {
  'swagger-ui.css': {
    package: 'swagger-ui-dist/swagger-ui.css',
    mediaType: 'text/css; charset=utf-8',
  },
  'swagger-ui-bundle.js': {
    package: 'swagger-ui-dist/swagger-ui-bundle.js',
    mediaType: 'text/javascript; charset=utf-8',
  },
  'oauth2-redirect.html': {
    package: 'swagger-ui-dist/oauth2-redirect.html',
    mediaType: 'text/html; charset=utf-8',
  },
  'oauth2-redirect.js': {
    package: 'swagger-ui-dist/oauth2-redirect.js',
    mediaType: 'text/javascript; charset=utf-8',
  },
  'start.js': {
    package: undefined,
    mediaType: 'text/javascript; charset=utf-8',
  },
} as const;
export type ReferenceFile = keyof typeof referenceFiles;

export const District = z.strictObject({ id: z.string(), name: Text });
export type District = z.infer<typeof District>;

export const Status = z.strictObject({
  state: z.literal('available'),
  stage: z.string(),
  district: District,
  time: z.iso.datetime(),
});

/**
 * What the sign-in adds to the address when it leads back to the reference. The
 * page reads it in the browser; the service looks at none of it.
 */
const returned = z.string().max(2_048).optional();
const ReturnFromSignIn = z.strictObject({
  code: returned,
  state: returned,
  iss: returned,
  error: returned,
  error_description: returned,
});

const page = { status: 200, mediaType: 'text/html; charset=utf-8' } as const;

export const routes = {
  status: {
    method: 'GET',
    path: '/v1/status',
    summary: 'Whether the platform answers, and whose it is',
    access: 'anyone',
    answer: { status: 200, body: Status },
    problems: [],
  },
  openapi: {
    method: 'GET',
    path: '/v1/openapi.json',
    summary: 'This API as an OpenAPI 3.1 document',
    access: 'anyone',
    answer: { status: 200, body: z.looseObject({ openapi: z.string() }) },
    problems: [],
  },
  docs: {
    method: 'GET',
    path: '/v1/docs',
    summary: 'The interactive reference of this API',
    access: 'anyone',
    answer: page,
    problems: [],
  },
  docsFile: {
    method: 'GET',
    path: '/v1/docs/{file}',
    summary: 'A file that the interactive reference needs',
    access: 'anyone',
    params: z.strictObject({
      file: z.enum(Object.keys(referenceFiles) as [ReferenceFile]),
    }),
    query: ReturnFromSignIn,
    answer: { status: 200, mediaType: 'application/octet-stream' },
    problems: ['unknown'],
  },
  docsProblem: {
    method: 'GET',
    path: '/v1/docs/problems/{code}',
    summary: 'What a problem means and what to do',
    access: 'anyone',
    params: z.strictObject({
      code: z.enum(Object.keys(problems) as [ProblemCode]),
    }),
    answer: page,
    problems: ['unknown'],
  },
} as const satisfies Routes;
