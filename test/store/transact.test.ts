import '../support/environment.ts';
import { randomUUID } from 'node:crypto';
import { BatchGetCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { dynamoDb } from '../../functions/platform/clients.ts';
import { costSoFar, resetCost } from '../../functions/platform/cost.ts';
import { environment } from '../../functions/platform/environment.ts';
import { ok } from '../../functions/platform/result.ts';
import {
  AlreadyAnswered,
  claimOf,
  commitWith,
  keptAnswer,
} from '../../functions/platform/transact.ts';

const table = environment('CATALOGUE_TABLE');
const now = new Date('2026-09-01T08:00:00Z');
const dayLater = new Date(now.getTime() + 24 * 3_600_000);

/** A part that makes an item once; a second one loses. */
function made(key: string, refusal?: { code: 'taken' }) {
  const write = {
    Put: {
      TableName: table,
      Item: { pk: key, sk: 'THING' },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
  return { write, ...(refusal && { refusal }) };
}

function commitFor(key?: string, at = now) {
  const claim =
    key === undefined
      ? undefined
      : claimOf({
          table,
          person: 'per_1',
          route: 'POST /v1/x',
          key,
          body: '{}',
        });
  const commit = commitWith({
    client: dynamoDb,
    claim,
    answer: (value) => ({
      status: 201,
      headers: { etag: '"1-1"' },
      body: JSON.stringify(value),
    }),
    now: () => at,
  });
  return { claim, commit };
}

describe('given a request with an idempotency key', () => {
  test('its answer is kept with its change and counts for a day', async () => {
    const { claim, commit } = commitFor(randomUUID());
    const thing = `thing#${randomUUID()}`;
    expect(await commit({ id: thing }, [made(thing)])).toEqual(
      ok({ id: thing }),
    );
    if (claim === undefined) throw new Error('There is a claim.');
    expect(await keptAnswer(dynamoDb, claim, now)).toMatchObject({
      bodyHash: claim.bodyHash,
      answer: { status: 201, body: JSON.stringify({ id: thing }) },
    });
    expect(await keptAnswer(dynamoDb, claim, dayLater)).toBeUndefined();
  });

  test('the same key again writes nothing and says so', async () => {
    const key = randomUUID();
    const first = `thing#${randomUUID()}`;
    const second = `thing#${randomUUID()}`;
    await commitFor(key).commit('first', [made(first)]);
    const again = commitFor(key).commit('second', [made(second)]);
    await expect(again).rejects.toBeInstanceOf(AlreadyAnswered);
    const { Item } = await dynamoDb.send(
      new GetCommand({ TableName: table, Key: { pk: second, sk: 'THING' } }),
    );
    expect(Item).toBeUndefined();
  });

  test('a marker that has expired, seen or not, makes room', async () => {
    const key = randomUUID();
    await commitFor(key).commit('first', [made(`thing#${randomUUID()}`)]);
    const later = commitFor(key, dayLater);
    const parts = [made(`thing#${randomUUID()}`)];
    expect(await later.commit('second', parts)).toEqual(ok('second'));
  });

  test('a change that loses leaves no marker', async () => {
    const thing = `thing#${randomUUID()}`;
    await dynamoDb.send(
      new PutCommand({ TableName: table, Item: { pk: thing, sk: 'THING' } }),
    );
    const { claim, commit } = commitFor(randomUUID());
    const lost = await commit('late', [made(thing)]);
    expect(lost).toEqual({ ok: false, error: { code: 'changed' } });
    if (claim === undefined) throw new Error('There is a claim.');
    expect(await keptAnswer(dynamoDb, claim, now)).toBeUndefined();
  });
});

test('a part that loses gives its own refusal when it has one', async () => {
  const thing = `thing#${randomUUID()}`;
  const { commit } = commitFor();
  await commit('first', [made(thing)]);
  const parts = [made(`thing#${randomUUID()}`), made(thing, { code: 'taken' })];
  const error = { code: 'taken' };
  expect(await commit('second', parts)).toEqual({ ok: false, error });
});

test('of fifty at once exactly one wins', async () => {
  const thing = `thing#${randomUUID()}`;
  const { commit } = commitFor();
  const all = await Promise.all(
    Array.from({ length: 50 }, (_, at) => commit(at, [made(thing)])),
  );
  expect(all.filter((one) => one.ok)).toHaveLength(1);
});

test('a mistake in a part is thrown, not taken for a race', async () => {
  const broken = { Put: { TableName: 'nowhere', Item: { pk: 'x' } } };
  const { commit } = commitFor();
  await expect(commit('never', [{ write: broken }])).rejects.toThrow();
});

test('what is spent is counted: writes as reported, reads by size', async () => {
  const thing = `thing#${randomUUID()}`;
  const text = '源'.repeat(2_000);
  resetCost();
  await dynamoDb.send(
    new PutCommand({
      TableName: table,
      Item: { pk: thing, sk: 'THING', text },
    }),
  );
  const key = { pk: thing, sk: 'THING' };
  await dynamoDb.send(new GetCommand({ TableName: table, Key: key }));
  const ConsistentRead = true;
  await dynamoDb.send(
    new GetCommand({ TableName: table, Key: key, ConsistentRead }),
  );
  const RequestItems = { [table]: { Keys: [key], ConsistentRead } };
  await dynamoDb.send(new BatchGetCommand({ RequestItems }));
  expect(costSoFar()).toEqual({ wru: 6, rru: 5, s3: 0 });
});
