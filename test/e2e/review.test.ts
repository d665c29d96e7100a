import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, inject, test } from 'vitest';
import { routes as notifications } from '../../functions/notifications/contract.ts';
import {
  Candidates,
  OwnScores,
  Review,
} from '../../functions/review/contract.ts';
import type { Client } from '../support/http.ts';
import { submitted } from '../support/lifecycle.ts';
import { newcomer, newSchool } from '../support/newcomers.ts';
import { signedIn } from '../support/people.ts';

const physics = {
  learningStage: 'xy:learning-stage/junior-secondary',
  subject: 'xy:subject/physics',
};
const scores = {
  'scientific-soundness': 5,
  currency: 4,
  usefulness: 4,
  conformity: 4,
  'technical-quality': 3,
};

/** An expert of physics at a school of their own. */
async function physicist() {
  const school = await newSchool();
  const expert = await newcomer(school.id, ['expert']);
  const operator = await signedIn('operator');
  const path = `/v1/organisations/${school.id}/members/${expert.person}/roles/expert`;
  const granted = await operator.put(path, { specialities: [physics] });
  expect(granted.status).toBe(200);
  return expert;
}

/** The index that candidates are found by shows a change a moment later. */
async function areCandidates(
  librarian: Client,
  path: string,
  experts: readonly { readonly person: string }[],
): Promise<void> {
  const found = async () => {
    const { body } = await librarian.get(`${path}/candidates?limit=60`);
    return Candidates.parse(body).items.map(({ person }) => person);
  };
  await expect
    .poll(found, { timeout: 10_000 })
    .toEqual(expect.arrayContaining(experts.map(({ person }) => person)));
}

async function etagAt(client: Client, path: string): Promise<string> {
  const { headers } = await client.get(path);
  return headers.get('etag') ?? '';
}

test('given a lesson, when three experts have scored it unseen by each other, then their rule publishes it', async () => {
  const experts = [await physicist(), await physicist(), await physicist()];
  const [first, second] = experts;
  if (!first || !second) throw new Error('There are no experts.');
  const librarian = await signedIn('librarian');
  const teacher = await signedIn('teacher');
  const { resource } = await submitted();
  const path = `/v1/reviews/${resource.work?.review?.id}`;
  expect((await first.get(path)).status).toBe(404);

  await areCandidates(librarian, path, experts);

  const own = await signedIn('expert');
  const panel = (reviewers: readonly string[]) => ({
    kind: 'expert',
    reviewers,
    speciality: physics,
  });
  const members = experts.map(({ person }) => person);
  const ifMatch = { 'if-match': await etagAt(librarian, path) };
  const conflicted = await librarian.put(
    `${path}/panel`,
    panel([...members, own.person]),
    ifMatch,
  );
  expect(conflicted).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/reviewers/3' }] },
  });
  const seated = await librarian.put(`${path}/panel`, panel(members), ifMatch);
  expect(seated.status, JSON.stringify(seated.body)).toBe(200);

  const told = async () => {
    const { body } = await first.get('/v1/notifications?state=unread');
    return notifications.list.answer.body.parse(body).items;
  };
  await expect
    .poll(told, { timeout: 30_000, interval: 500 })
    .toMatchObject([{ kind: 'review-assigned', resource: resource.id }]);

  const mine = await first.get('/v1/reviews?assigned=me');
  expect(mine.body).toMatchObject({ items: [{ resourceId: resource.id }] });
  const work = await first.get(`/v1/resources/${resource.id}`);
  expect(work).toMatchObject({ status: 200, body: { state: 'in-review' } });

  for (const expert of experts) {
    const sheet = `${path}/scores/me`;
    const headers = { 'if-match': await etagAt(expert, sheet) };
    const out = { scores: { ...scores, currency: 9 } };
    expect((await expert.put(sheet, out, headers)).status).toBe(422);
    const given = await expert.put(sheet, { scores }, headers);
    expect(OwnScores.parse(given.body)).toEqual({ scores });
    expect((await expert.put(sheet, { scores }, headers)).status).not.toBe(200);
    if (expert !== first) continue;
    const others = Review.parse((await second.get(path)).body);
    expect(others.sheets).toBeUndefined();
    const authors = Review.parse((await teacher.get(path)).body);
    expect(authors.sheets).toBeUndefined();
    expect(JSON.stringify(authors)).not.toContain(first.person);
  }

  const decided = Review.parse((await teacher.get(path)).body);
  expect(decided).toMatchObject({
    state: 'closed',
    outcome: 'accept',
    decidedBy: 'rule:expert-panel',
    reason: expect.stringContaining('78.8'),
    result: { scored: 3 },
  });
  expect(decided.sheets?.every(({ reviewer }) => !reviewer)).toBe(true);
  const shown = await teacher.get(`/v1/resources/${resource.id}`);
  expect(shown.body).toMatchObject({ state: 'published' });

  const why = async () => {
    const { body } = await teacher.get('/v1/notifications?limit=50');
    return notifications.list.answer.body
      .parse(body)
      .items.find((one) => one.resource === resource.id);
  };
  await expect
    .poll(why, { timeout: 30_000, interval: 500 })
    .toMatchObject({ kind: 'resource-published', reason: decided.reason });

  const agreement = await teacher.get('/v1/rubrics/default/agreement');
  expect(agreement.status).toBe(403);
});

/** Has what is due worked off, as the schedule would. */
async function workOffDue(): Promise<void> {
  const { emulatorUrl, region } = inject('stack');
  const lambda = new LambdaClient({ endpoint: emulatorUrl, region });
  const FunctionName = 'xueyuan-local-review-on-due';
  const { FunctionError: failed, Payload: payload } = await lambda.send(
    new InvokeCommand({ FunctionName }),
  );
  if (failed) throw new Error(Buffer.from(payload ?? []).toString());
}

test('given experts who stay silent past their deadline, when the clock’s function is called, then others sit in their place', async () => {
  const experts = [
    await physicist(),
    await physicist(),
    await physicist(),
    await physicist(),
  ];
  const [silent] = experts;
  if (!silent) throw new Error('There are no experts.');
  const librarian = await signedIn('librarian');
  const { resource } = await submitted();
  const path = `/v1/reviews/${resource.work?.review?.id}`;
  await areCandidates(librarian, path, experts);
  const seated = await librarian.put(
    `${path}/panel`,
    {
      kind: 'expert',
      reviewers: experts.slice(0, 3).map(({ person }) => person),
      speciality: physics,
      due: new Date(Date.now() + 5_000).toISOString(),
    },
    { 'if-match': await etagAt(librarian, path) },
  );
  expect(seated.status, JSON.stringify(seated.body)).toBe(200);
  const ifMatch = { 'if-match': await etagAt(silent, `${path}/scores/me`) };

  const silentSeats = async () => {
    await workOffDue();
    const { panel } = Review.parse((await librarian.get(path)).body);
    return panel?.seats.filter(({ state }) => state === 'replaced');
  };
  const given = expect.objectContaining({
    replacedBy: expect.stringMatching(/^per_/),
  });
  await expect
    .poll(silentSeats, { timeout: 40_000, interval: 1_000 })
    .toEqual([given, given, given]);
  const late = await silent.put(`${path}/scores/me`, { scores }, ifMatch);
  expect([403, 404]).toContain(late.status);
});
