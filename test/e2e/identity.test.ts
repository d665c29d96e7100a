import { ulid } from 'ulid';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import {
  Me,
  NewMember,
  SeenOrganisation,
} from '../../functions/identity/contract.ts';
import {
  ensureSecondFactor,
  needsSecondFactor,
} from '../../local/second-factor.ts';
import { signIn } from '../../local/sign-in.ts';
import { type Client, client } from '../support/http.ts';
import { district, signedIn } from '../support/people.ts';

let operator: Client;
let school: SeenOrganisation;

beforeAll(async () => {
  operator = await signedIn('operator');
  const made = await operator.post('/v1/organisations', {
    kind: 'school',
    name: `学校 ${ulid()}`,
    parent: district().organisations.bureau,
  });
  school = SeenOrganisation.parse(made.body);
});

const members = () => `/v1/organisations/${school.id}/members`;
const asked = (...roles: string[]) => ({
  username: `u${ulid().toLowerCase()}`,
  name: '王老师',
  roles,
});

/** Adds a member, who signs in and chooses a password. */
async function newcomer(...roles: string[]) {
  const wanted = asked(...roles);
  const added = await operator.post(members(), wanted);
  const { person, oneTimePassword = '' } = NewMember.parse(added.body);
  const first = { username: wanted.username, password: oneTimePassword };
  const account = { ...first, password: ulid() };
  const newPassword = account.password;
  let { accessToken } = await signIn(inject('stack'), first, { newPassword });
  if (needsSecondFactor(roles)) {
    await ensureSecondFactor(inject('stack'), account);
    ({ accessToken } = await signIn(inject('stack'), account));
  }
  return { ...client(accessToken), person: person.id, wanted };
}

describe('given a school that an operator created', () => {
  test('anyone reads it', async () => {
    const read = await client().get(`/v1/organisations/${school.id}`);
    expect(read).toMatchObject({
      status: 200,
      body: { ...school, actions: [] },
    });
  });

  test('a newcomer signs in with the first password and sees who they are', async () => {
    const teacher = await newcomer('teacher');
    const { status, body } = await teacher.get('/v1/me');
    expect(status).toBe(200);
    expect(Me.parse(body)).toMatchObject({
      person: { id: teacher.person, name: '王老师' },
      memberships: [{ organisation: { id: school.id }, roles: ['teacher'] }],
      permissions: [
        { organisation: school.id, actions: ['contribute', 'upload'] },
      ],
    });
  });

  test('a first password that nobody used is made anew, one that was used is not', async () => {
    const wanted = asked('student');
    const one = NewMember.parse((await operator.post(members(), wanted)).body);
    const two = NewMember.parse((await operator.post(members(), wanted)).body);
    expect(two.person).toEqual(one.person);
    const account = {
      username: wanted.username,
      password: two.oneTimePassword ?? '',
    };
    await signIn(inject('stack'), account, { newPassword: ulid() });
    expect(await operator.post(members(), wanted)).toMatchObject({
      status: 422,
    });
  });

  test('a role counts on writes as soon as it is given or taken', async () => {
    // A librarian has signed in with a second factor, so that no role waits.
    const teacher = await newcomer('teacher', 'librarian');
    const role = `${members()}/${teacher.person}/roles/organisation-admin`;
    const group = { kind: 'teaching-group', name: '语文组', parent: school.id };
    const create = () => teacher.post('/v1/organisations', group);
    expect((await create()).status).toBe(403);
    expect(await operator.put(role)).toMatchObject({ status: 200 });
    expect((await create()).status).toBe(201);
    expect(await operator.delete(role)).toMatchObject({ status: 204 });
    expect((await create()).status).toBe(403);
  });

  test('its admin gives no role above their reach', async () => {
    const admin = await newcomer('organisation-admin');
    const role = (name: string) => `${members()}/${admin.person}/roles/${name}`;
    expect(await admin.put(role('librarian'))).toMatchObject({ status: 200 });
    const refused = await admin.put(role('operator'));
    expect(refused).toMatchObject({
      status: 403,
      body: { rule: 'operators-assign' },
    });
  });
});
