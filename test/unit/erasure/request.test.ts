import { describe, expect, test } from 'vitest';
import type { KeptErasure } from '../../../functions/erasure/model.ts';
import { readHeld } from '../../../functions/erasure/service/record.ts';
import {
  readErasure,
  requestErasure,
  tagOf,
} from '../../../functions/erasure/service/request.ts';
import type { KeptPerson } from '../../../functions/identity/service/erasure.ts';
import { newJob, type StoredJob } from '../../../functions/jobs/model.ts';
import type { Commit } from '../../../functions/platform/commit.ts';
import type {
  Membership,
  Person,
} from '../../../functions/platform/contract.ts';
import { fail, ok } from '../../../functions/platform/result.ts';
import { person as placed } from '../platform/policy-cases.ts';

const at = new Date('2026-11-25T08:00:00.000Z');
const student = 'per_00000000000000000000000001';
const admin = (organisation: string, id = 'per_admin'): Person =>
  placed(id, [{ organisation, role: 'organisation-admin' }]);
const operator = placed('per_operator', [
  { organisation: 'org_bureau', role: 'operator' },
]);

const kept = (...memberships: Membership[]): KeptPerson => ({
  profile: {
    id: student,
    name: '林小满',
    username: 's20260713',
    createdAt: at.toISOString(),
  },
  signIns: [],
  memberships,
  held: [],
  numbers: [],
  tag: JSON.stringify(memberships),
});
const pupil = kept({ organisation: 'org_school', role: 'student' });
const inBoth = kept(
  { organisation: 'org_school', role: 'teacher' },
  { organisation: 'org_other', role: 'teacher' },
);
const left = kept();

function desk(
  found: KeptPerson | undefined,
  more: { erasure?: KeptErasure; job?: StoredJob; isLast?: boolean } = {},
) {
  const lines: KeptErasure[] = [];
  const commit: Commit = async (value) => ok(value);
  const part = { write: {} };
  return {
    lines,
    directory: {
      kept: async () => found,
      acted: async () => ({ entries: [] }),
      isLastOperator: async () => more.isLast ?? false,
    },
    ledger: {
      erasure: async () => more.erasure,
      asked: (line: KeptErasure) => {
        lines.push(line);
        return part;
      },
    },
    jobs: {
      begin: (asked: Parameters<typeof newJob>[0]) => ({
        job: newJob(asked, at),
        part,
      }),
      seenBy: async () => (more.job ? ok(more.job) : fail({ code: 'unknown' })),
    },
    files: { uploadsOf: async () => ({ uploads: [] }) },
    resources: { contributions: async () => ({ items: [] }) },
    newJobId: () => 'job_new',
    now: () => at,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    commit,
  } as const;
}

const asked = (found: KeptPerson | undefined, erasure?: KeptErasure) => ({
  person: student,
  ifMatch: tagOf(found, erasure),
});

describe('who may erase whom', () => {
  const rows = [
    { who: admin('org_school'), of: pupil, allowed: true, why: 'their school' },
    { who: admin('org_bureau'), of: pupil, allowed: true, why: 'one above' },
    {
      who: admin('org_other'),
      of: pupil,
      allowed: false,
      why: 'another school',
    },
    { who: admin('org_school'), of: inBoth, allowed: false, why: 'one of two' },
    { who: admin('org_bureau'), of: inBoth, allowed: true, why: 'above both' },
    { who: operator, of: inBoth, allowed: true, why: 'an operator' },
    {
      who: admin('org_bureau'),
      of: left,
      allowed: false,
      why: 'who left, by an admin',
    },
    { who: operator, of: left, allowed: true, why: 'who left, by an operator' },
    {
      who: admin('org_school', student),
      of: pupil,
      allowed: false,
      why: 'themselves',
    },
    {
      who: placed('per_t', [{ organisation: 'org_school', role: 'teacher' }]),
      of: pupil,
      allowed: false,
      why: 'a teacher',
    },
  ];
  test.each(rows)('$why: $allowed', async ({ who, of, allowed }) => {
    const done = await requestErasure(desk(of), who, asked(of));
    expect(done.ok).toBe(allowed);
    if (!done.ok) expect(done.error.code).toBe('forbidden');
  });
});

describe('who may read what is held about a person', () => {
  const self = placed(student, [
    { organisation: 'org_school', role: 'student' },
  ]);
  test.each([
    { who: self, of: pupil, allowed: true, why: 'they' },
    { who: admin('org_school'), of: pupil, allowed: true, why: 'their admin' },
    {
      who: admin('org_other'),
      of: pupil,
      allowed: false,
      why: 'another admin',
    },
    { who: admin('org_school'), of: inBoth, allowed: false, why: 'one of two' },
    { who: operator, of: pupil, allowed: false, why: 'an operator' },
  ])('$why: $allowed', async ({ who, of, allowed }) => {
    const place = { list: 'work' } as const;
    const read = await readHeld(desk(of), who, {
      person: student,
      limit: 20,
      place,
    });
    expect(read.ok).toBe(allowed);
  });
});

test('given a line of the ledger, then it has an id and no name', async () => {
  const needs = desk(pupil);
  const done = await requestErasure(needs, admin('org_school'), asked(pupil));
  expect(done).toMatchObject({ ok: true, value: { kind: 'erasure' } });
  expect(needs.lines).toMatchObject([{ person: student, by: 'per_admin' }]);
  expect(JSON.stringify(needs.lines)).not.toMatch(/林小满|s20260713/);
});

test('given a role since it was read, then the wish is stale', async () => {
  const done = await requestErasure(desk(inBoth), operator, asked(pupil));
  expect(done).toEqual({ ok: false, error: { code: 'changed' } });
});

test('given the last operator, then they stay', async () => {
  const needs = desk(pupil, { isLast: true });
  const done = await requestErasure(needs, operator, asked(pupil));
  expect(done).toMatchObject({
    error: { errors: [{ rule: 'last-operator' }] },
  });
});

describe('given an erasure that was asked for before', () => {
  const line: KeptErasure = {
    format: 'xueyuan-erasure/1',
    person: student,
    at: at.toISOString(),
    by: 'per_admin',
    organisation: 'org_school',
    kinds: ['ledger'],
    job: 'job_before',
  };
  const input = { person: student };
  const owner = 'per_admin';
  const organisation = 'org_school';
  const job = newJob(
    { id: 'job_before', kind: 'erasure', owner, organisation, input },
    at,
  );
  const who = admin('org_school');

  test('when its job is at it, then that job is the answer', async () => {
    const needs = desk(pupil, { erasure: line, job });
    const done = await requestErasure(needs, who, asked(undefined));
    expect(done).toMatchObject({ value: { id: 'job_before' } });
    expect(needs.lines).toEqual([]);
  });

  test('when its job was cancelled, then another goes on with the same line', async () => {
    const cancelled: StoredJob = { ...job, state: 'cancelled' };
    const needs = desk(undefined, { erasure: line, job: cancelled });
    const done = await requestErasure(needs, who, asked(undefined, line));
    expect(done).toMatchObject({ value: { id: 'job_new' } });
    expect(needs.lines).toEqual([{ ...line, job: 'job_new' }]);
  });

  test('when it was done, then its admins are told so, and nothing begins', async () => {
    const erasure = { ...line, doneAt: at.toISOString() };
    const needs = desk(undefined, { erasure });
    const read = await readErasure(needs, who, student);
    expect(read).toMatchObject({ value: { erasure: { state: 'erased' } } });
    const again = await requestErasure(needs, who, asked(undefined, erasure));
    expect(again).toMatchObject({ error: { code: 'unknown' } });
  });
});
