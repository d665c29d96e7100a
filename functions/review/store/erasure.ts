import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { dynamoDb } from '../../platform/clients.ts';
import { queryAll } from '../../platform/query-all.ts';
import { CommentItem, catalogue, keys } from './items.ts';

/** Forgets why somebody decided as they did; again does no harm. 1 WRU a KB. */
async function dropReason(review: string, decidedBy: string): Promise<void> {
  try {
    await dynamoDb.send(
      new UpdateCommand({
        TableName: catalogue.getName(),
        Key: keys.review(review),
        UpdateExpression: 'REMOVE reason ADD seq :one',
        ConditionExpression: 'decidedBy = :person AND attribute_exists(reason)',
        ExpressionAttributeValues: { ':person': decidedBy, ':one': 1 },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/**
 * Forgets a reviewer's scores, that a review waits for them, and what they
 * commented; again does no harm. 1 RRU per 4 KB of all comments, 1 WRU for the
 * scores, 3 for the assignment, and 1 per KB of each comment of theirs.
 */
async function dropOpinions(review: string, reviewer: string): Promise<void> {
  await remove(keys.sheet(review, reviewer));
  await remove(keys.assignment(review, reviewer));
  const items = await queryAll({
    TableName: catalogue.getName(),
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :comment)',
    ExpressionAttributeValues: {
      ':pk': review,
      ':comment': keys.comment(review, '').sk,
    },
    ConsistentRead: true,
  });
  for (const one of items) {
    const { pk, sk, comment } = CommentItem.build(EntityFormatter).format(one);
    if (comment.author === reviewer) await remove({ pk, sk });
  }
}

/** Forgets how much somebody reviews, and with whom they worked. 2 WRU. */
async function dropReviewer(person: string): Promise<void> {
  await remove(keys.load(person));
  await remove(keys.collaborators(person));
}

/** What erasing a person writes of reviews. */
export const erasureStore = { dropReason, dropOpinions, dropReviewer };
export type ErasureStore = typeof erasureStore;

async function remove(key: { pk: string; sk: string }): Promise<void> {
  await dynamoDb.send(
    new DeleteCommand({ TableName: catalogue.getName(), Key: key }),
  );
}
