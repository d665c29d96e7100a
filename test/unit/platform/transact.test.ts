import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { commitWith } from '../../../functions/platform/transact.ts';

/** A commit whose transaction DynamoDB cancels for these reasons. */
function cancelledFor(...codes: string[]) {
  const send = async () => {
    throw new TransactionCanceledException({
      $metadata: {},
      message: 'Transaction cancelled',
      CancellationReasons: codes.map((Code) => ({ Code })),
    });
  };
  return commitWith({
    client: { send } as unknown as DynamoDBDocumentClient,
    answer: () => ({ status: 200, headers: {} }),
    now: () => new Date('2026-09-01T08:00:00Z'),
  });
}

const plain = { write: {} };
const naming = { write: {}, refusal: { code: 'taken' } as const };

test.each([
  ['a condition that failed', ['None', 'ConditionalCheckFailed'], 'taken'],
  [
    'another transaction at the item',
    ['None', 'TransactionConflict'],
    'changed',
  ],
  ['a race at another item', ['ConditionalCheckFailed', 'None'], 'changed'],
])(
  'given %s, then the part says no more than it knows',
  async (_, codes, code) => {
    const done = await cancelledFor(...codes)('value', [plain, naming]);
    expect(done).toEqual({ ok: false, error: { code } });
  },
);

test('given another reason, then it is thrown', async () => {
  const commit = cancelledFor('None', 'ProvisionedThroughputExceeded');
  await expect(commit('value', [plain, naming])).rejects.toThrow();
});
