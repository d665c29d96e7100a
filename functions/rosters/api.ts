import { ulid } from 'ulid';
import { passwordOf } from '../identity/derived-password.ts';
import { principals } from '../identity/principals.ts';
import { jobs } from '../jobs/jobs.ts';
import { shownJob } from '../jobs/shown.ts';
import type { Language } from '../platform/contract.ts';
import { environment } from '../platform/environment.ts';
import { log } from '../platform/log.ts';
import { httpApi } from '../platform/pipeline.ts';
import { ok } from '../platform/result.ts';
import { route } from '../platform/route.ts';
import { routes } from './contract.ts';
import { templateOf } from './model/people.ts';
import { csvOf } from './model/sheet.ts';
import {
  announceFile,
  beginApplication,
  beginCheck,
  takePasswords,
} from './service/asking.ts';
import { rosterStore } from './store.ts';

const needs = {
  store: rosterStore,
  jobs,
  exists: async (organisation: string) =>
    (await principals.tree({ fresh: true })).organisations.has(organisation),
  passwordOf,
  now: () => new Date(),
  log,
};
const newId = () => `job_${ulid()}`;

const table = [
  route(
    routes.file,
    ({ body, principal }) => announceFile(needs, principal, body),
    (body) => ({ body }),
  ),
  route(
    routes.check,
    ({ body, principal, commit }) =>
      beginCheck({ ...needs, commit }, principal, {
        id: newId(),
        roster: body,
      }),
    begun,
  ),
  route(
    routes.apply,
    ({ params, principal, commit }) =>
      beginApplication({ ...needs, commit }, principal, {
        id: newId(),
        check: params.id,
      }),
    begun,
  ),
  route(
    routes.passwords,
    ({ params, principal, commit }) =>
      takePasswords({ ...needs, commit }, principal, params.id),
    (body) => ({ body, headers: downloaded('roster-passwords.csv') }),
  ),
  route(
    routes.template,
    async ({ language }) => ok(csvOf(templateOf(language))),
    (body) => ({
      body,
      cacheControl: 'public, max-age=86400',
      headers: downloaded('roster.csv'),
    }),
  ),
];

export const handler = httpApi('rosters', table, {
  principals,
  markers: environment('WORK_TABLE'),
});

function begun(
  job: Parameters<typeof shownJob>[0],
  { language }: { readonly language: Language },
) {
  return { body: shownJob(job, language), location: `/v1/jobs/${job.id}` };
}

function downloaded(name: string) {
  return { 'content-disposition': `attachment; filename="${name}"` };
}
