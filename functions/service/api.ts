import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { environment } from '../platform/environment.ts';
import { httpApi } from '../platform/pipeline.ts';
import { ok } from '../platform/result.ts';
import { route } from '../platform/route.ts';
import {
  District,
  type ReferenceFile,
  referenceFiles,
  routes,
} from './contract.ts';
import {
  problemPage,
  referencePage,
  referencePolicy,
  startScript,
} from './pages.ts';
import { etagOf, placed, status } from './service.ts';

const about = {
  stage: environment('STAGE'),
  district: District.parse(JSON.parse(environment('DISTRICT'))),
};
const place = {
  apiUrl: environment('API_URL'),
  signInUrl: environment('SIGN_IN_URL'),
};
const script = startScript(environment('CLIENT_ID'));
const policy = referencePolicy(new URL(place.signInUrl).origin);
const forMinutes = 'public, max-age=300';
/** Files of a pinned package change only with a deployment. */
const forDays = 'public, max-age=86400';

const table = [
  route(
    routes.status,
    async () => ok(status(about, new Date())),
    (body) => ({ body }),
  ),
  route(
    routes.openapi,
    async () => ok(description()),
    ({ body, etag }) => ({ body, etag, cacheControl: forMinutes }),
  ),
  route(
    routes.docs,
    async ({ language }) => ok(referencePage(language)),
    (body) => ({
      body,
      cacheControl: forMinutes,
      headers: { 'content-security-policy': policy },
    }),
  ),
  route(
    routes.docsFile,
    async ({ params }) => ok(params.file),
    (name) => ({ ...content(name), cacheControl: lifeOf(name) }),
  ),
  route(
    routes.docsProblem,
    async ({ params, language }) => ok(problemPage(params.code, language)),
    (body) => ({ body, cacheControl: forMinutes }),
  ),
];

let described: ReturnType<typeof describe> | undefined;

/** Read when it is first asked for: at the start it would slow every other. */
function description() {
  described ??= describe();
  return described;
}

function describe() {
  const text = gunzipSync(beside('openapi.json')).toString('utf8');
  const body = placed(JSON.parse(text), place);
  return { body, etag: etagOf(JSON.stringify(body)) };
}

/** A file of the reference, compressed, as `lib/bundle.ts` puts it there. */
function beside(name: ReferenceFile | 'openapi.json'): Buffer {
  return readFileSync(new URL(`reference/${name}.gz`, import.meta.url));
}

function content(name: ReferenceFile) {
  const { mediaType } = referenceFiles[name];
  const headers = {
    'content-type': mediaType,
    'content-security-policy': policy,
  };
  if (name === 'start.js') return { body: script, headers };
  return {
    body: beside(name).toString('base64'),
    isBase64: true,
    headers: { ...headers, 'content-encoding': 'gzip' },
  } as const;
}

function lifeOf(name: ReferenceFile): string {
  return name === 'start.js' ? forMinutes : forDays;
}

export const handler = httpApi('service', table);
