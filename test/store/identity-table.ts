import '../support/environment.ts';
import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, inject } from 'vitest';
import { dynamoDb } from '../../functions/platform/clients.ts';
import { commitWith } from '../../functions/platform/transact.ts';
import { makeTable } from '../support/table.ts';

/**
 * A `directory` table for one test file: the district's tree and its operators
 * are single items, so that tests which share a table would be in each other's
 * way. Items are as the deployed table has them.
 */
export function ownDirectory(): void {
  const name = `directory-${randomUUID()}`;
  beforeAll(async () => {
    await makeTable(name);
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
