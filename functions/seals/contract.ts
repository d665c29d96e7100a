import * as z from 'zod';
import {
  type Logs,
  Moment,
  PageQuery,
  pageOf,
  type Routes,
} from '../platform/contract.ts';
import { Seal, SealId, SealKey } from './seal/contract.ts';

export const routes = {
  list: {
    method: 'GET',
    path: '/v1/seals',
    summary: 'The seals of all history, newest first',
    access: 'anyone',
    query: PageQuery,
    answer: { status: 200, body: pageOf(Seal) },
    problems: ['cursor-invalid'],
  },
  keys: {
    method: 'GET',
    path: '/v1/seals/keys',
    summary: 'The public keys that seals are or were signed with',
    access: 'anyone',
    answer: {
      status: 200,
      body: z.strictObject({ items: z.array(SealKey) }),
    },
    problems: [],
  },
  read: {
    method: 'GET',
    path: '/v1/seals/{id}',
    summary: 'One seal: what was signed, and the signature',
    access: 'anyone',
    params: z.strictObject({ id: SealId }),
    answer: { status: 200, body: Seal },
    problems: ['unknown'],
  },
} as const satisfies Routes;

/**
 * What the hourly function is called with. The schedule says nothing; whoever
 * may invoke it can have everything up to a moment sealed before the hour ends.
 */
export const SealRequest = z.strictObject({ until: Moment.optional() });

/** What the hourly function answers. */
export const SealReport = z.strictObject({
  /** Seals that this call made. */
  made: z.array(SealId),
  /** All before this is sealed; absent while nothing is. */
  sealedUntil: Moment.optional(),
  /** Whether all is sealed that should be. */
  isUpToDate: z.boolean(),
});
export type SealReport = z.infer<typeof SealReport>;

/** Codes never change: alarms, metric filters and runbooks name them. */
export const logs = {
  sealed: { code: 'SEAL_MADE', message: 'Sealed what changed' },
  finished: {
    code: 'SEAL_FINISHED',
    message: 'Finished a seal that another call had begun',
  },
  raceLost: {
    code: 'SEAL_RACE_LOST',
    message: 'Another call made this seal first',
  },
  behind: {
    code: 'SEAL_BEHIND',
    message: 'Time ran out before all hours were sealed',
  },
} as const satisfies Logs;

/** Counts 1 an hour while all is sealed that should be. */
export const upToDateMetric = 'SealsUpToDate';
