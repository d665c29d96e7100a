import type { Logs } from '../platform/contract.ts';

/** Codes never change: alarms, metric filters and runbooks name them. */
export const logs = {
  relayed: { code: 'EVENTS_RELAYED', message: 'Relayed a batch of records' },
  aside: {
    code: 'EVENT_SET_ASIDE',
    message: 'A record could not be sent and went to the dead-letter queue',
  },
} as const satisfies Logs;
