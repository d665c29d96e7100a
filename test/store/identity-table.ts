import '../support/environment.ts';
import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  DeleteTableCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, inject } from 'vitest';
import { dynamoDb } from '../../functions/platform/clients.ts';
import { commitWith } from '../../functions/platform/transact.ts';
import { indexes } from '../../lib/names.ts';

/**
 * A `directory` table for one test file: the district's tree and its operators
 * are single items, so that tests which share a table would be in each other's
 * way. Items are as the deployed table has them.
 */
export function ownDirectory(): void {
  const name = `directory-${randomUUID()}`;
  const string = (attribute: string) => ({
    AttributeName: attribute,
    AttributeType: 'S' as const,
  });
  const keySchema = (pk: string, sk: string) => [
    { AttributeName: pk, KeyType: 'HASH' as const },
    { AttributeName: sk, KeyType: 'RANGE' as const },
  ];
  beforeAll(async () => {
    await dynamoDb.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: keySchema('pk', 'sk'),
        AttributeDefinitions: [
          ...['pk', 'sk', 'ownerPk', 'ownerSk', 'dayPk', 'daySk'].map(string),
        ],
        GlobalSecondaryIndexes: indexes.map((IndexName) => {
          const noun = IndexName === 'byOwner' ? 'owner' : 'day';
          return {
            IndexName,
            KeySchema: keySchema(`${noun}Pk`, `${noun}Sk`),
            Projection: { ProjectionType: 'ALL' as const },
          };
        }),
      }),
    );
    process.env.DIRECTORY_TABLE = name;
    process.env.USER_POOL_ID = inject('stack').userPoolId;
  });
  afterAll(async () => {
    await dynamoDb.send(new DeleteTableCommand({ TableName: name }));
  });
}

/** A request's `commit`, without an idempotency key. */
export const commit = commitWith({
  client: dynamoDb,
  now: () => new Date(),
  answer: () => ({ status: 200, headers: {} }),
});
