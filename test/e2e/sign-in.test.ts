import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { NewMachineClient } from '../../functions/identity/clients/contract.ts';
import { Me, NewMember } from '../../functions/identity/contract.ts';
import {
  accountScope,
  NewSecondFactor,
} from '../../functions/identity/me/contract.ts';
import type { PermissionSet } from '../../functions/platform/contract.ts';
import { studentWork } from '../../functions/resources/edition/contract.ts';
import type { Work } from '../../local/journey.ts';
import type { Account } from '../../local/platform-file.ts';
import { codeOf, ensureSecondFactor } from '../../local/second-factor.ts';
import { signIn, usualScope } from '../../local/sign-in.ts';
import { type Client, client } from '../support/http.ts';
import {
  contribution,
  draft,
  publishedResource,
} from '../support/lifecycle.ts';
import { newSchool } from '../support/newcomers.ts';
import { foreignClient, outsideIssuer } from '../support/outside-issuer.ts';
import { district, type SignedIn, signedIn } from '../support/people.ts';

let operator: SignedIn;
let school: string;
let outside: Awaited<ReturnType<typeof outsideIssuer>>;
const { outsideIssuer: issuer, emulatorUrl } = inject('stack');

beforeAll(async () => {
  operator = await signedIn('operator');
  school = (await newSchool()).id;
  outside = await outsideIssuer(issuer);
});
afterAll(() => outside.stop());

const members = () => `/v1/organisations/${school}/members`;
const problem = (status: number, code: string) => ({
  status,
  body: { type: expect.stringMatching(new RegExp(`/problems/${code}$`)) },
});
const refused = problem(401, 'token-invalid');

/** Somebody new at the school, with a password of their own. */
async function newcomer(role: string) {
  const username = `u${ulid().toLowerCase()}`;
  const wanted = { username, name: '林老师', roles: [role] };
  const added = NewMember.parse((await operator.post(members(), wanted)).body);
  const account: Account = { username, password: ulid() };
  const first = { username, password: added.oneTimePassword ?? '' };
  const newPassword = account.password;
  await signIn(inject('stack'), first, { newPassword });
  const enter = async (scope = usualScope) =>
    client((await signIn(inject('stack'), account, { scope })).accessToken);
  return { account, enter, person: added.person.id };
}

describe('given an organisation admin without a second factor', () => {
  test('the role waits until the sign-in is two-factor, and says so', async () => {
    const admin = await newcomer('organisation-admin');
    const plain = await admin.enter();
    const me = await plain.get('/v1/me', { 'accept-language': 'en' });
    expect(Me.parse(me.body)).toMatchObject({
      memberships: [{ roles: [], waiting: ['organisation-admin'] }],
      permissions: [{ organisation: school, actions: [] }],
      advice: expect.stringContaining('/v1/me/second-factor'),
    });
    expect(await plain.get(members())).toMatchObject({
      status: 403,
      body: { rule: 'second-factor-waits' },
    });
    expect(await plain.post('/v1/me/second-factor')).toMatchObject({
      status: 422,
      body: { errors: [{ message: expect.stringContaining(accountScope) }] },
    });
    const enrolling = await admin.enter(`${usualScope} ${accountScope}`);
    const begun = await enrolling.post('/v1/me/second-factor');
    expect(begun.status).toBe(201);
    const { uri } = NewSecondFactor.parse(begun.body);
    const secret = new URL(uri).searchParams.get('secret') ?? '';
    const code = codeOf(secret, new Date());
    const wrong = code === '000000' ? '000001' : '000000';
    const confirm = (what: string) =>
      enrolling.put('/v1/me/second-factor', { code: what });
    expect(await confirm(wrong)).toMatchObject(problem(422, 'rule-broken'));
    expect(await (await admin.enter()).get(members())).toMatchObject({
      status: 403,
    });
    expect((await confirm(code)).status).toBe(204);
    const whole = await admin.enter();
    expect((await whole.get(members())).status).toBe(200);
    const after = Me.parse((await whole.get('/v1/me')).body);
    expect(after.memberships[0]?.roles).toEqual(['organisation-admin']);
    expect(after.advice).toBeUndefined();
  });
});

describe('given an organisation admin who has lost the authenticator', () => {
  test('another admin takes it away: they are signed out, wait, and set up another', async () => {
    const lost = await newcomer('organisation-admin');
    await ensureSecondFactor(inject('stack'), lost.account);
    const admin = await lost.enter();
    expect((await admin.get(members())).status).toBe(200);
    const factor = `${members()}/${lost.person}/second-factor`;
    expect(await admin.delete(factor)).toMatchObject({
      status: 403,
      body: { rule: 'not-oneself' },
    });
    const foreign = await signedIn('organisation-admin');
    expect((await foreign.delete(factor)).status).toBe(403);
    const nobody = `${members()}/per_${ulid()}/second-factor`;
    expect((await operator.delete(nobody)).status).toBe(404);

    expect((await operator.delete(factor)).status).toBe(204);
    expect(await admin.delete(factor)).toMatchObject(refused);
    const waits = async () => {
      const again = await lost.enter();
      return (await again.get(members())).body;
    };
    await expect
      .poll(waits, { timeout: 10_000 })
      .toMatchObject({ rule: 'second-factor-waits' });
    const path = `/v1/organisations/${school}/history?limit=100`;
    expect(await operator.get(path)).toMatchObject({
      body: {
        items: expect.arrayContaining([
          expect.objectContaining({
            header: expect.objectContaining({ action: 'reset-second-factor' }),
            body: expect.objectContaining({ facts: { person: lost.person } }),
          }),
        ]),
      },
    });
    // What is signed in to in the same second as it is reset is ended too.
    const setUp = () =>
      ensureSecondFactor(inject('stack'), lost.account).then(
        () => 'set up',
        String,
      );
    await expect.poll(setUp, { timeout: 10_000 }).toBe('set up');
    expect((await (await lost.enter()).get(members())).status).toBe(200);
  });

  test('an admin of a school takes none away from who appoints elsewhere', async () => {
    const admin = await newcomer('organisation-admin');
    await ensureSecondFactor(inject('stack'), admin.account);
    const auditor = await newcomer('teacher');
    const role = `${members()}/${auditor.person}/roles/auditor`;
    expect((await operator.put(role)).status).toBe(200);
    const factor = `${members()}/${auditor.person}/second-factor`;
    expect(await (await admin.enter()).delete(factor)).toMatchObject({
      status: 403,
      body: { rule: 'operators-assign' },
    });
  });
});

describe('given somebody who is signed in on two devices', () => {
  const change = (device: Client) =>
    device.patch('/v1/me', { language: 'en', mutedMail: 'all' });

  test('signing out everywhere ends both at once, a new sign-in counts', async () => {
    const teacher = await newcomer('teacher');
    const [one, two] = [await teacher.enter(), await teacher.enter()];
    expect(await change(two)).toMatchObject({ body: { language: 'en' } });
    expect((await one.delete('/v1/me/sessions')).status).toBe(204);
    expect(await change(one)).toMatchObject(refused);
    expect(await change(two)).toMatchObject(refused);
    const back = async () => (await change(await teacher.enter())).status;
    await expect.poll(back, { timeout: 10_000 }).toBe(200);
    const me = await (await teacher.enter()).get('/v1/me');
    expect(me.body).toMatchObject({
      person: { language: 'en', mutedMail: 'all' },
    });
  });

  test('an admin signs a member out, and nobody of another organisation', async () => {
    const teacher = await newcomer('teacher');
    const device = await teacher.enter();
    const sessions = `${teacher.person}/sessions`;
    const elsewhere = `/v1/organisations/${district().organisations.school}`;
    const wrong = await operator.delete(`${elsewhere}/members/${sessions}`);
    expect(wrong).toMatchObject(problem(404, 'unknown'));
    expect((await change(device)).status).toBe(200);
    const done = await operator.delete(`${members()}/${sessions}`);
    expect(done.status).toBe(204);
    expect(await change(device)).toMatchObject(refused);
  });
});

const MachineTokens = z.object({ access_token: z.string() });

async function grant(clientId: string, secret: string, scope: string) {
  const pair = Buffer.from(`${clientId}:${secret}`).toString('base64');
  return fetch(new URL('/oauth2/token', emulatorUrl), {
    method: 'POST',
    headers: { authorization: `Basic ${pair}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
}

/** A machine client of an organisation, with a token. */
async function machineAt(organisation: string, permissions: PermissionSet) {
  const clients = `/v1/organisations/${organisation}/clients`;
  const wanted = { name: '采集系统', permissions };
  const made = await operator.post(clients, wanted);
  expect(made.status).toBe(201);
  expect(made.headers.get('cache-control')).toBe('no-store');
  const { id, credentials } = NewMachineClient.parse(made.body);
  if (!credentials) throw new Error('A client of the pool has a secret.');
  const { clientId, clientSecret, scope } = credentials;
  const again = () => grant(clientId, clientSecret, scope);
  const answer = MachineTokens.parse(await (await again()).json());
  const token = answer.access_token;
  return { ...client(token), token, id, clients, wanted, again };
}

describe('given a machine client that may read', () => {
  test('it gets a token, reads by its set, is refused beyond, and ends', async () => {
    const [forTeachers, forAll] = await Promise.all([
      publishedResource({ visibility: 'district', audience: 'teachers' }),
      publishedResource({ visibility: 'district' }),
    ]);
    const machine = await machineAt(school, 'reader');
    const { id, clients, wanted } = machine;
    expect((await operator.get(clients)).body).toEqual({
      items: [{ id, organisation: school, ...wanted }],
    });
    const read = (resource: { id: string }) =>
      machine.get(`/v1/resources/${resource.id}`);
    expect((await client().get(`/v1/resources/${forAll.id}`)).status).toBe(404);
    expect((await read(forAll)).status).toBe(200);
    expect((await read(forTeachers)).status).toBe(404);
    expect(await machine.post(clients, wanted)).toMatchObject({
      status: 403,
      body: { rule: 'people-only' },
    });
    expect(await machine.get('/v1/notifications')).toMatchObject({
      status: 403,
      body: { rule: 'people-only' },
    });
    expect((await operator.delete(`${clients}/${id}`)).status).toBe(204);
    expect((await operator.get(clients)).body).toEqual({ items: [] });
    expect(await machine.post(clients, wanted)).toMatchObject(refused);
    expect((await machine.again()).ok).toBe(false);
  });
});

test('given a machine client, then every function that asks who calls knows it', async () => {
  const machine = await machineAt(school, 'reader');
  const of = (prefix: string) => `${prefix}_${ulid()}`;
  const asked = {
    access: machine.get(`/v1/access?action=read&organisation=${school}`),
    erasure: machine.get(`/v1/people/${of('per')}/record`),
    files: machine.get(`/v1/uploads/${of('upl')}`),
    identity: machine.get('/v1/me'),
    jobs: machine.get(`/v1/jobs/${of('job')}`),
    notifications: machine.get('/v1/notifications'),
    recovery: machine.get('/v1/recovery/status'),
    resources: machine.get(`/v1/resources/${of('res')}`),
    review: machine.get(`/v1/reviews/${of('rev')}`),
    rosters: machine.post(`/v1/rosters/${of('job')}/passwords`),
    search: machine.get(`/v1/search?q=${encodeURIComponent('浮力')}`),
  };
  for (const [capability, answer] of Object.entries(asked)) {
    const { status } = await answer;
    expect([200, 403, 404], capability).toContain(status);
  }
});

describe('given a machine client that may contribute', () => {
  test('it submits drafts of its organisation but no student work, follows a merger, and ends with the organisation', async () => {
    const home = await newSchool();
    const heir = await newSchool();
    const machine = await machineAt(home.id, 'contributor');
    const held = (etag: string) => ({ 'if-match': etag });
    const submit = ({ resource, etag }: Work) =>
      machine.post(
        `/v1/resources/${resource.id}/submission`,
        undefined,
        held(etag),
      );
    const lesson = await draft({ holder: home.id }, machine);
    expect(lesson.resource.work?.contributors).toEqual([machine.id]);
    expect(await submit(lesson)).toMatchObject({
      status: 201,
      body: { state: 'in-review', work: { review: { id: expect.anything() } } },
    });
    const { metadata } = await contribution();
    const childs = await draft(
      {
        holder: home.id,
        metadata: {
          ...metadata,
          type: studentWork,
          consent: '同意书 7',
          creators: [{ name: '学生', role: 'author', person: operator.person }],
        },
      },
      machine,
    );
    expect(await submit(childs)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/edition/type' }] },
    });
    const elsewhere = { holder: heir.id, metadata: { title: '外校' } };
    expect((await machine.post('/v1/resources', elsewhere)).status).toBe(403);

    const reshape = async (id: string, how: string, body?: object) => {
      const path = `/v1/organisations/${id}`;
      const { headers } = await operator.get(path);
      return operator.post(
        `${path}/${how}`,
        body,
        held(headers.get('etag') ?? ''),
      );
    };
    const into = { into: heir.id };
    expect((await reshape(home.id, 'merger', into)).status).toBe(201);
    expect((await machine.post('/v1/resources', elsewhere)).status).toBe(201);
    expect((await reshape(heir.id, 'closure')).status).toBe(201);
    expect(await machine.post('/v1/resources', elsewhere)).toMatchObject({
      status: 401,
      body: { type: expect.stringContaining('token-invalid') },
    });
  });
});

describe('given an outside issuer beside the pool', () => {
  const asOutside = async (subject: string, amr?: string[]) =>
    client((await outside.signIn(subject, amr && { amr })).accessToken);

  test('nobody is known until an admin adds them; then they are', async () => {
    const subject = `teacher-${ulid()}`;
    const stranger = await asOutside(subject);
    expect(await stranger.get('/v1/me')).toMatchObject({
      status: 403,
      body: { rule: 'no-person' },
    });
    const identity = { issuer, subject };
    const wanted = { identity, name: '周老师', roles: ['teacher'] };
    const added = await operator.post(members(), wanted);
    expect(added.status).toBe(201);
    expect(NewMember.parse(added.body)).not.toHaveProperty('oneTimePassword');
    const again = await operator.post(members(), wanted);
    expect(again.body).toEqual(added.body);
    const teacher = await asOutside(subject);
    const me = Me.parse((await teacher.get('/v1/me')).body);
    expect(me).toMatchObject({
      person: { name: '周老师' },
      memberships: [{ roles: ['teacher'] }],
    });
    const other = { ...wanted, name: '别人' };
    expect(await operator.post(members(), other)).toMatchObject(
      problem(422, 'rule-broken'),
    );
  });

  test('a privileged role counts when the issuer tells of a second factor', async () => {
    const subject = `admin-${ulid()}`;
    const roles = ['organisation-admin'];
    const identity = { issuer, subject };
    await operator.post(members(), { identity, name: '郑主任', roles });
    const single = await asOutside(subject);
    expect((await single.get(members())).status).toBe(403);
    expect(await single.post('/v1/me/second-factor')).toMatchObject(
      problem(422, 'rule-broken'),
    );
    const double = await asOutside(subject, ['pwd', 'otp']);
    expect((await double.get(members())).status).toBe(200);
  });
});

describe('given a bad token', () => {
  const inSeconds = (seconds: number) =>
    Math.floor(Date.now() / 1_000) + seconds;
  const perfect = () => ({
    iss: issuer,
    sub: 'somebody',
    client_id: 'portal',
    iat: inSeconds(0),
    exp: inSeconds(300),
  });
  /** As far as it comes when only the person is not known. */
  const known = { status: 403, body: { rule: 'no-person' } };

  test('nothing but its fault is the reason: without it, only the person is not known', async () => {
    const me = await client(outside.forge(perfect())).get('/v1/me');
    expect(me).toMatchObject(known);
  });

  test.each<{ what: string; token: () => string | Promise<string> }>([
    {
      what: 'of a wrong issuer',
      token: () => outside.forge({ ...perfect(), iss: 'https://evil.example' }),
    },
    {
      what: 'for another audience',
      token: () =>
        outside.forge({ ...perfect(), client_id: undefined, aud: 'other' }),
    },
    {
      what: 'of the algorithm none',
      token: () => {
        const [, claims] = outside.forge(perfect()).split('.');
        const header = { alg: 'none', kid: 'outside-1', typ: 'at+jwt' };
        const text = Buffer.from(JSON.stringify(header)).toString('base64url');
        return `${text}.${claims}.`;
      },
    },
    {
      what: 'of HS256 with the public key',
      token: () => outside.confuse(perfect()),
    },
    {
      what: 'of an unknown key',
      token: () => outside.forge(perfect(), { kid: 'outside-9' }),
    },
    {
      what: 'that has expired',
      token: () => outside.forge({ ...perfect(), exp: inSeconds(-10) }),
    },
    {
      what: 'that is not valid yet',
      token: () => outside.forge({ ...perfect(), nbf: inSeconds(60) }),
    },
    {
      what: 'for identity, of the outside issuer',
      token: async () => (await outside.signIn('somebody')).idToken,
    },
    {
      what: 'for identity, of our own pool',
      token: async () => {
        const { account } = await newcomer('student');
        return (await signIn(inject('stack'), account)).idToken;
      },
    },
    {
      what: 'of another client of the issuer',
      token: async () => {
        const how = { client: foreignClient };
        return (await outside.signIn('somebody', how)).accessToken;
      },
    },
    {
      what: 'of 20 KB',
      token: () => outside.forge({ ...perfect(), pad: 'x'.repeat(15_000) }),
    },
  ])('one $what is 401 with a problem', async ({ token }) => {
    const bearer = client(await token());
    expect(await bearer.get('/v1/me')).toMatchObject(refused);
    // Also where no sign-in is needed.
    expect(await bearer.get('/v1/organisations')).toMatchObject(refused);
  });

  test('while the issuer is away, its known keys go on and unknown ones are 503', async () => {
    const me = (header = {}) =>
      client(outside.forge(perfect(), header)).get('/v1/me');
    expect(await me()).toMatchObject(known);
    await outside.stop();
    const unknown = async () => (await me({ kid: 'outside-2' })).status;
    await expect.poll(unknown, { timeout: 30_000, interval: 1_000 }).toBe(503);
    expect(await me()).toMatchObject(known);
    outside = await outsideIssuer(issuer);
  });
});
