import { expect, test } from 'vitest';
import { routes as reviews } from '../../functions/review/contract.ts';
import type { Answer } from '../support/http.ts';
import { submitted } from '../support/lifecycle.ts';
import { newSchool } from '../support/newcomers.ts';
import { signedIn } from '../support/people.ts';

const held = ({ headers }: Answer) => ({
  'if-match': headers.get('etag') ?? '',
});

test('given a version in review, when a librarian over both schools gives it to the other, then its review waits there, and no closed school takes it', async () => {
  const librarian = await signedIn('librarian', 'bureau');
  const there = await signedIn('librarian', 'elsewhere');
  const { resource } = await submitted();
  const path = `/v1/resources/${resource.id}`;
  const waiting = async () => {
    const queue = `/v1/reviews?holder=${there.organisation}&limit=100`;
    const { body } = await there.get(queue);
    const { items } = reviews.list.answer.body.parse(body);
    return items.map(({ resourceId }) => resourceId);
  };
  expect(await waiting()).not.toContain(resource.id);

  const read = await librarian.get(path);
  const give = (holder: string, etag: Answer, by = librarian) =>
    by.request('PUT', `${path}/holder`, {
      body: { holder, reason: '两校共建' },
      headers: held(etag),
    });
  const own = await signedIn('librarian');
  const refused = await give(there.organisation, read, own);
  expect(refused).toMatchObject({
    status: 403,
    body: { rule: 'librarians-only' },
  });

  const given = await give(there.organisation, read);
  expect(given).toMatchObject({
    status: 200,
    body: { holder: there.organisation, state: 'in-review' },
  });
  expect(await waiting()).toContain(resource.id);
  expect((await give(there.organisation, given)).status).toBe(422);

  const { id: school } = await newSchool();
  const operator = await signedIn('operator');
  const before = await operator.get(`/v1/organisations/${school}`);
  const closed = await operator.post(
    `/v1/organisations/${school}/closure`,
    {},
    held(before),
  );
  expect(closed.status).toBe(201);
  const toClosed = await give(school, given);
  expect(toClosed).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/holder' }] },
  });
});

test('given somebody whom nobody knows, then they become no contributor', async () => {
  const teacher = await signedIn('teacher');
  const colleague = await signedIn('expert');
  const { resource } = await submitted();
  const path = `/v1/resources/${resource.id}`;
  const nobody = 'per_01J8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8Z';
  const read = await teacher.get(path);
  const name = (contributors: string[]) =>
    teacher.patch(path, { contributors }, held(read));
  const refused = await name([teacher.person, nobody]);
  expect(refused).toMatchObject({
    status: 422,
    body: {
      errors: [
        {
          pointer: '/contributors/1',
          message: expect.stringContaining(nobody),
        },
      ],
    },
  });
  const shared = await name([teacher.person, colleague.person]);
  expect(shared).toMatchObject({
    status: 200,
    body: { work: { contributors: [teacher.person, colleague.person] } },
  });
});
