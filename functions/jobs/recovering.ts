import { needs } from './jobs.ts';
import { resumeJobs } from './service.ts';
import { jobStore } from './store.ts';

/** Has jobs go on after a Region was lost; gives how many are not over. */
export function jobsResuming(): Promise<number> {
  return resumeJobs({ store: jobStore, now: needs.now });
}
