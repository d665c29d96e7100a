import { jobs } from '../jobs/jobs.ts';
import { resumeErasures } from './service/resuming.ts';
import { commit, ledger } from './store.ts';

/** Begins jobs again that were lost with a Region, whose erasure was not. */
export function erasuresResuming(): Promise<number> {
  return resumeErasures({ ledger, jobs, commit, now: () => new Date() });
}
