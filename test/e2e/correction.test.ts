import { expect, test } from 'vitest';
import { routes } from '../../functions/resources/contract.ts';
import { Resource } from '../../functions/resources/view/contract.ts';
import { type Answer, visitor } from '../support/http.ts';
import { publishedResource } from '../support/lifecycle.ts';
import { signedIn } from '../support/people.ts';

const held = ({ headers }: Answer) => ({
  'if-match': headers.get('etag') ?? '',
});

test('given a published lesson, when its author corrects a word, then readers have it at once by the rule, and a new licence needs a review', async () => {
  const teacher = await signedIn('teacher');
  const { id, edition } = await publishedResource();
  const path = `/v1/resources/${id}`;
  const read = await teacher.get(path);
  const revised = await teacher.post(`${path}/versions`, undefined, held(read));
  const { files: _, ...metadata } = edition;
  const write = (change: object, at: Answer) =>
    teacher.patch(path, { metadata: { ...metadata, ...change } }, held(at));
  const correct = (at: Answer) =>
    teacher.post(`${path}/correction`, undefined, held(at));

  const more = await write({ licence: 'xy:licence/cc0-1-0' }, revised);
  expect(await correct(more)).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/edition/licence' }] },
  });

  const description = `${edition.description}（已更正）`;
  const corrected = await correct(await write({ description }, more));
  expect(corrected).toMatchObject({
    status: 201,
    body: { version: 2, state: 'published', edition: { description } },
  });
  const shown = Resource.parse((await visitor().get(path)).body);
  expect(shown).toMatchObject({ version: 2, edition: { description } });
  const { body } = await teacher.get(`${path}/history`);
  const last = routes.history.answer.body.parse(body).items.at(-1);
  expect(last).toMatchObject({
    header: { action: 'correct', version: 2 },
    body: {
      actor: teacher.person,
      facts: { by: 'rule:minor-correction', fields: ['description'] },
    },
  });
  const again = await correct(corrected);
  expect(again).toMatchObject({ status: 409 });
});
