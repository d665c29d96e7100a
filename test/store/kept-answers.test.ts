import '../support/environment.ts';
import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamoDb } from '../../functions/platform/clients.ts';
import { historyKeys } from '../../functions/platform/history-keys.ts';
import { forgetUndone } from '../../functions/platform/kept-answers.ts';
import {
  claimOf,
  commitWith,
  keptAnswer,
} from '../../functions/platform/transact.ts';
import { makeTable } from '../support/table.ts';

/** Its own: what it leaves half done would be another test's to judge. */
const table = `answers-${randomUUID()}`;
beforeAll(() => makeTable(table));
afterAll(async () => {
  await dynamoDb.send(new DeleteTableCommand({ TableName: table }));
});

const put = (of: string, sk: string, place: object = {}) => ({
  Put: { TableName: table, Item: { pk: of, sk, ...place } },
});
const header = (of: string, epoch: number, seq: number) =>
  put(of, historyKeys.header(of, { epoch, seq }).sk, { epoch, seq });

/** A command with a key, done; gives whether it would be answered again. */
async function done(write: ReturnType<typeof put>) {
  const claim = claimOf({
    ...{ table, person: 'per_1', route: 'POST /v1/x' },
    ...{ key: randomUUID(), body: '{}' },
  });
  const now = () => new Date();
  const commit = commitWith({
    ...{ client: dynamoDb, claim, now },
    answer: () => ({ status: 201, headers: {} }),
  });
  await commit({}, [{ write }]);
  return async () =>
    (await keptAnswer(dynamoDb, claim, new Date())) !== undefined;
}

const entry = { epoch: 1, seq: 3 };

test.each([
  { given: 'a head that has it', head: entry, isKept: true },
  { given: 'a head that went on', head: { epoch: 1, seq: 5 }, isKept: true },
  { given: 'no head', isKept: false },
  { given: 'a head behind it', head: { epoch: 1, seq: 2 }, isKept: false },
  {
    given: 'an epoch that goes on from it',
    head: { epoch: 2, seq: 5 },
    next: 4,
    isKept: true,
  },
  {
    given: 'an epoch that goes on from before it',
    head: { epoch: 2, seq: 5 },
    next: 3,
    isKept: false,
  },
])('given $given, then the answer of a step is kept: $isKept', async (one) => {
  const of = `thing_${randomUUID()}`;
  const isAnswered = await done(header(of, entry.epoch, entry.seq));
  const others = [
    ...(one.head ? [put(of, 'HEAD', one.head)] : []),
    ...(one.next === undefined ? [] : [header(of, 2, one.next)]),
  ];
  for (const { Put } of others) await dynamoDb.send(new PutCommand(Put));
  const { seen } = await forgetUndone(table);
  expect(seen).toBeGreaterThan(0);
  expect(await isAnswered()).toBe(one.isKept);
  await forgetUndone(table);
  expect(await isAnswered()).toBe(one.isKept);
});

test('given a command that wrote no history, then its answer is kept', async () => {
  const isAnswered = await done(put(`thing_${randomUUID()}`, 'THING'));
  await forgetUndone(table);
  expect(await isAnswered()).toBe(true);
});
