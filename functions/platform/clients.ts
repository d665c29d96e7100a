import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { countDynamoDb } from './cost.ts';

/**
 * Bounds of every call to DynamoDB: three attempts with the SDK's jittered
 * backoff end within 7 s, before the API's own 10 s limit.
 */
const limits = {
  connectionTimeoutMs: 1_000,
  requestTimeoutMs: 2_000,
  attempts: 3,
} as const;

const client = new DynamoDBClient({
  maxAttempts: limits.attempts,
  requestHandler: {
    connectionTimeout: limits.connectionTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    // Without it the SDK only warns when the time has passed.
    throwOnRequestTimeout: true,
  },
});

/** The one DynamoDB client of a function; what it spends is counted. */
export const dynamoDb = DynamoDBDocumentClient.from(client, {
  marshallOptions: { removeUndefinedValues: true },
});
dynamoDb.middlewareStack.use(countDynamoDb());
