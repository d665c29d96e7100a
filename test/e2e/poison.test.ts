import '../support/environment.ts';
import { randomUUID } from 'node:crypto';
import {
  EventBridgeClient,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  LambdaClient,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { dynamoDb } from '../../functions/platform/clients.ts';
import { eventSource } from '../../functions/platform/contract.ts';
import { environment } from '../../functions/platform/environment.ts';
import { visitor } from '../support/http.ts';
import { publishedResource } from '../support/lifecycle.ts';

const queues = new SQSClient();
const lambdas = new LambdaClient();
const bridge = new EventBridgeClient();
const limitMs = 30_000;

/** Waits until a queue holds a message with this mark in it. */
async function holds(queueUrl: string, mark: string): Promise<void> {
  const found = async () => {
    const { Messages: messages = [] } = await queues.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 1,
      }),
    );
    return messages.some(({ Body: body = '' }) => body.includes(mark));
  };
  await expect.poll(found, { timeout: limitMs, interval: 500 }).toBe(true);
}

const nameOf = (arn: string) => arn.split(':').at(-1) ?? '';
async function urlOf(arn: string): Promise<string> {
  const { QueueUrl: url = '' } = await queues.send(
    new GetQueueUrlCommand({ QueueName: nameOf(arn) }),
  );
  return url;
}

/**
 * The queue of a consumer and its dead letters. A refused message comes again
 * after a second instead of minutes, so that the test need not wait for them.
 */
async function impatientQueue(functionName: string) {
  const { EventSourceMappings: mappings = [] } = await lambdas.send(
    new ListEventSourceMappingsCommand({ FunctionName: functionName }),
  );
  const url = await urlOf(mappings[0]?.EventSourceArn ?? '');
  await queues.send(
    new SetQueueAttributesCommand({
      QueueUrl: url,
      Attributes: { VisibilityTimeout: '1' },
    }),
  );
  const { Attributes: attributes } = await queues.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ['RedrivePolicy'],
    }),
  );
  const redrive: { deadLetterTargetArn: string } = JSON.parse(
    attributes?.RedrivePolicy ?? '{}',
  );
  return { url, deadLetters: await urlOf(redrive.deadLetterTargetArn) };
}

/** A visitor finds it: all that lies between publishing and search works. */
async function isFound(title: string): Promise<void> {
  const found = async () => {
    const query = encodeURIComponent(title);
    const { body } = await visitor().get(`/v1/search?q=${query}`);
    return JSON.stringify(body);
  };
  await expect.poll(found, { timeout: limitMs }).toContain(title);
}

describe('given a record of the table that says nothing sensible', () => {
  test('then the relay sets it aside, and what comes after it goes on', async () => {
    const mark = `poison-${randomUUID()}`;
    await dynamoDb.send(
      new PutCommand({
        TableName: environment('CATALOGUE_TABLE'),
        Item: { pk: mark, sk: 'H#9999#00000001', action: 'no such step' },
      }),
    );
    const { title } = await publishedResource();
    await isFound(title);
    await holds(environment('DEAD_LETTERS'), mark);
  });
});

describe('given an event that no consumer can read', () => {
  test('then it ends in the dead letters, and what comes after it goes on', async () => {
    const { deadLetters } = await impatientQueue(
      `xueyuan-${environment('STAGE')}-search-on-resource-changed`,
    );
    const mark = `poison-${randomUUID()}`;
    await bridge.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: environment('EVENT_BUS'),
            Source: eventSource,
            DetailType: 'resource.published',
            Detail: JSON.stringify({ mark }),
          },
        ],
      }),
    );
    const { title } = await publishedResource();
    await isFound(title);
    await holds(deadLetters, mark);
  });
});
