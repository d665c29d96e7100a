import { ulid } from 'ulid';
import { expect, inject, test } from 'vitest';
import {
  NewMember,
  Organisation,
  routes,
} from '../../functions/identity/contract.ts';
import { signIn } from '../../local/sign-in.ts';
import { type Client, client } from '../support/http.ts';
import { contribution } from '../support/lifecycle.ts';
import { district, signedIn } from '../support/people.ts';

async function newSchool(operator: Client): Promise<Organisation> {
  const made = await operator.post('/v1/organisations', {
    kind: 'school',
    name: `学校 ${ulid()}`,
    parent: district().organisations.bureau,
  });
  return Organisation.parse(made.body);
}

/** Adds somebody, who signs in and chooses a password. */
async function newcomer(operator: Client, school: string, roles: string[]) {
  const username = `u${ulid().toLowerCase()}`;
  const path = `/v1/organisations/${school}/members`;
  const added = await operator.post(path, { username, name: '李老师', roles });
  const { person, oneTimePassword = '' } = NewMember.parse(added.body);
  const account = { username, password: oneTimePassword };
  const { accessToken } = await signIn(inject('stack'), account, ulid());
  return { ...client(accessToken), person: person.id };
}

/** A read of each function that asks the directory who somebody is. */
const reads = [
  '/v1/me/work',
  '/v1/reviews',
  '/v1/search?q=浮力',
  `/v1/uploads/upl_${ulid()}`,
];

/** So many side by side that no idle function is left out. */
const atOnce = 4;

test('given functions that know the tree, when a school is added, then its people can work at once', async () => {
  const operator = await signedIn('operator');
  const known = await signedIn('librarian');
  const asked = reads.flatMap((path) => Array(atOnce).fill(path));
  await Promise.all(asked.map((path) => known.get(path)));

  const { id: holder } = await newSchool(operator);
  const theirs = await newcomer(operator, holder, ['teacher', 'librarian']);
  const statuses = await Promise.all(
    reads.map(async (path) => (await theirs.get(path)).status),
  );
  expect(statuses).toEqual([200, 200, 200, 404]);
  const { visibility, audience, metadata } = await contribution();
  const wanted = { holder, visibility, audience, metadata };
  expect(await theirs.post('/v1/resources', wanted)).toMatchObject({
    status: 201,
    body: { holder },
  });
});

test('given somebody with one role at a school, when it is taken, then they belong there no longer', async () => {
  const operator = await signedIn('operator');
  const { id } = await newSchool(operator);
  const { person } = await newcomer(operator, id, ['teacher']);
  const path = `/v1/organisations/${id}/members`;
  const members = async () => {
    const { body } = await operator.get(path);
    const { items } = routes.members.answer.body.parse(body);
    return items.map((member) => member.person.id);
  };
  await expect.poll(members).toEqual([person]);
  const taken = await operator.delete(`${path}/${person}/roles/teacher`);
  expect(taken).toMatchObject({ status: 204 });
  await expect.poll(members).toEqual([]);
});
