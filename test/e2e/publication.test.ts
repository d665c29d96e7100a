import { expect, test } from 'vitest';
import { pageOf } from '../../functions/platform/contract.ts';
import { routes } from '../../functions/resources/contract.ts';
import {
  OpenReview,
  Resource,
} from '../../functions/resources/view/contract.ts';
import { Review } from '../../functions/review/contract.ts';
import { Answer as Found } from '../../functions/search/contract.ts';
import { visitor } from '../support/http.ts';
import { contribution, submitted } from '../support/lifecycle.ts';
import { signedIn } from '../support/people.ts';

const Queue = pageOf(OpenReview);

/** From answer to searchable; the local stack takes about a second. */
const searchable = { timeout: 20_000, interval: 500 } as const;

test('given a lesson with a file, when a librarian accepts it, then a visitor finds, opens and downloads it', async () => {
  const librarian = await signedIn('librarian');
  const given = await contribution();
  const { title } = given.metadata;
  const [file] = given.files;
  const { resource } = await submitted(given);
  const { id } = resource;
  const review = resource.work?.review?.id ?? '';

  const hidden = await visitor().get(`/v1/resources/${id}`);
  expect(hidden.status).toBe(404);

  const holder = librarian.organisation;
  const queue = await librarian.get(`/v1/reviews?holder=${holder}&limit=100`);
  const waiting = Queue.parse(queue.body).items;
  expect(waiting.some((one) => one.id === review)).toBe(true);
  const read = await librarian.get(`/v1/reviews/${review}`);
  expect(Review.parse(read.body)).toMatchObject({
    title,
    state: 'open',
    actions: ['decide', 'read-review', 'assign'],
  });

  const decision = await librarian.post(
    `/v1/reviews/${review}/decision`,
    { outcome: 'accept' },
    { 'if-match': read.headers.get('etag') ?? '' },
  );
  expect(decision).toMatchObject({
    status: 201,
    body: {
      review: { state: 'closed', outcome: 'accept' },
      resource: { id, state: 'published', version: 1 },
    },
  });

  const words = encodeURIComponent(title);
  await expect
    .poll(async () => {
      const { body } = await visitor().get(`/v1/search?q=${words}`);
      return Found.parse(body).items.map((one) => one.id);
    }, searchable)
    .toContain(id);

  const opened = await visitor().get(`/v1/resources/${id}`);
  expect(opened.headers.get('cache-control')).toBe('public, no-cache');
  const shown = Resource.parse(opened.body);
  expect(shown).toMatchObject({ state: 'published', edition: { title } });
  expect(shown.work).toBeUndefined();
  const again = await visitor().get(`/v1/resources/${id}`, {
    'if-none-match': opened.headers.get('etag') ?? '',
  });
  expect(again.status).toBe(304);

  const [attached] = shown.edition.files;
  const content = await visitor().get(
    `/v1/resources/${id}/files/${attached?.id}/content`,
  );
  expect(content.status).toBe(302);
  const bytes = await fetch(content.headers.get('location') ?? '');
  expect(Buffer.from(await bytes.arrayBuffer())).toEqual(file?.bytes);

  const record = await visitor().get(`/v1/resources/${id}/history`);
  const { items } = routes.history.answer.body.parse(record.body);
  const actions = items.map(({ header }) => header.action);
  expect(actions).toEqual(['create', 'edit', 'submit', 'publish']);
  expect(items.every(({ body }) => body === undefined)).toBe(true);
});
