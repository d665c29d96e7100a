import { randomUUID } from 'node:crypto';
import {
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { eventSource } from '../../functions/platform/contract.ts';
import { namesOf } from '../../lib/names.ts';
import { rootTarget } from './operators.ts';

type Consumer = (
  event: never,
  context: never,
) => Promise<{
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}>;

/** As often as the queues of our consumers give a message. */
const tries = 5;

/**
 * A queue of a test's own that the stage's bus brings the events of one
 * resource to, beside what is deployed. What is refused comes again after a
 * second instead of minutes, and after five times stands among its own dead
 * letters.
 */
export async function ownQueue(resourceId: string) {
  const target = rootTarget();
  const sqs = new SQSClient(target.aws);
  const bus = new EventBridgeClient(target.aws);
  const name = `outage-${randomUUID()}`;
  const queueOf = async (QueueName: string, attributes = {}) => {
    const made = await sqs.send(
      new CreateQueueCommand({ QueueName, Attributes: attributes }),
    );
    const QueueUrl = made.QueueUrl ?? '';
    const { Attributes: { QueueArn = '' } = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    return { url: QueueUrl, arn: QueueArn };
  };
  const letters = await queueOf(`${name}-dead-letters`);
  const queue = await queueOf(name, {
    VisibilityTimeout: '1',
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: letters.arn,
      maxReceiveCount: tries,
    }),
  });
  const rule = { Name: name, EventBusName: namesOf(target.stage).bus };
  await bus.send(
    new PutRuleCommand({
      ...rule,
      EventPattern: JSON.stringify({
        source: [eventSource],
        detail: { resourceId: [resourceId] },
      }),
    }),
  );
  await bus.send(
    new PutTargetsCommand({
      Rule: rule.Name,
      EventBusName: rule.EventBusName,
      Targets: [{ Id: 'queue', Arn: queue.arn }],
    }),
  );

  async function received(url: string): Promise<Message[]> {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
      }),
    );
    return Messages;
  }

  return {
    /**
     * Lets a consumer work off what waits, as Lambda would: what it refuses
     * stays. How many it took and refused.
     */
    workOff: async (consume: Consumer) => {
      const messages = await received(queue.url);
      const Records = messages.map(({ MessageId, Body }) => ({
        messageId: MessageId,
        body: Body,
      }));
      if (Records.length === 0) return { taken: 0, refused: 0 };
      const { batchItemFailures } = await consume(
        { Records } as never,
        {} as never,
      );
      const refused = new Set(
        batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
      );
      const done = messages.filter(
        ({ MessageId = '' }) => !refused.has(MessageId),
      );
      for (const { ReceiptHandle } of done) {
        await sqs.send(
          new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }),
        );
      }
      return { taken: done.length, refused: refused.size };
    },
    deadLetters: async () => (await received(letters.url)).length,
  };
}
