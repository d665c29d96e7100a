import type { Language } from '../platform/contract.ts';
import { fill, ruleText } from '../platform/texts.ts';
import type { Job } from './contract.ts';
import type { Problem, StoredJob } from './model.ts';

/** A job as its owner sees it, in their language. */
export function shownJob(job: StoredJob, language: Language): Job {
  const { counts, expiresAt, problems, report, ...rest } = job;
  const { id, kind, state, owner, organisation, createdAt, changedAt } = rest;
  return {
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
  };
}

function explained(problem: Problem, language: Language) {
  const { facts = {}, ...said } = problem;
  return { ...said, message: fill(ruleText(language, said.rule), facts) };
}
