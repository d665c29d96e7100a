import '../support/environment.ts';
import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import { expect, inject, test } from 'vitest';
import {
  passwordOf,
  secretBytes,
} from '../../functions/identity/derived-password.ts';
import { registerWith } from '../../functions/identity/register.ts';
import type { RegisterService } from '../../functions/identity/service/register.ts';
import { newJob } from '../../functions/jobs/model.ts';
import { jobStore } from '../../functions/jobs/store.ts';
import { workOn } from '../../functions/jobs/work.ts';
import { dynamoDb } from '../../functions/platform/clients.ts';
import type { Commit } from '../../functions/platform/commit.ts';
import type { Log } from '../../functions/platform/log.ts';
import { commitWith } from '../../functions/platform/transact.ts';
import { readSheet } from '../../functions/rosters/reading/read.ts';
import { rosterWork } from '../../functions/rosters/service/working.ts';
import { rosterStore } from '../../functions/rosters/store.ts';
import { signIn } from '../../local/sign-in.ts';
import { newSchool } from '../support/newcomers.ts';
import { signedIn } from '../support/people.ts';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
const commit = commitWith({
  client: dynamoDb,
  answer: () => ({ status: 200, headers: {} }),
  now: () => new Date(),
});

/** So far off that the stack's own worker leaves such a job alone. */
const later = Date.parse('2200-01-01T00:00:00.000Z');

/** A job that nobody but this test works on. */
async function begun(
  organisation: string,
  owner: string,
  input: Readonly<Record<string, string>>,
) {
  const id = `job_${ulid()}`;
  const asked = { id, kind: 'roster', owner, organisation, input } as const;
  const lease = { holder: 'nobody', until: later };
  const job = { ...newJob(asked, new Date()), lease };
  expect(await commit(job, [jobStore.newJob(job)])).toMatchObject({ ok: true });
  return id;
}

/** One invocation on a job; with `register`, by that one's hands. */
async function invocation(
  id: string,
  register: RegisterService = registerWith(commit),
) {
  const work = rosterWork({
    store: rosterStore,
    register,
    readSheet,
    passwordOf,
    freshSecret: () => Buffer.alloc(secretBytes, ulid()),
    log: silent,
  });
  const worker = {
    store: jobStore,
    holder: ulid(),
    stopAt: later + 60_000,
    // Ended at once, as the lease of one who is killed does after a while.
    leaseUntil: later,
    pause: async () => {},
    now: () => new Date(later + 1),
    log: silent,
  };
  await workOn(worker, work, id);
  return jobStore.job(id);
}

/** A register that is killed before its transaction: accounts are there. */
const killedBefore: Commit = async () => {
  throw new Error('killed before');
};

/** A register that is killed after its transaction: nobody notes it. */
function killedAfter(): RegisterService {
  const register = registerWith(commit);
  return {
    ...register,
    change: async (asked) => {
      await register.change(asked);
      throw new Error('killed after');
    },
  };
}

test('given an import that is killed inside and between its steps, then it resumes without doing anything twice', async () => {
  const operator = await signedIn('operator');
  const { id: school } = await newSchool();
  const prefix = ulid().slice(-8).toLowerCase();
  const rows = Array.from(
    { length: 30 },
    (_, at) => `学生${at},${100 + at},一班`,
  );
  const bytes = Buffer.from(['姓名,学号,班级', ...rows].join('\n'));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { format: 'csv', sizeBytes: bytes.length, sha256 } as const;
  const put = await rosterStore.putRequest(school, file, new Date());
  const { headers, method, url } = put;
  expect((await fetch(url, { method, headers, body: bytes })).status).toBe(200);

  const input = { format: 'csv', sha256, roles: 'student' };
  const check = await begun(school, operator.person, {
    ...input,
    mode: 'check',
    usernamePrefix: prefix,
  });
  expect(await invocation(check)).toMatchObject({
    state: 'done',
    counts: { toAdd: 30 },
  });

  const job = await begun(school, operator.person, { mode: 'apply', check });
  await expect(invocation(job, registerWith(killedBefore))).rejects.toThrow(
    'killed before',
  );
  await expect(invocation(job, killedAfter())).rejects.toThrow('killed after');
  expect(await jobStore.job(job)).toMatchObject({ state: 'working' });
  expect(await invocation(job)).toMatchObject({
    state: 'done',
    counts: { added: 30, leftOut: 0 },
  });

  const { people } = await registerWith(commit).read(school);
  expect(people).toHaveLength(30);
  expect(new Set(people.map(({ number }) => number)).size).toBe(30);
  // An account that a killed run made has the password that the sheet says.
  const secret = await rosterStore.keptSecret(job);
  const username = `${prefix}-100`;
  const password = passwordOf(secret ?? new Uint8Array(), username);
  const account = { username, password };
  const newPassword = `changed-${ulid()}`;
  const signed = signIn(inject('stack'), account, { newPassword });
  expect((await signed).accessToken).toBeTruthy();
});

test('given two who take the same turn of a register, then one has it', async () => {
  const register = registerWith(commit);
  const school = `org_${ulid()}`;
  const take = (job: string) => register.take(school, { before: 0, job });
  const taken = await Promise.all([take('job_a'), take('job_b')]);
  expect(taken.toSorted()).toEqual([false, true]);
  const [winner] = ['job_a', 'job_b'].filter((_, at) => taken[at]);
  expect(await take(winner ?? '')).toBe(true);
});
