import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  paginateListQueues,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { deadLetterSuffix, namesOf } from '../../lib/names.ts';
import type { Target } from '../target.ts';

/** One dead-letter queue: whose it is, how much waits in it. */
export type DeadLetters = {
  /** `<capability>-<entry>`, as the alarm has it. */
  readonly name: string;
  readonly waiting: number;
};
export type Letter = { readonly id: string; readonly body: string };

/** SQS gives and takes ten messages at once. */
const batchSize = 10;

/** How long what is only looked at stays hidden from others. */
const lookSeconds = 5;

/** How long a batch may take to be sent back before others see it again. */
const moveSeconds = 60;

/** The dead-letter queues of a stage, each with what waits, by name. */
export async function listDeadLetters(at: Target): Promise<DeadLetters[]> {
  const { names, sqs } = of(at);
  const found: DeadLetters[] = [];
  const pages = paginateListQueues(
    { client: sqs },
    { QueueNamePrefix: names.own(''), MaxResults: 1_000 },
  );
  for await (const { QueueUrls = [] } of pages) {
    for (const url of QueueUrls.filter((one) =>
      one.endsWith(deadLetterSuffix),
    )) {
      const name = url
        .slice(url.lastIndexOf('/') + 1, -deadLetterSuffix.length)
        .slice(names.own('').length);
      found.push({ name, waiting: await waitingIn(sqs, url) });
    }
  }
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * At most `most` letters of a queue, each once, without taking them out. For
 * five seconds nobody else sees them. Undefined when there is no such queue.
 */
export async function showDeadLetters(
  at: Target,
  name: string,
  most: number,
): Promise<Letter[] | undefined> {
  const { sqs, urlOf } = of(at);
  const url = await urlOf(`${name}${deadLetterSuffix}`);
  if (url === undefined) return undefined;
  const seen = new Map<string, Letter>();
  for (;;) {
    const before = seen.size;
    const letters = await receive(sqs, url, lookSeconds);
    for (const { id, body } of letters) seen.set(id, { id, body });
    if (seen.size === before || seen.size >= most) break;
  }
  return [...seen.values()].slice(0, most);
}

export type Redriven =
  | { readonly outcome: 'moved'; readonly moved: number; readonly left: number }
  | { readonly outcome: 'unknown' }
  /** The letters come from no queue: from a stream or a schedule. */
  | { readonly outcome: 'no-way-back' };

/**
 * Sends what waits in a dead-letter queue back to the queue that it came from,
 * at most as many as waited when it began, so that what fails again does not go
 * round. A letter is taken out only after it was sent: killed in between, it is
 * sent twice, and consumers bear repeats.
 */
export async function redriveDeadLetters(
  at: Target,
  name: string,
): Promise<Redriven> {
  const { sqs, urlOf } = of(at);
  const from = await urlOf(`${name}${deadLetterSuffix}`);
  if (from === undefined) return { outcome: 'unknown' };
  const to = await urlOf(name);
  if (to === undefined) return { outcome: 'no-way-back' };
  const most = await waitingIn(sqs, from);
  let moved = 0;
  while (moved < most) {
    const letters = await receive(sqs, from, moveSeconds);
    if (letters.length === 0) break;
    moved += await moveBatch(sqs, letters, { from, to });
  }
  return { outcome: 'moved', moved, left: await waitingIn(sqs, from) };
}

type Received = Letter & { readonly receipt: string };

/** How many of the letters were sent and taken out. */
async function moveBatch(
  sqs: SQSClient,
  letters: readonly Received[],
  { from, to }: { readonly from: string; readonly to: string },
): Promise<number> {
  const { Successful: sent = [], Failed: refused = [] } = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: to,
      Entries: letters.map(({ body }, at) => ({
        Id: String(at),
        MessageBody: body,
      })),
    }),
  );
  if (sent.length === 0) {
    throw new Error(`${to}: ${refused[0]?.Message ?? 'nothing was taken'}`);
  }
  await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl: from,
      Entries: sent.map(({ Id }) => ({
        Id,
        ReceiptHandle: letters[Number(Id)]?.receipt,
      })),
    }),
  );
  return sent.length;
}

function of({ stage, aws }: Target) {
  const sqs = new SQSClient(aws);
  const names = namesOf(stage);
  const urlOf = async (noun: string): Promise<string | undefined> => {
    const QueueName = names.own(noun);
    try {
      const found = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      return found.QueueUrl;
    } catch (error) {
      if (error instanceof QueueDoesNotExist) return undefined;
      throw error;
    }
  };
  return { sqs, names, urlOf };
}

async function waitingIn(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes: attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages'],
    }),
  );
  return Number(attributes?.ApproximateNumberOfMessages ?? 0);
}

async function receive(
  sqs: SQSClient,
  QueueUrl: string,
  VisibilityTimeout: number,
): Promise<Received[]> {
  const { Messages: messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: batchSize,
      VisibilityTimeout,
      // Without waiting, SQS asks only some of its servers.
      WaitTimeSeconds: 1,
    }),
  );
  return messages.map(({ MessageId, Body, ReceiptHandle }) => ({
    id: MessageId ?? '',
    body: Body ?? '',
    receipt: ReceiptHandle ?? '',
  }));
}
