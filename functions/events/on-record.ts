import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { sendEvents } from '../platform/bus.ts';
import { environment } from '../platform/environment.ts';
import { log, logger } from '../platform/log.ts';
import { pause } from './pause.ts';
import { type Inserted, type RelayNeeds, relay } from './service.ts';

/** Bounds of each call; three attempts with the SDK's jittered backoff. */
const queues = new SQSClient({
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    throwOnRequestTimeout: true,
  },
});
const deadLetters = environment('DEAD_LETTERS');

const needs: RelayNeeds = { send: sendEvents, pause, setAside, log };

export async function handler(event: DynamoDBStreamEvent): Promise<void> {
  logger.resetKeys();
  logger.appendKeys({ capability: 'events' });
  await relay(needs, event.Records.map(inserted));
}

async function setAside(record: Inserted, why: string): Promise<void> {
  const body = { ...record, time: record.time.toISOString(), why };
  await queues.send(
    new SendMessageCommand({
      QueueUrl: deadLetters,
      MessageBody: JSON.stringify(body),
    }),
  );
}

function inserted({ dynamodb }: DynamoDBRecord): Inserted {
  const seconds = dynamodb?.ApproximateCreationDateTime ?? 0;
  return {
    sequenceNumber: dynamodb?.SequenceNumber ?? '',
    time: new Date(seconds * 1_000),
    image: plain(dynamodb?.NewImage),
  };
}

function plain(image: unknown): unknown {
  if (image === undefined) return undefined;
  try {
    return unmarshall(image as Record<string, AttributeValue>);
  } catch {
    return image;
  }
}
