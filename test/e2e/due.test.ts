import { randomInt } from 'node:crypto';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, inject, test } from 'vitest';
import { routes } from '../../functions/resources/contract.ts';
import { Resource } from '../../functions/resources/view/contract.ts';
import { Answer as Found } from '../../functions/search/contract.ts';
import { type Answer, visitor } from '../support/http.ts';
import {
  contribution,
  publishedResource,
  submitted,
} from '../support/lifecycle.ts';
import { type SignedIn, signedIn } from '../support/people.ts';

const soon = { timeout: 60_000, interval: 500 } as const;
/** Three days are worked off, each by way of the bus and a queue. */
const longMs = 180_000;

const held = ({ headers }: Answer) => ({
  'if-match': headers.get('etag') ?? '',
});

/** Has one day worked off as if it were today. */
function workOff(date: string, today = date): Promise<void> {
  return runDays({ date, today });
}

/** Calls what the schedule calls: for a day, or as it does, for all open ones. */
async function runDays(days: object): Promise<void> {
  const lambda = new LambdaClient({
    region: inject('stack').region,
    endpoint: inject('stack').emulatorUrl,
  });
  const { FunctionError: failed, Payload: payload } = await lambda.send(
    new InvokeCommand({
      FunctionName: 'xueyuan-local-resources-on-day',
      Payload: JSON.stringify(days),
    }),
  );
  if (failed) throw new Error(Buffer.from(payload ?? []).toString());
}

async function decide(
  librarian: SignedIn,
  { work }: Resource,
  decision: object,
): Promise<Answer> {
  const path = `/v1/reviews/${work?.review?.id}`;
  const read = await librarian.get(path);
  return librarian.post(`${path}/decision`, decision, held(read));
}

async function actionsOf(librarian: SignedIn, id: string): Promise<string[]> {
  const { body } = await librarian.get(`/v1/resources/${id}/history`);
  const { items } = routes.history.answer.body.parse(body);
  return items.map(({ header }) => header.action);
}

function daysFrom(date: string, days: number): string {
  const then = new Date(date);
  then.setUTCDate(then.getUTCDate() + days);
  return then.toISOString().slice(0, 10);
}

test('given a date of publication, when that day is worked off, then it is published on the decision of its librarian', async () => {
  const librarian = await signedIn('librarian');
  const { resource } = await submitted();
  const publishOn = `${randomInt(2200, 2900)}-0${randomInt(1, 9)}-15`;
  const accepted = await decide(librarian, resource, {
    outcome: 'accept',
    publishOn,
  });
  expect(accepted.status).toBe(201);
  const path = `/v1/resources/${resource.id}`;
  expect((await visitor().get(path)).status).toBe(404);

  await workOff(publishOn);
  await expect
    .poll(async () => (await visitor().get(path)).status, soon)
    .toBe(200);
  const { body } = await librarian.get(`${path}/history`);
  const last = routes.history.answer.body.parse(body).items.at(-1);
  expect(last).toMatchObject({
    header: { action: 'publish' },
    body: {
      actor: 'rule:date-of-publication',
      facts: { by: librarian.person },
    },
  });
});

test(
  'given what is due again, then it is told of, marked, listed, and renewed by its review, or withdrawn as outdated',
  async () => {
    const librarian = await signedIn('librarian');
    // Of the only type that is due after a year: other tests have none of it.
    const given = async () => {
      const made = await contribution();
      const type = 'xy:resource-type/assessment-item' as const;
      return { ...made, metadata: { ...made.metadata, type } };
    };
    const kept = await publishedResource(await given());
    const left = await publishedResource(await given());
    const due = kept.reviewDue ?? '';
    expect(left.reviewDue).toBe(due);
    const both = [kept.id, left.id];
    const paths = both.map((id) => `/v1/resources/${id}`);
    const stepsSince = async (steps: string[]) => {
      const all = await Promise.all(both.map((id) => actionsOf(librarian, id)));
      return all.map((actions) => actions.slice(-steps.length));
    };
    const told = ['publish', 'remind'];
    await workOff(daysFrom(due, -60));
    await expect.poll(() => stepsSince(told), soon).toEqual([told, told]);
    // As after a standstill: the day of the next notice, seen when it is due.
    const marked = [...told, 'fall-due'];
    await workOff(daysFrom(due, -30), due);
    await expect.poll(() => stepsSince(marked), soon).toEqual([marked, marked]);

    for (const path of paths) {
      const { body } = await visitor().get(path);
      expect(body).toMatchObject({ isReviewOverdue: true, reviewDue: due });
    }
    const words = encodeURIComponent(left.title);
    const overdue = async () => {
      const { body } = await visitor().get(
        `/v1/search?q=${words}&validity=overdue`,
      );
      const { items } = Found.parse(body);
      return items.filter(({ title }) => title === left.title);
    };
    await expect.poll(overdue, soon).toMatchObject([{ isReviewOverdue: true }]);

    const listed = async (who: SignedIn) => {
      const ids: string[] = [];
      let cursor = '';
      do {
        const page = await who.get(
          `/v1/resources?due=${due}&limit=100${cursor}`,
        );
        const { items, next } = routes.due.answer.body.parse(page.body);
        ids.push(...items.map(({ resourceId }) => resourceId));
        cursor = next ? `&cursor=${next}` : '';
      } while (cursor !== '');
      return ids;
    };
    expect(await listed(librarian)).toEqual(expect.arrayContaining(both));
    expect(await listed(await signedIn('librarian', 'bureau'))).toEqual(
      expect.arrayContaining(both),
    );
    const elsewhere = await signedIn('librarian', 'elsewhere');
    expect(await listed(elsewhere)).not.toContain(kept.id);
    const { holder } = kept;
    const theirs = `/v1/resources?due=${due}&holder=${holder}`;
    expect((await elsewhere.get(theirs)).status).toBe(403);

    const opened = await Promise.all(
      paths.map(async (path) => {
        const read = await librarian.get(path);
        const open = `${path}/re-review`;
        const { status, body } = await librarian.post(
          open,
          undefined,
          held(read),
        );
        expect(status).toBe(201);
        return Resource.parse(body);
      }),
    );
    const [first, second] = opened;
    if (!first || !second) throw new Error('Two were opened.');
    expect(first).toMatchObject({ state: 'published', isReviewOverdue: true });
    const renewed = await decide(librarian, first, { outcome: 'accept' });
    expect(renewed).toMatchObject({
      status: 201,
      body: { resource: { state: 'published', version: 1 } },
    });
    const shown = Resource.parse((await visitor().get(paths[0] ?? '')).body);
    expect(shown.isReviewOverdue).toBeUndefined();

    await workOff(daysFrom(due, 90));
    const gone = async () => (await visitor().get(paths[1] ?? '')).status;
    await expect.poll(gone, soon).toBe(410);
    expect((await visitor().get(paths[0] ?? '')).status).toBe(200);
    const review = await librarian.get(
      `/v1/reviews/${second.work?.review?.id}`,
    );
    expect(review.body).toMatchObject({
      state: 'closed',
      outcome: 'withdrawn',
    });
  },
  longMs,
);

test('given no day, when the schedule calls, then it looks at all that are open without a fault', async () => {
  await expect(runDays({})).resolves.toBeUndefined();
});
