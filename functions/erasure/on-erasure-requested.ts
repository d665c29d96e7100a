import { directoryErasing } from '../identity/erasing.ts';
import { JobEvent } from '../jobs/contract.ts';
import { workNeeds } from '../jobs/jobs.ts';
import { workOn } from '../jobs/work.ts';
import { noticesErasing } from '../notifications/erasing.ts';
import { eventConsumer } from '../platform/events.ts';
import { log } from '../platform/log.ts';
import { filesErasing, resourceErasing } from '../resources/erasing.ts';
import { workStep } from './service/work.ts';
import { commit, ledger } from './store.ts';

const needs = {
  ledger,
  directory: directoryErasing(commit),
  resources: resourceErasing(commit),
  files: filesErasing,
  notices: noticesErasing,
  now: () => new Date(),
  log,
};

/**
 * Works on one erasure, step by step. Killed anywhere, the message comes again
 * and goes on from the step that was not noted.
 */
export const handler = eventConsumer({
  capability: 'erasure',
  event: JobEvent,
  consume: ({ job }) =>
    workOn(workNeeds(), { step: (one) => workStep(needs, one) }, job),
  isOneByOne: true,
});
