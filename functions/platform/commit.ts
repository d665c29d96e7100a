import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Result } from './result.ts';

/** One write of a DynamoDB transaction, as lib-dynamodb takes it. */
export type Write = NonNullable<
  TransactWriteCommandInput['TransactItems']
>[number];

export type Changed = { readonly code: 'changed' };

/**
 * One part of a transaction, made by a store and executed by the use case that
 * began. `refusal` is the error to give when this part's condition fails;
 * without it the error is `changed`: another command moved it first.
 */
export type Part<E extends { readonly code: string } = Changed> = {
  readonly write: Write;
  readonly refusal?: E;
};

/**
 * Writes all parts or none, with the idempotency marker of the request (which
 * keeps `value` as it will be answered) in the same transaction.
 */
export type Commit = <const V, E extends { readonly code: string } = never>(
  value: V,
  parts: readonly Part<E | Changed>[],
) => Promise<Result<V, E | Changed>>;
