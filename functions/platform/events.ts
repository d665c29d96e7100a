import {
  BatchProcessor,
  EventType,
  processPartialResponse,
} from '@aws-lambda-powertools/batch';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import middy, { type MiddlewareObj } from '@middy/core';
import type {
  Context,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda';
import * as z from 'zod';
import { eventMetrics } from './contract.ts';
import { costSoFar, resetCost } from './cost.ts';
import { log, logger, metrics, pipelineLogs } from './log.ts';

const Envelope = z.object({ 'detail-type': z.string(), detail: z.unknown() });

export type EventConsumer<T extends z.ZodType> = {
  readonly capability: string;
  readonly event: T;
  /** Must bear repeats and late arrivals: a queue gives both. */
  readonly consume: (event: z.output<T>, type: string) => Promise<void>;
  /** One event of a batch after the other. @default all at once */
  readonly isOneByOne?: boolean;
};

/**
 * The Lambda handler of a queue's consumer. What does not fit its schema, or
 * throws, returns this one message to the queue and in the end to the DLQ, with
 * a log line that says why; the others are done.
 */
export function eventConsumer<T extends z.ZodType>({
  capability,
  event,
  consume,
  isOneByOne = false,
}: EventConsumer<T>) {
  const batch = new BatchProcessor(EventType.SQS);
  async function consumeRecord(record: SQSRecord): Promise<void> {
    try {
      const { type, detail } = readEnvelope(record);
      await consume(event.parse(detail), type);
    } catch (error) {
      const { code, message } = pipelineLogs.poison;
      const cause = error instanceof Error ? error : new Error(String(error));
      logger.error(message, { code, event: record.messageId, error: cause });
      throw error;
    }
  }
  return middy<SQSEvent, SQSBatchResponse>()
    .use(eventPipeline(capability))
    .handler((batchEvent: SQSEvent, context: Context) =>
      processPartialResponse(batchEvent, consumeRecord, batch, {
        context,
        processInParallel: !isOneByOne,
        throwOnFullBatchFailure: false,
      }),
    );
}

function readEnvelope({ body }: SQSRecord) {
  const message: unknown = JSON.parse(body);
  const { 'detail-type': type, detail } = Envelope.parse(message);
  return { type, detail };
}

/** What every consumer of a queue passes: context, cost, one line, metrics. */
function eventPipeline(
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
      const duration = Math.round((performance.now() - startedAt) * 10) / 10;
      const events = event.Records.length;
      const facts = { events, failed: failed.length, duration };
      log.info(pipelineLogs.consumed, { ...facts, cost: costSoFar() });
      metrics.addMetric(eventMetrics.taken, MetricUnit.Count, events);
      metrics.addMetric(eventMetrics.failed, MetricUnit.Count, failed.length);
      metrics.publishStoredMetrics();
    },
  };
}
