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
import { log } from '../platform/log.ts';
import { events } from './contract.ts';
import { type ReadNeeds, readFile } from './reading/read.ts';
import { mostBytes, readText } from './reading/text.ts';
import { fileObjects } from './store/objects.ts';
import { fileRecords } from './store/records.ts';

const needs: ReadNeeds = {
  records: fileRecords,
  objects: fileObjects,
  readText,
  mostBytes,
  now: () => new Date(),
  log,
};
const batch = new BatchProcessor(EventType.SQS);

/** Reads the file as it is now, so that repeats and late arrivals do no harm. */
async function onPromoted(record: SQSRecord): Promise<void> {
  const { file } = readEvent(events['file.promoted'], record);
  await readFile(needs, file);
}

/** One after the other: a PDF alone may take much of the memory. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(eventPipeline('files'))
  .handler((event: SQSEvent, context: Context) =>
    processPartialResponse(event, onPromoted, batch, {
      context,
      processInParallel: false,
      throwOnFullBatchFailure: false,
    }),
  );
