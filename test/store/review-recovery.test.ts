import './catalogue.ts';
import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamoDb } from '../../functions/platform/clients.ts';
import type { Person } from '../../functions/platform/contract.ts';
import {
  recordOf,
  resourceRecovering,
} from '../../functions/resources/recovering.ts';
import { firstRubric } from '../../functions/review/model/default-rubric.ts';
import { etagOf } from '../../functions/review/model/review.ts';
import type { TornReview } from '../../functions/review/model/torn.ts';
import { decideReview } from '../../functions/review/service/deciding.ts';
import { putPanel } from '../../functions/review/service/panels.ts';
import { listReviews } from '../../functions/review/service/reading.ts';
import { reviewRecovery } from '../../functions/review/service/recovery.ts';
import {
  addComment,
  putScores,
} from '../../functions/review/service/scoring.ts';
import { keys } from '../../functions/review/store/items.ts';
import { recoveryStore } from '../../functions/review/store/recovery.ts';
import { reviewerStore } from '../../functions/review/store/reviewers.ts';
import { reviewStore } from '../../functions/review/store/reviews.ts';
import { rubricKeys } from '../../functions/review/store/rubrics.ts';
import type { Finding } from '../../recover/findings.ts';
import { judgeAll } from '../../recover/judging.ts';
import { makeTable } from '../support/table.ts';
import { got, itemsOf, needs, people, submitted } from './catalogue.ts';
import { reviewNeeds } from './decided.ts';

const TableName = `catalogue-${randomUUID()}`;
beforeAll(async () => {
  await makeTable(TableName);
  process.env.CATALOGUE_TABLE = TableName;
});
afterAll(() => dynamoDb.send(new DeleteTableCommand({ TableName })));

const scores = {
  'scientific-soundness': 5,
  currency: 4,
  usefulness: 4,
  conformity: 4,
  'technical-quality': 4,
};

const who = people();
const colleagues = Array.from({ length: 3 }, (): Person => {
  const { school } = who;
  return { ...who.colleague, id: `per_${ulid()}`, reads: new Set([school]) };
});
const seats = colleagues.map(({ id }) => id);
const reviewing = {
  ...reviewNeeds,
  people: {
    experts: async () => ({ items: [] }),
    people: async (ids: readonly string[]) =>
      new Map(
        ids.map((person) => {
          const known = { person, name: '', specialities: [] };
          const roles = ['teacher' as const];
          return [person, { ...known, roles, organisations: [who.school] }];
        }),
      ),
    schools: async () => (organisation: string) => organisation,
  },
  reviewers: reviewerStore,
  pause: async () => undefined,
  newCommentId: () => `com_${ulid()}`,
};

/** A version in review by a group of three, of whom one has scored. */
async function inReview() {
  const { head } = await submitted(who);
  const id = head.review?.id ?? '';
  const wish = { kind: 'peer', reviewers: seats } as const;
  const asked = { id, ifMatch: '"1"', wish };
  got(await putPanel(reviewing, who.librarian, asked));
  const [first = who.colleague] = colleagues;
  got(await putScores(reviewing, first, { id, ifMatch: '"0"', scores }));
  const comment = { target: { whole: true }, text: '好' } as const;
  got(await addComment(reviewing, first, { id, comment }));
  return { id, resource: head.id };
}

const take = (Key: Record<string, string>) =>
  dynamoDb.send(new DeleteCommand({ TableName, Key }));
const put = (Item: Record<string, unknown>) =>
  dynamoDb.send(new PutCommand({ TableName, Item }));
async function itemAt(pk: string, sk: string) {
  const found = (await itemsOf(pk)).find((one) => one.sk === sk);
  if (found === undefined) throw new Error(`There is no ${pk} ${sk}.`);
  return found;
}

/** What is torn of reviews; of resources nothing is. */
async function judged(repair: boolean): Promise<Finding[]> {
  const torn: Finding[] = [];
  await judgeAll(
    resourceRecovering(needs.commit),
    reviewRecovery({
      store: recoveryStore,
      recordOf,
      known: async (ids) => new Set(ids),
      commit: needs.commit,
      now: needs.now,
    }),
    {
      since: '2026-01-01T00:00:00.000Z',
      repair,
      tell: (found) => torn.push(...found),
    },
  );
  return torn
    .filter(({ item }) => item !== 'object')
    .toSorted((one, other) => (text(one) < text(other) ? -1 : 1));
}
const text = (one: Finding) => JSON.stringify(one);

test('given items of reviews that were lost with a Region, then just they are told, and all is as it was', async () => {
  const [first = '', second = '', third = ''] = seats;
  const whole = await inReview();
  const lost = await inReview();
  const sheet = await inReview();
  const waiting = await inReview();
  const left = await inReview();
  const undecided = await inReview();
  const early = await inReview();
  expect(await judged(false)).toEqual([]);

  const before = await itemAt(lost.id, 'REVIEW');
  await take(keys.review(lost.id));
  await take(keys.sheet(sheet.id, first));
  await take(keys.assignment(waiting.id, second));
  // The resource was decided on, and the review not.
  const open = await itemAt(left.id, 'REVIEW');
  const assigned = await itemAt(left.id, `ASSIGN#${third}`);
  const found = { head: (await recordOf(left.resource)).head };
  await decide(left.id);
  expect(found.head?.review?.id).toBe(left.id);
  await put(open);
  await put(assigned);
  // The review was decided on, and the resource not.
  const resource = await itemsOf(undecided.resource);
  await decide(undecided.id);
  for (const one of await itemsOf(undecided.resource)) {
    await take({ pk: String(one.pk), sk: String(one.sk) });
  }
  for (const one of resource) await put(one);
  await put({ ...(await itemAt(early.id, 'REVIEW')), comments: 0 });
  const next = { ...firstRubric, version: 2 };
  await put({ ...rubricKeys.latest(next.id), rubric: next });
  await put({ ...(await itemAt(third, 'LOAD')), open: 9 });

  const of = (
    id: string,
    item: TornReview['item'],
    tear: TornReview['tear'],
    which = id,
  ): TornReview => ({ of: id, item, tear, which });
  const due = [
    of(lost.id, 'review', 'lost'),
    of(sheet.id, 'sheet', 'lost', first),
    of(waiting.id, 'assignment', 'lost', second),
    of(left.id, 'review', 'behind'),
    of(left.id, 'assignment', 'ahead', third),
    of(undecided.id, 'review', 'ahead'),
    of(undecided.id, 'news', 'ahead', 'review.decided#accept'),
    ...seats.map((one) => of(undecided.id, 'assignment', 'lost', one)),
    of(early.id, 'review', 'behind'),
    of(next.id, 'rubric', 'lost', '2'),
    // Those of `undecided` do not wait for them any more, as it was left.
    of(first, 'load', 'behind'),
    of(second, 'load', 'behind'),
    of(third, 'load', 'ahead'),
  ].toSorted((one, other) => (text(one) < text(other) ? -1 : 1));
  expect(await judged(false)).toEqual(due);
  expect(await judged(true)).toEqual(due);
  expect(await judged(true)).toEqual([]);

  const again = await itemAt(lost.id, 'REVIEW');
  const { seq: _, ...same } = before;
  expect(again).toMatchObject(same);
  const { loadByPerson } = await reviewerStore.standing(seats, []);
  expect([...loadByPerson.values()]).toEqual([6, 6, 6]);
  const [, reviewer = who.colleague] = colleagues;
  const list = { limit: 50, holder: undefined, after: undefined };
  const own = got(
    await listReviews(reviewing, reviewer, { ...list, isAssigned: true }),
  );
  const still = [whole, lost, sheet, waiting, undecided, early];
  expect(own.items.map(({ id }) => id).toSorted()).toEqual(
    still.map(({ id }) => id).toSorted(),
  );
  for (const { id } of still) await decide(id);
  expect(await judged(false)).toEqual([]);
});

async function decide(id: string): Promise<void> {
  const kept = await reviewStore.review(id, { consistent: true });
  const decision = { outcome: 'accept', reason: '可以' } as const;
  const ifMatch = kept ? etagOf(kept) : '';
  const asked = { id, ifMatch, decision };
  got(await decideReview(reviewing, who.librarian, asked));
}
