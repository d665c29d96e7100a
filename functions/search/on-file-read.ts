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
import { events } from '../files/contract.ts';
import { files } from '../files/files.ts';
import { eventPipeline, readEvent } from '../platform/events.ts';
import { indexer } from './indexer.ts';
import { indexHolders } from './service/indexing.ts';

const batch = new BatchProcessor(EventType.SQS);
const needs = { ...indexer, resourcesWith: files.resourcesWith };

/**
 * Indexes every resource that holds the file, now that its text is known. A
 * throw returns this one message to the queue; what was indexed stays so.
 */
async function onRead(record: SQSRecord): Promise<void> {
  const { file } = readEvent(events['file.read'], record);
  await indexHolders(needs, file);
}

export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(eventPipeline('search'))
  .handler((event: SQSEvent, context: Context) =>
    processPartialResponse(event, onRead, batch, {
      context,
      throwOnFullBatchFailure: false,
    }),
  );
