import '../support/environment.ts';
import { createHash } from 'node:crypto';
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { parse } from 'csv-parse/sync';
import { ulid } from 'ulid';
import { describe, expect, inject, test } from 'vitest';
import { Job } from '../../functions/jobs/contract.ts';
import type { Format } from '../../functions/rosters/contract.ts';
import { signIn } from '../../local/sign-in.ts';
import { client } from '../support/http.ts';
import { newSchool } from '../support/newcomers.ts';
import { district, signedIn } from '../support/people.ts';
import { workbook } from '../unit/rosters/workbook.ts';

const limitMs = 120_000;

/** A school of its own, and the operator who may administer it. */
async function school() {
  const [operator, { id }] = await Promise.all([
    signedIn('operator'),
    newSchool(),
  ]);
  return { operator, id, prefix: ulid().slice(-8).toLowerCase() };
}
type School = Awaited<ReturnType<typeof school>>;

/** Sends a file and begins its check. */
async function checkOf(
  { operator, id, prefix }: School,
  bytes: Buffer,
  format: Format,
): Promise<Job> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { format, sizeBytes: bytes.length, sha256 };
  const place = await operator.post('/v1/rosters/files', {
    ...file,
    organisation: id,
  });
  expect(place.status).toBe(201);
  const { put } = place.body as {
    readonly put: { url: string; headers: Record<string, string> };
  };
  const { headers, url } = put;
  const sent = await fetch(url, {
    method: 'PUT',
    headers,
    body: new Uint8Array(bytes),
    signal: AbortSignal.timeout(limitMs),
  });
  expect(sent.status).toBe(200);
  const begun = await operator.post('/v1/rosters', {
    organisation: id,
    file,
    roles: ['student'],
    usernamePrefix: prefix,
  });
  expect(begun).toMatchObject({ status: 202, body: { state: 'queued' } });
  return ended(operator, Job.parse(begun.body));
}

async function ended(
  { get }: Pick<School['operator'], 'get'>,
  { id }: Job,
): Promise<Job> {
  const job = async () => Job.parse((await get(`/v1/jobs/${id}`)).body);
  await expect
    .poll(async () => (await job()).state, { timeout: limitMs, interval: 500 })
    .toMatch(/done|failed/);
  return job();
}

async function applied({ operator }: School, check: Job): Promise<Job> {
  const begun = await operator.post(`/v1/rosters/${check.id}/application`);
  expect(begun.status).toBe(202);
  return ended(operator, Job.parse(begun.body));
}

/** A downloaded sheet, as a list of its rows. */
async function reportOf({ operator }: School, { id }: Job) {
  const found = await operator.get(`/v1/jobs/${id}/report`);
  expect(found.status).toBe(302);
  const sheet = await fetch(found.headers.get('location') ?? '');
  return rowsOf(await sheet.text());
}

function rowsOf(sheet: string): string[][] {
  return parse(sheet, { bom: true, relax_column_count: true });
}

/** More than one invocation of the local stack's worker does in its second. */
const many = 100;

/** An account as a first request to Cognito leaves it, of nobody. */
async function openAccount(username: string): Promise<void> {
  await new CognitoIdentityProviderClient().send(
    new AdminCreateUserCommand({
      UserPoolId: inject('stack').userPoolId,
      Username: username,
      MessageAction: 'SUPPRESS',
    }),
  );
}

const headings = ['姓名', '学号', '班级'];
const pupils = (count: number, group = '一(1)班') =>
  Array.from({ length: count }, (_, at) => [
    `学生${at}`,
    `2026${String(at).padStart(3, '0')}`,
    group,
  ]);
const csv = (rows: readonly (readonly string[])[]) =>
  Buffer.from([headings, ...rows].map((row) => row.join(',')).join('\r\n'));

describe('given a school with a roster', () => {
  test('then it is checked, applied, signed in with, changed and ended', {
    timeout: 4 * limitMs,
  }, async () => {
    const place = await school();
    const { operator, id } = place;
    // Left by a run that was killed before it could write the person.
    await openAccount(`${place.prefix}-2026007`);
    const check = await checkOf(place, csv(pupils(many)), 'csv');
    expect(check).toMatchObject({
      state: 'done',
      counts: { toAdd: many, toChange: 0, toEnd: 0, unchanged: 0 },
    });
    expect((await reportOf(place, check)).length).toBe(many + 1);
    const list = `/v1/organisations/${id}/members?limit=100`;
    expect((await operator.get(list)).body).toMatchObject({ items: [] });

    const first = await applied(place, check);
    expect(first).toMatchObject({
      state: 'done',
      counts: { added: many, changed: 0, ended: 0, leftOut: 0 },
    });

    const path = `/v1/rosters/${first.id}/passwords`;
    const taken = await operator.post(path);
    expect(taken.status).toBe(200);
    expect(taken.headers.get('cache-control')).toBe('no-store');
    expect((await operator.post(path)).status).toBe(409);
    const [, pupil = []] = rowsOf(String(taken.body));
    const [, , , username = '', password = ''] = pupil;
    const account = { username, password };
    const { accessToken } = await signIn(inject('stack'), account, {
      newPassword: `changed-${ulid()}`,
    });
    expect((await client(accessToken).get('/v1/me')).body).toMatchObject({
      memberships: [{ organisation: { id }, roles: ['student'] }],
    });

    const same = await checkOf(
      place,
      workbook([headings, ...pupils(many)]),
      'xlsx',
    );
    expect(same).toMatchObject({
      counts: { toAdd: 0, toChange: 0, toEnd: 0, unchanged: many },
    });
    expect(await applied(place, same)).toMatchObject({
      counts: { added: 0, changed: 0, ended: 0 },
    });

    const moved = [
      ...pupils(many - 2).with(0, ['改名', '2026000', '一(1)班']),
      ...pupils(many - 1, '二(1)班').slice(many - 2),
    ];
    const next = await checkOf(place, csv(moved), 'csv');
    expect(next).toMatchObject({
      counts: { toAdd: 0, toChange: 2, toEnd: 1, unchanged: many - 3 },
    });
    expect(await applied(place, next)).toMatchObject({
      counts: { added: 0, changed: 2, ended: 1 },
    });
    // The plan of the first check is of a register that has changed.
    expect(await applied(place, check)).toMatchObject({
      state: 'failed',
      problems: [{ rule: 'roster-moved' }],
    });
    const { body } = await operator.get(list);
    expect((body as { items: unknown[] }).items).toHaveLength(many - 1);
    const history = await operator.get(
      `/v1/organisations/${id}/history?limit=100`,
    );
    expect(JSON.stringify(history.body)).toContain('change-members');
    expect(JSON.stringify(history.body)).not.toContain('学生');
  });

  test('when cells are wrong, then the sheet names them and nothing is applied', async () => {
    const place = await school();
    const [good = [], other = []] = pupils(2);
    const rows = [
      good,
      ['=HYPERLINK("http://x")'.replaceAll('"', "'"), '9', '一(1)班'],
      [...other.slice(0, 1), good[1] ?? '', '一(1)班'],
    ];
    const check = await checkOf(place, csv(rows), 'csv');
    expect(check).toMatchObject({ state: 'failed', counts: { problems: 2 } });
    expect(check.problems).toMatchObject([
      { row: 3, column: '姓名', rule: 'roster-formula' },
      { row: 4, column: '学号', rule: 'roster-number-twice' },
    ]);
    const [, ...problems] = await reportOf(place, check);
    expect(problems.map(([row, column]) => [row, column])).toEqual([
      ['3', '姓名'],
      ['4', '学号'],
    ]);
    const path = `/v1/rosters/${check.id}/application`;
    expect((await place.operator.post(path)).status).toBe(409);
  });

  test('when the file is no workbook, then the check says so', async () => {
    const place = await school();
    const check = await checkOf(place, csv(pupils(1)), 'xlsx');
    expect(check).toMatchObject({
      state: 'failed',
      problems: [{ rule: 'roster-not-xlsx' }],
    });
  });
});

test('given an organisation that is not theirs or not there, then no roster is taken', async () => {
  const admin = await signedIn('organisation-admin');
  const { elsewhere } = district().organisations;
  const file = { format: 'csv', sizeBytes: 1, sha256: '0'.repeat(64) };
  for (const organisation of [elsewhere, `org_${ulid()}`]) {
    const body = { organisation, file, roles: ['student'] };
    expect((await admin.post('/v1/rosters', body)).status).toBe(403);
  }
  const operator = await signedIn('operator');
  const unknown = { organisation: `org_${ulid()}`, ...file };
  expect(await operator.post('/v1/rosters/files', unknown)).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/organisation' }] },
  });
  const { organisation } = admin;
  const body = { organisation, file, roles: ['student'] };
  expect(await admin.post('/v1/rosters', body)).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/file' }] },
  });
});
