import { expect, test } from 'vitest';
import { routes } from '../../functions/resources/contract.ts';
import { Resource } from '../../functions/resources/view/contract.ts';
import { type Answer, visitor } from '../support/http.ts';
import {
  contribution,
  draft,
  publishedResource,
} from '../support/lifecycle.ts';
import { type SignedIn, signedIn } from '../support/people.ts';

const held = ({ headers }: Answer) => ({
  'if-match': headers.get('etag') ?? '',
});

async function relate(
  teacher: SignedIn,
  from: string,
  relation: string,
  body: object = {},
): Promise<Answer> {
  const path = `/v1/resources/${from}`;
  const read = await teacher.get(path);
  return teacher.put(`${path}/relations/${relation}`, body, held(read));
}

test('given a course, when its lessons are put in order, then a visitor reads them in one request, and the course is no part of them', async () => {
  const teacher = await signedIn('teacher');
  const course = await publishedResource();
  const first = await publishedResource();
  const second = await publishedResource();
  const hidden = await draft();
  const whole = `isPartOf/${course.id}`;
  const positions = new Map([
    [second.id, 2],
    [first.id, 1],
    [hidden.resource.id, 3],
  ]);
  for (const [id, position] of positions) {
    const related = await relate(teacher, id, whole, { position });
    expect(related).toMatchObject({ status: 200, body: { id } });
  }
  const path = `/v1/resources/${course.id}`;
  const parts = await visitor().get(`${path}/parts`);
  const { items } = routes.parts.answer.body.parse(parts.body);
  expect(items).toMatchObject([
    { resourceId: first.id, title: first.title, position: 1 },
    { resourceId: second.id, title: second.title, position: 2 },
  ]);
  const own = await teacher.get(`${path}/parts`);
  expect(routes.parts.answer.body.parse(own.body).items).toHaveLength(3);

  const circle = await relate(teacher, course.id, `isPartOf/${first.id}`);
  expect(circle).toMatchObject({
    status: 422,
    body: { errors: [{ message: expect.stringContaining(first.id) }] },
  });

  const lesson = `/v1/resources/${second.id}`;
  const ended = await teacher.request(
    'DELETE',
    `${lesson}/relations/${whole}`,
    {
      headers: held(await teacher.get(lesson)),
    },
  );
  expect(ended.status).toBe(200);
  const left = await visitor().get(`${path}/parts`);
  expect(routes.parts.answer.body.parse(left.body).items).toHaveLength(1);
});

test('given an adaptation of what is shared alike, then it is submitted under that licence alone, and its source leads to it', async () => {
  const teacher = await signedIn('teacher');
  const given = await contribution();
  const licence = 'xy:licence/cc-by-sa-4-0' as const;
  const metadata = { ...given.metadata, licence };
  const source = await publishedResource({ metadata });
  const { resource } = await draft();
  const { id } = resource;
  const related = await relate(teacher, id, `isBasedOn/${source.id}`);
  expect(related.status).toBe(200);

  const path = `/v1/resources/${id}`;
  const submit = (at: Answer) =>
    teacher.post(`${path}/submission`, undefined, held(at));
  const refused = await submit(related);
  expect(refused).toMatchObject({
    status: 422,
    body: {
      errors: [
        {
          pointer: '/edition/licence',
          message: expect.stringContaining(licence),
        },
      ],
    },
  });
  const { files: _, ...written } = Resource.parse(related.body).edition;
  const edited = await teacher.patch(
    path,
    { metadata: { ...written, licence } },
    held(related),
  );
  expect((await submit(edited)).status).toBe(201);

  const back = await teacher.get(`/v1/resources/${source.id}/relations`);
  const { isBasisFor } = routes.relations.answer.body.parse(back.body);
  expect(isBasisFor).toMatchObject([{ resourceId: id, isPublished: false }]);
  const forth = await teacher.get(`${path}/relations`);
  expect(forth.body).toMatchObject({
    isBasedOn: [{ resourceId: source.id, licence }],
    lineage: [{ resourceId: source.id }],
  });
  const stranger = await visitor().get(`/v1/resources/${source.id}/relations`);
  expect(stranger.body).toMatchObject({ isBasisFor: [] });
});
