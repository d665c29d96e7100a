import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoDb } from '../../platform/clients.ts';
import { catalogue } from './items.ts';

/** Forgets why somebody decided as they did; again does no harm. 1 WRU a KB. */
async function dropReason(review: string, decidedBy: string): Promise<void> {
  try {
    await dynamoDb.send(
      new UpdateCommand({
        TableName: catalogue.getName(),
        Key: { pk: review, sk: 'REVIEW' },
        UpdateExpression: 'REMOVE reason ADD seq :one',
        ConditionExpression: 'decidedBy = :person AND attribute_exists(reason)',
        ExpressionAttributeValues: { ':person': decidedBy, ':one': 1 },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** What erasing a person writes of reviews. */
export const erasureStore = { dropReason };
export type ErasureStore = typeof erasureStore;
