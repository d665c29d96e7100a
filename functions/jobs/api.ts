import { principals } from '../identity/principals.ts';
import type { Language, Person } from '../platform/contract.ts';
import { httpApi } from '../platform/pipeline.ts';
import { route } from '../platform/route.ts';
import { fill, ruleText } from '../platform/texts.ts';
import { type Job, routes } from './contract.ts';
import { needs } from './jobs.ts';
import type { Problem, StoredJob } from './model.ts';
import { cancelJob, readJob, readReport } from './service.ts';

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
): { readonly body: Job } {
  const { counts, expiresAt, problems, report, ...rest } = job;
  const { id, kind, state, owner, organisation, createdAt, changedAt } = rest;
  return {
    body: {
      id,
      kind,
      state,
      owner,
      organisation,
      createdAt,
      changedAt,
      counts: { ...counts },
      problems: problems.map((problem) => explained(problem, language)),
      hasReport: report !== undefined,
      expiresAt: new Date(expiresAt * 1_000).toISOString(),
    },
  };
}

function explained(problem: Problem, language: Language) {
  const { facts = {}, ...said } = problem;
  return { ...said, message: fill(ruleText(language, said.rule), facts) };
}
