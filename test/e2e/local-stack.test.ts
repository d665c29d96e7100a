import { describe, expect, inject, test } from 'vitest';
import { routes } from '../../functions/identity/contract.ts';
import { roles } from '../../functions/platform/contract.ts';
import { visitor } from '../support/http.ts';
import { district, signedIn } from '../support/people.ts';

test('given a deployed platform, when somebody without an account asks for its status, then it answers through the API Gateway', async () => {
  const answer = await visitor().get('/v1/status');
  expect(answer.status).toBe(200);
});

test('given a deployed platform, then a real OpenSearch stands beside it', async () => {
  const answer = await fetch(inject('stack').engineUrl);
  expect(await answer.json()).toMatchObject({
    version: { number: expect.stringMatching(/^2\./) },
  });
});

describe('given the test district, then each role can sign in and holds that role alone', () => {
  test.each(roles.filter((role) => role !== 'operator'))('%s', async (role) => {
    const someone = await signedIn(role);
    const answer = await someone.get('/v1/me');
    const me = routes.me.answer.body.parse(answer.body);
    expect(me.memberships).toEqual([
      {
        organisation: expect.objectContaining({ id: someone.organisation }),
        roles: [role],
      },
    ]);
    expect(me.person.id).toBe(someone.person);
  });
});

test('given the test district, then its two schools have teachers of their own', async () => {
  const { organisations } = district();
  const here = await signedIn('teacher');
  const there = await signedIn('teacher', 'elsewhere');
  expect(here.organisation).toBe(organisations.school);
  expect(there.organisation).toBe(organisations.elsewhere);
  expect(there.person).not.toBe(here.person);
});
