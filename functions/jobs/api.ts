import { principals } from '../identity/principals.ts';
import type { Language, Person } from '../platform/contract.ts';
import { httpApi } from '../platform/pipeline.ts';
import { route } from '../platform/route.ts';
import { routes } from './contract.ts';
import { needs } from './jobs.ts';
import type { StoredJob } from './model.ts';
import { cancelJob, readJob, readReport } from './service.ts';
import { shownJob } from './shown.ts';

const table = [
  route(
    routes.read,
    (request) => readJob(needs, askedBy(request)),
    represented,
  ),
  route(
    routes.report,
    (request) => readReport(needs, askedBy(request)),
    (location) => ({ location }),
  ),
  route(
    routes.cancel,
    (request) => cancelJob(needs, askedBy(request)),
    represented,
  ),
];

export const handler = httpApi('jobs', table, { principals });

function askedBy(request: {
  readonly params: { readonly id: string };
  readonly principal: Person;
}) {
  return { ...request.params, person: request.principal };
}

function represented(
  job: StoredJob,
  { language }: { readonly language: Language },
) {
  return { body: shownJob(job, language) };
}
