import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { routes } from '../../functions/resources/contract.ts';
import { Resource } from '../../functions/resources/view/contract.ts';
import { routes as reviews } from '../../functions/review/contract.ts';
import { Answer as Found } from '../../functions/search/contract.ts';
import { faultsOf } from '../support/chain.ts';
import { type Answer, visitor } from '../support/http.ts';
import {
  contribution,
  draft,
  publishedResource,
  submitted,
} from '../support/lifecycle.ts';
import { type SignedIn, signedIn } from '../support/people.ts';

const searchable = { timeout: 20_000, interval: 500 } as const;
const etagOf = ({ headers }: Answer) => headers.get('etag') ?? '';
const held = (etag: string) => ({ 'if-match': etag });

/** What the visitor finds by a title that is in no other resource. */
async function hits(title: string): Promise<number> {
  const words = encodeURIComponent(title);
  const { body } = await visitor().get(`/v1/search?q=${words}`);
  const { items } = Found.parse(body);
  return items.filter((hit) => hit.title === title).length;
}

async function decide(
  librarian: SignedIn,
  review: string,
  decision: object,
): Promise<Answer> {
  const read = await librarian.get(`/v1/reviews/${review}`);
  const path = `/v1/reviews/${review}/decision`;
  return librarian.post(path, decision, held(etagOf(read)));
}

test('given a refusal with its reason, when its author changes it, then it is accepted', async () => {
  const teacher = await signedIn('teacher');
  const librarian = await signedIn('librarian');
  const { resource } = await submitted();
  const { id, edition } = resource;
  const path = `/v1/resources/${id}`;
  const review = resource.work?.review?.id ?? '';

  const noReason = await decide(librarian, review, { outcome: 'reject' });
  expect(noReason).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/reason' }] },
  });
  const reason = '第二段缺少实验器材清单。';
  const refused = await decide(librarian, review, {
    outcome: 'reject',
    reason,
  });
  expect(refused).toMatchObject({
    status: 201,
    body: { resource: { state: 'rejected' } },
  });

  const why = await teacher.get(`/v1/reviews/${review}`);
  expect(why).toMatchObject({
    status: 200,
    body: { outcome: 'reject', reason },
  });
  const own = await teacher.get(path);
  expect(own).toMatchObject({
    body: { state: 'rejected', work: { closed: { version: 1, review } } },
  });

  const revised = await teacher.post(
    `${path}/versions`,
    undefined,
    held(etagOf(own)),
  );
  expect(revised).toMatchObject({
    status: 201,
    body: { version: 2, state: 'draft' },
  });
  const { files, ...metadata } = edition;
  const description = `${edition.description}器材：弹簧测力计、溢水杯。`;
  const edited = await teacher.patch(
    path,
    { metadata: { ...metadata, description } },
    held(etagOf(revised)),
  );
  expect(edited).toMatchObject({
    status: 200,
    body: { edition: { description, files } },
  });
  const again = await teacher.post(
    `${path}/submission`,
    undefined,
    held(etagOf(edited)),
  );
  const second = Resource.parse(again.body).work?.review?.id ?? '';
  const accepted = await decide(librarian, second, { outcome: 'accept' });
  expect(accepted).toMatchObject({
    status: 201,
    body: { resource: { state: 'published', version: 2 } },
  });

  const shown = await visitor().get(path);
  expect(shown).toMatchObject({
    body: { version: 2, edition: { description } },
  });
  const first = await visitor().get(`${path}/versions/1`);
  expect(first.status).toBe(404);

  const record = await teacher.get(`${path}/history`);
  const { items } = routes.history.answer.body.parse(record.body);
  expect(
    items.find(({ header }) => header.action === 'reject')?.body,
  ).toMatchObject({
    actor: librarian.person,
    reason,
  });
  const last = items.at(-1);
  expect(last?.header.action).toBe('publish');
  expect(faultsOf(items, last?.hash ?? null)).toEqual([]);
});

test('given changes asked for, then version 2 is open as a draft copy', async () => {
  const teacher = await signedIn('teacher');
  const librarian = await signedIn('librarian');
  const { resource } = await submitted();
  const { id, edition } = resource;
  const review = resource.work?.review?.id ?? '';
  const reason = '请补充适用年级。';
  const asked = await decide(librarian, review, {
    outcome: 'request-changes',
    reason,
  });
  expect(asked.status).toBe(201);
  const own = await teacher.get(`/v1/resources/${id}`);
  expect(own).toMatchObject({ body: { version: 2, state: 'draft', edition } });
  const one = await teacher.get(`/v1/resources/${id}/versions/1`);
  expect(one).toMatchObject({ body: { state: 'changes-requested' } });
});

test('given a withdrawal, then it is gone from search with a tombstone, until it is restored', async () => {
  const librarian = await signedIn('librarian');
  const teacher = await signedIn('teacher');
  const { id, title, holder, edition } = await publishedResource();
  const path = `/v1/resources/${id}`;
  await expect.poll(() => hits(title), searchable).toBe(1);

  const read = await librarian.get(path);
  const why = { kind: 'error', reason: '第三页的公式有误。' };
  const withdrawn = await librarian.post(
    `${path}/withdrawal`,
    why,
    held(etagOf(read)),
  );
  expect(withdrawn).toMatchObject({
    status: 201,
    body: { work: { withdrawn: { kind: 'error', holder } } },
  });

  const gone = await visitor().get(path);
  expect(gone.status).toBe(410);
  expect(gone.body).toMatchObject({ detail: expect.stringContaining(holder) });
  const file = `${path}/files/${edition.files[0]?.id}/content`;
  expect((await visitor().get(file)).status).toBe(410);
  expect((await visitor().get(`${path}/versions/1`)).status).toBe(410);
  expect(await hits(title)).toBe(0);

  const twice = await librarian.post(
    `${path}/withdrawal`,
    why,
    held(etagOf(withdrawn)),
  );
  expect(twice).toMatchObject({
    status: 409,
    body: { type: expect.stringContaining('state') },
  });
  const mine = await teacher.get(path);
  const edit = { visibility: 'district' };
  const closed = await teacher.patch(path, edit, held(etagOf(mine)));
  expect(closed.status).toBe(409);

  const restored = await librarian.post(
    `${path}/restoration`,
    { reason: '公式核对无误。' },
    held(etagOf(withdrawn)),
  );
  expect(restored.status).toBe(201);
  expect((await visitor().get(path)).status).toBe(200);
  await expect.poll(() => hits(title), searchable).toBe(1);
});

test('given a draft that its author discards, then nothing is left of it to read', async () => {
  const teacher = await signedIn('teacher');
  const { resource, etag } = await draft();
  const path = `/v1/resources/${resource.id}`;
  const discarded = await teacher.delete(path, held(etag));
  expect(discarded.status).toBe(204);
  expect((await teacher.get(path)).status).toBe(404);
  expect((await teacher.get(`${path}/versions/1`)).status).toBe(404);
  const twice = await teacher.delete(path, held(etag));
  expect(twice.status).toBe(404);
});

test('given what a librarian contributed, then another librarian decides', async () => {
  const own = await signedIn('librarian');
  const above = await signedIn('librarian', 'bureau');
  const { key: _, files: __, ...fresh } = await contribution();
  const links = ['https://example.org/lesson'];
  const made = await own.post('/v1/resources', {
    ...fresh,
    metadata: { ...fresh.metadata, links },
  });
  const { id } = Resource.parse(made.body);
  const path = `/v1/resources/${id}/submission`;
  const sent = await own.post(path, undefined, held(etagOf(made)));
  const review = Resource.parse(sent.body).work?.review?.id ?? '';
  const refused = await decide(own, review, { outcome: 'accept' });
  expect(refused).toMatchObject({
    status: 403,
    body: { rule: 'own-contribution' },
  });
  const accepted = await decide(above, review, { outcome: 'accept' });
  expect(accepted.status).toBe(201);
});

test('given a date of publication, then it waits, and is published before it on request', async () => {
  const librarian = await signedIn('librarian');
  const { resource } = await submitted();
  const path = `/v1/resources/${resource.id}`;
  const review = resource.work?.review?.id ?? '';
  const publishOn = '2999-09-01';
  const accepted = await decide(librarian, review, {
    outcome: 'accept',
    publishOn,
  });
  expect(accepted).toMatchObject({
    body: { resource: { state: 'accepted', work: { review: { publishOn } } } },
  });
  expect((await visitor().get(path)).status).toBe(404);
  const read = await librarian.get(path);
  const published = await librarian.post(
    `${path}/publication`,
    undefined,
    held(etagOf(read)),
  );
  expect(published).toMatchObject({
    status: 201,
    body: { state: 'published' },
  });
  expect((await visitor().get(path)).status).toBe(200);
});

test('given a draft that lacks what submission needs, then each thing is named in the reader’s language', async () => {
  const teacher = await signedIn('teacher');
  const body = { holder: teacher.organisation, metadata: { title: '浮力' } };
  const made = await teacher.post('/v1/resources', body);
  const { id } = Resource.parse(made.body);
  const refused = await teacher.post(
    `/v1/resources/${id}/submission`,
    undefined,
    {
      ...held(etagOf(made)),
      'accept-language': 'zh-CN',
    },
  );
  expect(refused.status).toBe(422);
  const { errors } = refused.body as {
    errors: { pointer: string; message: string }[];
  };
  expect(errors.map(({ pointer }) => pointer)).toEqual([
    '/edition/type',
    '/edition/learningStages',
    '/edition/subjects',
    '/edition/language',
    '/edition/description',
    '/edition/licence',
    '/edition/source',
    '/edition/files',
  ]);
  expect(errors[0]?.message).toBe('提交前须填写此项。');
});

test('given twenty submissions of one draft at once, then one wins and a repeat of it is answered the same', async () => {
  const teacher = await signedIn('teacher');
  const { resource, etag } = await draft();
  const path = `/v1/resources/${resource.id}/submission`;
  const keys = Array.from({ length: 20 }, () => randomUUID());
  const send = (key: string) =>
    teacher.post(path, undefined, { ...held(etag), 'idempotency-key': key });
  const answers = await Promise.all(keys.map(send));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 412)]);

  const at = answers.findIndex(({ status }) => status === 201);
  const repeated = await send(keys[at] ?? '');
  expect(repeated.headers.get('idempotency-replayed')).toBe('true');
  expect(repeated.body).toEqual(answers[at]?.body);
  const record = await teacher.get(`/v1/resources/${resource.id}/history`);
  const { items } = routes.history.answer.body.parse(record.body);
  const actions = items.map(({ header }) => header.action);
  expect(actions).toEqual(['create', 'edit', 'submit']);
});

test('given unfinished work, then /v1/me/work lists it, and to librarians what waits', async () => {
  const teacher = await signedIn('teacher');
  const librarian = await signedIn('librarian');
  const { resource } = await submitted();
  const work = async (who: SignedIn) =>
    routes.work.answer.body.parse(
      (await who.get('/v1/me/work?limit=100')).body,
    );
  const { items, toReview: none } = await work(teacher);
  expect(items.find((one) => one.resourceId === resource.id)).toMatchObject({
    title: resource.edition.title,
    state: 'in-review',
  });
  expect(none).toBeUndefined();
  const { toReview = [] } = await work(librarian);
  expect(toReview.length).toBeGreaterThan(0);
});

test('given what waits for the district, when its author takes it back, then it waits no longer and is a draft again', async () => {
  const teacher = await signedIn('teacher');
  const librarian = await signedIn('librarian', 'bureau');
  const { resource } = await submitted();
  const path = `/v1/resources/${resource.id}`;
  const waiting = async () => {
    const { body } = await librarian.get('/v1/reviews?limit=100');
    const { items } = reviews.list.answer.body.parse(body);
    return items.map(({ resourceId }) => resourceId);
  };
  expect(await waiting()).toContain(resource.id);
  const mine = await librarian.get('/v1/me/work');
  const { toReview = [] } = routes.work.answer.body.parse(mine.body);
  expect(toReview.length).toBeGreaterThan(0);

  const read = await teacher.get(path);
  const taken = await teacher.request('DELETE', `${path}/submission`, {
    headers: held(etagOf(read)),
  });
  expect(taken).toMatchObject({ status: 200, body: { state: 'draft' } });
  expect(await waiting()).not.toContain(resource.id);
});

test('given a record of several pages, then its cursor leads on, and nowhere else', async () => {
  const { id } = await publishedResource();
  const path = `/v1/resources/${id}`;
  const page = async (cursor = '') => {
    const { body } = await visitor().get(`${path}/history?limit=3${cursor}`);
    return routes.history.answer.body.parse(body);
  };
  const first = await page();
  const rest = await page(`&cursor=${first.next}`);
  const seqs = [...first.items, ...rest.items].map(({ header }) => header.seq);
  expect(seqs).toEqual([1, 2, 3, 4]);
  expect(rest.next).toBeUndefined();

  const foreign = [
    `${path}/versions?cursor=${first.next}`,
    `${path}/history?cursor=bm90aGluZw`,
  ];
  for (const address of foreign) {
    const { status, body } = await visitor().get(address);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      type: expect.stringContaining('cursor-invalid'),
    });
  }
  const teacher = await signedIn('teacher');
  const theirs = await teacher.get(`${path}/history?cursor=${first.next}`);
  expect(theirs.status).toBe(400);
});
