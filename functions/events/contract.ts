import * as z from 'zod';
import { type Logs, Moment } from '../platform/contract.ts';

/**
 * One step of sending the events of a time again: `since` belongs to it,
 * `until` does not. `after` is what the step before answered.
 */
export const ReplayStep = z.strictObject({
  since: Moment,
  until: Moment,
  after: z.string().optional(),
});
export type ReplayStep = z.infer<typeof ReplayStep>;

/** Without `after` nothing is left to send. */
export const ReplayAnswer = z.strictObject({
  sent: z.int().nonnegative(),
  /** Headers that say nothing sensible; their keys are in the log. */
  unread: z.int().nonnegative(),
  after: z.string().optional(),
});
export type ReplayAnswer = z.infer<typeof ReplayAnswer>;

/** Codes never change: alarms, metric filters and runbooks name them. */
export const logs = {
  relayed: { code: 'EVENTS_RELAYED', message: 'Relayed a batch of records' },
  aside: {
    code: 'EVENT_SET_ASIDE',
    message: 'A record could not be sent and went to the dead-letter queue',
  },
  replayed: {
    code: 'EVENTS_REPLAYED',
    message: 'Sent events of the history again',
  },
  unread: {
    code: 'REPLAY_HEADER_UNREAD',
    message: 'A header of the history says nothing that could be sent',
  },
} as const satisfies Logs;
