import { ulid } from 'ulid';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import {
  Me,
  NewMember,
  SeenOrganisation,
} from '../../functions/identity/contract.ts';
import { signIn } from '../../local/sign-in.ts';
import { type Client, client } from '../support/http.ts';
import { newcomer } from '../support/newcomers.ts';
import { district, signedIn } from '../support/people.ts';

let operator: Client;
beforeAll(async () => {
  operator = await signedIn('operator');
});

async function school(parent = district().organisations.bureau) {
  const body = { kind: 'school', name: `学校 ${ulid()}`, parent };
  return SeenOrganisation.parse(
    (await operator.post('/v1/organisations', body)).body,
  );
}

/** Adds a teacher, who signs in and chooses a password. */
async function teacher(organisation: string) {
  const username = `u${ulid().toLowerCase()}`;
  const path = `/v1/organisations/${organisation}/members`;
  const body = { username, name: '不可外传', roles: ['teacher'] };
  const added = NewMember.parse((await operator.post(path, body)).body);
  const account = { username, password: added.oneTimePassword ?? '' };
  const { accessToken } = await signIn(inject('stack'), account, {
    newPassword: ulid(),
  });
  const role = (name: string) => `${path}/${added.person.id}/roles/${name}`;
  return { ...client(accessToken), person: added.person.id, role };
}

const first = { 'if-match': '"1"' };
const broken = (pointer: string) => ({
  status: 422,
  body: { errors: [{ pointer, message: expect.any(String) }] },
});

describe('given two schools', () => {
  test('one goes under the other by its ETag, and never under itself', async () => {
    const [one, other] = [await school(), await school()];
    const parentOf = (id: string) => `/v1/organisations/${id}/parent`;
    const moved = await operator.put(
      parentOf(one.id),
      { parent: other.id },
      first,
    );
    expect(moved).toMatchObject({ status: 200, body: { parent: other.id } });
    expect(moved.headers.get('etag')).toBe('"2"');
    const back = { parent: one.id };
    expect(await operator.put(parentOf(other.id), back, first)).toMatchObject(
      broken('/parent'),
    );
    expect(await operator.put(parentOf(one.id), back, first)).toMatchObject({
      status: 412,
    });
    const nowhere = { parent: `org_${ulid()}` };
    expect(
      await operator.put(parentOf(other.id), nowhere, first),
    ).toMatchObject(broken('/parent'));
  });

  test('one is merged into the other: its teacher is a teacher there', async () => {
    const [one, into] = [await school(), await school()];
    const member = await teacher(one.id);
    const path = `/v1/organisations/${one.id}/merger`;
    const merged = await operator.post(path, { into: into.id }, first);
    expect(merged).toMatchObject({
      status: 201,
      body: { mergedInto: into.id },
    });
    const { body } = await member.get('/v1/me');
    expect(Me.parse(body).memberships).toMatchObject([
      { organisation: { id: into.id }, roles: ['teacher'] },
    ]);
  });
});

test('a closed school takes no more members', async () => {
  const { id } = await school();
  const path = `/v1/organisations/${id}`;
  expect(
    await operator.post(`${path}/closure`, undefined, first),
  ).toMatchObject({
    status: 201,
    body: { closedAt: expect.any(String) },
  });
  const body = {
    username: `u${ulid().toLowerCase()}`,
    name: '王',
    roles: ['teacher'],
  };
  expect(await operator.post(`${path}/members`, body)).toMatchObject(
    broken(''),
  );

  const admin = await signedIn('organisation-admin');
  const held = { 'if-match': '"2"' };
  expect((await admin.delete(`${path}/closure`, held)).status).toBe(403);
  const open = await operator.delete(`${path}/closure`, held);
  expect(open.status).toBe(200);
  expect(open.body).not.toHaveProperty('closedAt');
  expect((await operator.post(`${path}/members`, body)).status).toBe(201);
  expect(
    await operator.delete(`${path}/closure`, { 'if-match': '"3"' }),
  ).toMatchObject(broken(''));
  expect(await client().get(`${path}/history`)).toMatchObject({
    body: {
      items: ['create', 'close', 'reopen', 'change-members'].map((action) => ({
        header: { action },
      })),
    },
  });
});

describe('given a teacher', () => {
  test('a role has dates and specialities; what breaks a rule is named', async () => {
    const { id } = await school();
    const { role } = await teacher(id);
    const specialities = [
      {
        learningStage: 'xy:learning-stage/primary',
        subject: 'xy:subject/physics',
      },
    ];
    const given = await operator.put(role('expert'), {
      until: '2999-12-31',
      specialities,
    });
    expect(given).toMatchObject({
      status: 200,
      body: {
        roles: ['teacher', 'expert'],
        terms: { expert: { until: '2999-12-31', specialities } },
      },
    });
    for (const [name, body, pointer] of [
      ['teacher', { until: '2001-01-01' }, '/until'],
      ['teacher', { specialities }, '/specialities'],
      ['operator', { until: '2999-12-31' }, '/until'],
    ] as const) {
      expect(await operator.put(role(name), body)).toMatchObject(
        broken(pointer),
      );
    }
    expect(
      await operator.put(role('expert'), { until: '2999-02-30' }),
    ).toMatchObject({
      status: 400,
    });
  });

  test('who holds an ETag is told anew what they may do, not 304', async () => {
    const { id } = await school();
    const pupil = await newcomer(id, ['student']);
    const path = `/v1/organisations/${id}`;
    const first = await pupil.get(path);
    expect(first.body).toMatchObject({ actions: [] });
    const etag = first.headers.get('etag') ?? '';
    const role = `${path}/members/${pupil.person}/roles/teacher`;
    expect((await operator.put(role)).status).toBe(200);
    const again = async () => {
      // A write is decided on what is there now; reads follow in a minute.
      await pupil.patch('/v1/me', { language: 'en' });
      const { status, headers, body } = await pupil.get(path, {
        'if-none-match': etag,
      });
      return { status, etag: headers.get('etag'), body };
    };
    await expect
      .poll(again, { timeout: 70_000, interval: 1_000 })
      .toMatchObject({
        status: 200,
        etag,
        body: { actions: ['contribute', 'upload'] },
      });
  }, 80_000);

  test('each change is an entry: anyone sees that, those who audit see who', async () => {
    const { id } = await school();
    const member = await teacher(id);
    const path = `/v1/organisations/${id}/history`;
    const seen = await client().get(path);
    expect(seen).toMatchObject({
      status: 200,
      body: {
        items: [
          { header: { action: 'create', seq: 1 } },
          { header: { action: 'change-members', seq: 2 } },
        ],
      },
    });
    expect(JSON.stringify(seen.body)).not.toContain(member.person);
    const auditor = await signedIn('auditor');
    const told = JSON.stringify((await auditor.get(path)).body);
    expect(told).toContain(member.person);
    expect(told).not.toContain('不可外传');
  });
});
