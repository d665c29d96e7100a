import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ulid } from 'ulid';
import { afterAll, expect, inject, test } from 'vitest';
import {
  routes as identity,
  SeenOrganisation,
} from '../../functions/identity/contract.ts';
import { routes as resources } from '../../functions/resources/contract.ts';
import { routes, SealReport } from '../../functions/seals/contract.ts';
import { visitor } from '../support/http.ts';
import { publishedResource } from '../support/lifecycle.ts';
import { district, signedIn } from '../support/people.ts';

const folder = mkdtempSync(join(tmpdir(), 'xueyuan-seals-'));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Has all sealed that has happened, as an operator would. A call that fails on a
 * busy machine is made again, as the schedule would.
 */
async function seal(tries = 3): Promise<SealReport> {
  const lambda = new LambdaClient({
    region: inject('stack').region,
    endpoint: inject('stack').emulatorUrl,
  });
  const until = new Date().toISOString();
  const { FunctionError: failed, Payload: payload } = await lambda.send(
    new InvokeCommand({
      FunctionName: 'xueyuan-local-seals-on-hour',
      Payload: JSON.stringify({ until }),
    }),
  );
  const answer = Buffer.from(payload ?? []).toString();
  if (failed === undefined) return SealReport.parse(JSON.parse(answer));
  if (tries === 1) throw new Error(answer);
  return seal(tries - 1);
}

/** The command as people run it. */
function verify(...asked: string[]) {
  const command = ['verify/verify.mjs', '--language', 'en', ...asked];
  const { status, stdout } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
  });
  return { status, stdout };
}

const kept = (name: string, content: unknown) => {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
};

test('given a published resource, when the hour is sealed, then anyone can check its record offline', async () => {
  const { id } = await publishedResource();
  const path = `/v1/resources/${id}/history`;
  const read = async () =>
    resources.history.answer.body.parse((await visitor().get(path)).body);
  const before = await read();
  expect(before.items.map((item) => item.seal)).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(before.proofs).toEqual([]);

  expect((await seal()).isUpToDate).toBe(true);
  const { items, proofs } = await read();
  const ids = new Set(items.map((item) => item.seal));
  expect([...ids]).toEqual([proofs[0]?.seal]);
  expect(proofs[0]?.leaf).toMatchObject({ id, seq: 4 });

  const answer = await visitor().get(`/v1/seals/${proofs[0]?.seal}`);
  const sealed = routes.read.answer.body.parse(answer.body);
  expect(answer.headers.get('cache-control')).toContain('immutable');
  const keys = await visitor().get('/v1/seals/keys');
  const list = routes.keys.answer.body.parse(keys.body);
  expect(list.items.map((key) => key.id)).toContain(sealed.statement.key);

  // Bodies to those who may read them, headers to anyone: both verify.
  const auditor = await signedIn('auditor');
  const exports = [
    await auditor.get(`${path}/export`),
    await visitor().get(`${path}/export`),
  ];
  for (const [at, { body, status }] of exports.entries()) {
    expect(status).toBe(200);
    resources.exportHistory.answer.body.parse(body);
    const file = kept(`good-${at}.json`, body);
    const key = kept('keys.json', list);
    const checked = verify('--key', key, file);
    expect(checked.stdout).toContain('Sealed: 1-1…1-4.');
    expect(checked.status).toBe(0);
  }

  const whole = resources.exportHistory.answer.body.parse(exports[0]?.body);
  const [, second, ...rest] = whole.entries;
  const bad = kept('bad.json', { ...whole, entries: [second, ...rest] });
  expect(verify(bad)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('Entries 1 to 1'),
  });
});

test('given an organisation, when the hour is sealed, then anyone can check its record offline', async () => {
  const operator = await signedIn('operator');
  const { bureau } = district().organisations;
  const wanted = { kind: 'school', name: `学校 ${ulid()}`, parent: bureau };
  const made = await operator.post('/v1/organisations', wanted);
  const { id } = SeenOrganisation.parse(made.body);
  const member = { username: `u${ulid().toLowerCase()}`, name: '不可外传' };
  const members = `/v1/organisations/${id}/members`;
  await operator.post(members, { ...member, roles: ['teacher'] });
  const path = `/v1/organisations/${id}/history`;
  const read = async () =>
    identity.organisationHistory.answer.body.parse(
      (await visitor().get(path)).body,
    );
  expect((await read()).items.map((item) => item.seal)).toEqual([null, null]);

  expect((await seal()).isUpToDate).toBe(true);
  const { items, proofs } = await read();
  expect(new Set(items.map((item) => item.seal))).toEqual(
    new Set([proofs[0]?.seal]),
  );
  const leaf = { kind: 'organisation', id, seq: 2 };
  expect(proofs).toMatchObject([{ leaf }]);

  const auditor = await signedIn('auditor');
  const { answer } = identity.exportOrganisationHistory;
  for (const [reader, isTold] of [
    [auditor, true],
    [visitor(), false],
  ] as const) {
    const whole = answer.body.parse((await reader.get(`${path}/export`)).body);
    const bodies = whole.entries.map(({ body }) => body !== undefined);
    expect(bodies).toEqual([isTold, isTold]);
    const checked = verify(kept(`organisation-${isTold}.json`, whole));
    expect(checked.stdout).toContain('Sealed: 1-1…1-2.');
    expect(checked.status).toBe(0);
    const [, ...rest] = whole.entries;
    const bad = kept('bad-organisation.json', { ...whole, entries: rest });
    expect(verify(bad)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('Entries 1 to 1'),
    });
  }
  const none = await visitor().get(
    `/v1/organisations/org_${ulid()}/history/export`,
  );
  expect(none.status).toBe(404);
});

test('seals are listed newest first, and each follows the one before', async () => {
  await seal();
  await seal();
  const { body } = await visitor().get('/v1/seals?limit=2');
  const { items, next } = routes.list.answer.body.parse(body);
  const [newest, before] = items.map(({ statement }) => statement);
  expect(newest?.number).toBe((before?.number ?? 0) + 1);
  expect(newest?.from).toBe(before?.until);
  if (next !== undefined) {
    const more = await visitor().get(`/v1/seals?limit=2&cursor=${next}`);
    const older = routes.list.answer.body.parse(more.body);
    expect(older.items[0]?.statement.number).toBe((before?.number ?? 0) - 1);
  }
  const foreign = await visitor().get('/v1/seals?cursor=bm90aGluZw');
  expect(foreign.status).toBe(400);
  expect((await visitor().get('/v1/seals/9999-1')).status).toBe(404);
});
