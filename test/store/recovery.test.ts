import './catalogue.ts';
import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamoDb } from '../../functions/platform/clients.ts';
import { historyKeys } from '../../functions/platform/history-keys.ts';
import { chainOf } from '../../functions/platform/torn-history.ts';
import type { Head } from '../../functions/resources/head/contract.ts';
import type { Torn } from '../../functions/resources/model/torn.ts';
import {
  createResource,
  editResource,
} from '../../functions/resources/service/drafting.ts';
import { resourceRecovery } from '../../functions/resources/service/recovery.ts';
import { keys } from '../../functions/resources/store/items.ts';
import { partsOf } from '../../functions/resources/store/parts.ts';
import {
  dueLinks,
  duePlaces,
  recoveryStore,
} from '../../functions/resources/store/recovery.ts';
import { makeTable } from '../support/table.ts';
import { edition } from '../unit/resources/case.ts';
import { got, needs, people, wish } from './catalogue.ts';

const TableName = `catalogue-${randomUUID()}`;
beforeAll(async () => {
  await makeTable(TableName);
  process.env.CATALOGUE_TABLE = TableName;
});
afterAll(() => dynamoDb.send(new DeleteTableCommand({ TableName })));

const { files: _, ...metadata } = edition;
const { school, teacher } = people();
const first = {
  holder: school,
  visibility: 'public',
  audience: 'everyone',
  metadata,
} as const;

/** A draft that was edited twice, with its head before the last edit. */
async function edited(): Promise<{ head: Head; before: Head }> {
  const made = got(await createResource(needs, teacher, first));
  const once = { metadata: { ...metadata, title: '第一次修改' } };
  const before = got(await editResource(needs, wish(made, teacher), once));
  const twice = { metadata: { ...metadata, title: '第二次修改' } };
  const { head } = got(await editResource(needs, wish(before, teacher), twice));
  return { head, before: before.head };
}

const take = (Key: Record<string, string>) =>
  dynamoDb.send(new DeleteCommand({ TableName, Key }));

const recovery = resourceRecovery({
  store: recoveryStore,
  linksOf: dueLinks,
  placesOf: duePlaces,
  partsOf,
  commit: needs.commit,
  isStored: async () => true,
  now: () => new Date(),
  epoch: () => 2,
  newSalt: needs.newSalt,
});

async function judged(repair: boolean): Promise<readonly Torn[]> {
  const since = '2026-01-01T00:00:00.000Z';
  const all = { segment: 0, segments: 1 };
  const { torn } = await recovery.judge(all, { since, repair });
  return torn.toSorted((one, other) => (text(one) < text(other) ? -1 : 1));
}
const text = (one: Torn) => JSON.stringify(one);

test('given items that were lost with a Region, then just they are told, what can be is rebuilt, and every head is whole', async () => {
  const whole = await edited();
  const header = await edited();
  const body = await edited();
  const version = await edited();
  const link = await edited();
  const behind = await edited();
  const place = { epoch: 1, seq: 3 };
  await take(historyKeys.header(header.head.id, place));
  await take(historyKeys.body(body.head.id, place));
  await take(keys.version(version.head.id, 1));
  await take(keys.person(link.head.id, teacher.id));
  const { before } = behind;
  await dynamoDb.send(
    new PutCommand({
      TableName,
      Item: { ...keys.head(before.id), epoch: 1, seq: 2, head: before },
    }),
  );

  const of = (
    { head }: { readonly head: Head },
    item: Torn['item'],
    tear: Torn['tear'],
    which: string,
  ): Torn => ({ resource: head.id, item, tear, which });
  const due = [
    of(header, 'header', 'lost', '1#3'),
    of(body, 'body', 'lost', '1#3'),
    of(version, 'version', 'lost', '1'),
    of(link, 'link', 'lost', teacher.id),
    of(behind, 'header', 'ahead', '1#3'),
    of(behind, 'body', 'ahead', '1#3'),
    of(behind, 'version', 'ahead', '1'),
  ].toSorted((one, other) => (text(one) < text(other) ? -1 : 1));
  expect(await judged(false)).toEqual(due);
  expect(await judged(true)).toEqual(due);

  // What cannot be had again stays told of; all else is as it should be.
  expect(await judged(true)).toEqual([of(body, 'body', 'lost', '1#3')]);
  for (const { head } of [whole, header, body, version, link, behind]) {
    const kept = await recoveryStore.kept(head.id);
    expect(chainOf(kept).missing).toEqual([]);
  }
  const mended = await recoveryStore.kept(version.head.id);
  expect(mended.head?.draft).toBeUndefined();
  expect(mended.head).toMatchObject({ epoch: 2, seq: 4 });
  const untouched = await recoveryStore.kept(whole.head.id);
  expect(untouched.head).toEqual(whole.head);
});
