import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { type Logs, metricNamespace } from './contract.ts';

/** Structured log of this function: one JSON object a line. */
export const logger = new Logger();

/** Metrics of this function, in the embedded metric format. */
export const metrics = new Metrics({ namespace: metricNamespace });

type Level = 'info' | 'warn' | 'error';
type Line = Logs[string];

/**
 * Writes one line of the catalogue in a contract's `logs`. Facts are ids, codes
 * and numbers: never a token, a password or a person's name.
 */
export type Log = Readonly<
  Record<Level, (line: Line, facts?: Readonly<Record<string, unknown>>) => void>
>;

export const log: Log = {
  info: ({ code, message }, facts) => logger.info(message, { code, ...facts }),
  warn: ({ code, message }, facts) => logger.warn(message, { code, ...facts }),
  error: ({ code, message }, facts) =>
    logger.error(message, { code, ...facts }),
};

/** Log lines of the pipelines themselves. Codes never change. */
export const pipelineLogs = {
  request: { code: 'REQUEST', message: 'Answered a request' },
  failed: { code: 'REQUEST_FAILED', message: 'A request failed unexpectedly' },
  consumed: { code: 'CONSUMED', message: 'Worked off a batch of events' },
  poison: {
    code: 'EVENT_REFUSED',
    message: 'An event could not be worked off',
  },
} as const satisfies Logs;
