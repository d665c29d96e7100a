import { randomBytes } from 'node:crypto';
import { environment } from '../platform/environment.ts';
import { saltBytes } from '../platform/history.ts';
import { type ResourceNeeds, resourceService } from './service.ts';
import { partsOf } from './store/parts.ts';
import { resourceReads } from './store/reads.ts';

/** What every use case gets in a deployed function. */
export const needs: ResourceNeeds = {
  reads: resourceReads,
  partsOf,
  now: () => new Date(),
  get epoch() {
    // Read when a command needs it: functions that only read have none.
    return Number(environment('EPOCH'));
  },
  newSalt: () => randomBytes(saltBytes).toString('hex'),
};

/** Resources as other capabilities ask for them in a deployed function. */
export const resources = resourceService(needs);
