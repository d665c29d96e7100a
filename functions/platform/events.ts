import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { costSoFar, resetCost } from './cost.ts';
import { log, logger, metrics, pipelineLogs } from './log.ts';

const Envelope = z.object({ 'detail-type': z.string(), detail: z.unknown() });

/**
 * The event inside a queue's message, checked against its schema. What does not
 * fit throws, so that this one message goes back and in the end to the DLQ.
 */
export function readEvent<T extends z.ZodType>(
  schema: T,
  record: SQSRecord,
): z.output<T> {
  const message: unknown = JSON.parse(record.body);
  return schema.parse(Envelope.parse(message).detail);
}

/** What every consumer of a queue passes: context, cost, one line, metrics. */
export function eventPipeline(
  capability: string,
): MiddlewareObj<SQSEvent, SQSBatchResponse> {
  let startedAt = 0;
  return {
    before: () => {
      startedAt = performance.now();
      resetCost();
      logger.resetKeys();
      logger.appendKeys({ capability });
    },
    after: ({ event, response }) => {
      const failed = response?.batchItemFailures ?? [];
      for (const { itemIdentifier: message } of failed) {
        log.warn(pipelineLogs.poison, { message });
      }
      const duration = Math.round((performance.now() - startedAt) * 10) / 10;
      const events = event.Records.length;
      const facts = { events, failed: failed.length, duration };
      log.info(pipelineLogs.consumed, { ...facts, cost: costSoFar() });
      metrics.addMetric('Events', MetricUnit.Count, events);
      metrics.addMetric('EventsFailed', MetricUnit.Count, failed.length);
      metrics.publishStoredMetrics();
    },
  };
}
