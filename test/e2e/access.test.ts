import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { visitor } from '../support/http.ts';
import { draft, publishedResource } from '../support/lifecycle.ts';
import { signedIn } from '../support/people.ts';

const english = { 'accept-language': 'en' };

test('given a draft, then its contributor and those who keep it are told why', async () => {
  const work = await draft({ visibility: 'private' });
  const [teacher, librarian, auditor] = await Promise.all([
    signedIn('teacher'),
    signedIn('librarian'),
    signedIn('auditor'),
  ]);
  const { person, organisation } = teacher;
  const about = `/v1/access?resource=${work.resource.id}`;
  const told = {
    status: 200,
    body: {
      person,
      action: 'edit',
      resource: work.resource.id,
      allowed: true,
      rule: 'contributor-works-on-own',
      reason:
        'Contributors may change, submit and take back their own resource.',
      membership: { organisation, role: 'teacher' },
    },
  };
  expect(await teacher.get(`${about}&action=edit`, english)).toMatchObject(
    told,
  );
  for (const keeper of [librarian, auditor]) {
    const asked = `${about}&action=edit&person=${person}`;
    expect(await keeper.get(asked, english)).toMatchObject(told);
  }
  const { body } = await librarian.get(
    `${about}&action=withdraw&person=${person}`,
  );
  expect(body).toMatchObject({
    allowed: false,
    rule: 'librarians-only',
    reason: expect.stringContaining('资源管理员'),
  });
  expect(body).not.toHaveProperty('membership');
});

test('given a draft, then to all others it does not exist', async () => {
  const work = await draft({ visibility: 'private' });
  const { person } = await signedIn('teacher');
  const others = await Promise.all([
    signedIn('student'),
    signedIn('expert'),
    signedIn('organisation-admin'),
    signedIn('operator'),
    signedIn('librarian', 'elsewhere'),
  ]);
  for (const other of others) {
    for (const about of ['', `&person=${person}`]) {
      const asked = `/v1/access?action=read&resource=${work.resource.id}${about}`;
      expect((await other.get(asked)).status).toBe(404);
    }
  }
  const asked = `/v1/access?action=read&resource=${work.resource.id}`;
  expect((await visitor().get(asked)).status).toBe(401);
});

test('given what everyone reads, then others are explained to its keepers only', async () => {
  const { id } = await publishedResource();
  const [teacher, elsewhere, admin] = await Promise.all([
    signedIn('teacher'),
    signedIn('teacher', 'elsewhere'),
    signedIn('organisation-admin'),
  ]);
  const asked = (person: string) =>
    `/v1/access?action=edit&resource=${id}&person=${person}`;
  expect(await elsewhere.get(asked(teacher.person))).toMatchObject({
    status: 403,
    body: { rule: 'keepers-only' },
  });
  expect(await admin.get(asked(elsewhere.person))).toMatchObject({
    status: 200,
    body: { allowed: false, rule: 'contributors-only' },
  });
});

test('given an organisation, then one is told what its roles give', async () => {
  const [student, admin] = await Promise.all([
    signedIn('student'),
    signedIn('organisation-admin'),
  ]);
  const { organisation, person } = student;
  const asked = `/v1/access?action=upload&organisation=${organisation}`;
  const refused = {
    status: 200,
    body: {
      person,
      organisation,
      allowed: false,
      rule: 'contributing-role-needed',
    },
  };
  expect(await student.get(asked)).toMatchObject(refused);
  expect(await admin.get(`${asked}&person=${person}`)).toMatchObject(refused);
});

test.each([
  { asked: 'action=read', status: 422 },
  {
    asked: 'action=fly&organisation=org_01J8ZQ2V5K3N7R9T1W4X6Y8Z0A',
    status: 400,
  },
  { asked: 'resource=res_01J8ZQ2V5K3N7R9T1W4X6Y8Z0A', status: 400 },
  { asked: 'action=read&resource=nonsense', status: 400 },
  { asked: `action=read&name=${randomUUID()}`, status: 400 },
  { asked: 'action=read&resource=res_01J8ZQ2V5K3N7R9T1W4X6Y8Z0A', status: 404 },
  {
    asked: 'action=read&organisation=org_01J8ZQ2V5K3N7R9T1W4X6Y8Z0A',
    status: 404,
  },
])('$asked is answered $status', async ({ asked, status }) => {
  const teacher = await signedIn('teacher');
  expect((await teacher.get(`/v1/access?${asked}`)).status).toBe(status);
});
