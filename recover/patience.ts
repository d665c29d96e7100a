import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A page of 1 MB, read on a machine that does other things beside. */
const pageMs = 30_000;

/** What a handler of requests lets one change; its type in the SDK hides it. */
type Adjustable = {
  readonly updateHttpClientConfig?: (
    limit: 'requestTimeout',
    milliseconds: number,
  ) => void;
};

/**
 * Lets a client of functions wait as long as a page of a whole table may take:
 * nobody waits behind it as a reader does.
 */
export function waitForPages({ config }: DynamoDBDocumentClient): void {
  const handler = config.requestHandler as Adjustable;
  handler.updateHttpClientConfig?.('requestTimeout', pageMs);
}
