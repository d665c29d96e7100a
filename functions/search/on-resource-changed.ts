import {
  BatchProcessor,
  EventType,
  processPartialResponse,
} from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type {
  Context,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda';
import { eventPipeline, readEvent } from '../platform/events.ts';
import { ResourceEvent } from '../resources/history/contract.ts';
import { indexer } from './indexer.ts';
import { indexResource } from './service/indexing.ts';

const batch = new BatchProcessor(EventType.SQS);

/**
 * Indexes the resource as it is now, so repeats and late arrivals do no harm.
 * A throw returns this one message to the queue; the others are done.
 */
async function onChanged(record: SQSRecord): Promise<void> {
  const { resourceId } = readEvent(ResourceEvent, record);
  await indexResource(indexer, resourceId);
}

export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(eventPipeline('search'))
  .handler((event: SQSEvent, context: Context) =>
    processPartialResponse(event, onChanged, batch, {
      context,
      throwOnFullBatchFailure: false,
    }),
  );
