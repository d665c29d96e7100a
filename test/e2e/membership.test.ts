import { expect, test } from 'vitest';
import { routes } from '../../functions/identity/contract.ts';
import { newcomer, newSchool } from '../support/newcomers.ts';
import { signedIn } from '../support/people.ts';

test('given somebody with one role at a school, when it is taken, then they belong there no longer', async () => {
  const operator = await signedIn('operator');
  const { id } = await newSchool();
  const { person } = await newcomer(id, ['teacher']);
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
