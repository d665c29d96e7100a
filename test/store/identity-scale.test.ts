import { ulid } from 'ulid';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeFirstOperator } from '../../functions/identity/service/first-operator.ts';
import { readMe } from '../../functions/identity/service/me.ts';
import { grantRole } from '../../functions/identity/service/members.ts';
import { addMember } from '../../functions/identity/service/new-member.ts';
import { createOrganisation } from '../../functions/identity/service/organisations.ts';
import { moveOrganisation } from '../../functions/identity/service/reshaping.ts';
import { dynamoDb } from '../../functions/platform/clients.ts';
import type { Commit } from '../../functions/platform/commit.ts';
import type { Person } from '../../functions/platform/contract.ts';
import { costSoFar, resetCost } from '../../functions/platform/cost.ts';
import { environment } from '../../functions/platform/environment.ts';
import { districtTree, organisationCount } from '../bench/district-tree.ts';
import { needs, signedInAs } from './identity-needs.ts';
import { commit, ownDirectory } from './identity-table.ts';

ownDirectory();

const username = () => `u${ulid().toLowerCase()}`;
const root = username();
const teacherName = username();
let operator: Person;
let bureau: string;
let school: string;
let other: string;
let teacher: string;

let requests = 0;
dynamoDb.middlewareStack.add(
  (next) => (args) => {
    requests += 1;
    return next(args);
  },
  { step: 'finalizeRequest', name: 'countRequests' },
);

async function made(parent: string) {
  const newId = () => `org_${ulid()}`;
  const wanted = { kind: 'school', name: `学校 ${ulid()}`, parent } as const;
  const result = await createOrganisation(
    { ...needs(), newId },
    operator,
    wanted,
  );
  if (!result.ok) throw new Error(result.error.code);
  return result.value.id;
}

beforeAll(async () => {
  const newId = (prefix: string) => `${prefix}_${ulid()}`;
  const first = { username: root, name: '首位运维', organisation: '教育局' };
  const begun = await makeFirstOperator({ ...needs(), newId }, first);
  if (begun.outcome !== 'made') throw new Error(begun.reason);
  bureau = begun.organisation;
  operator = await signedInAs(root);
  school = await made(bureau);
  other = await made(bureau);
  const wanted = {
    organisation: school,
    username: teacherName,
    name: '王老师',
    roles: ['teacher'] as const,
  };
  const forMembers = { ...needs(), newId: () => `per_${ulid()}` };
  const added = await addMember(forMembers, operator, wanted);
  if (!added.ok) throw new Error(added.error.code);
  teacher = added.value.person.id;
});

/** What something asks of DynamoDB: requests as they were sent, and units. */
async function costOf(run: () => Promise<unknown>) {
  resetCost();
  requests = 0;
  await run();
  const { rru, wru } = costSoFar();
  return { requests, rru, wru };
}

/** What requests of the teacher, and one about them, cost in this tree. */
async function costs() {
  const all = needs();
  const account = await all.accounts.find(teacherName);
  const signIn = {
    issuer: all.accounts.issuer(),
    subject: account?.subject ?? '',
    signedInAt: new Date(),
    isTwoFactor: true,
  };
  const asking = async (fresh: boolean) => {
    const found = await all.directory.principal(signIn, { fresh });
    if (!found.ok || found.value.kind !== 'person') throw new Error('Nobody.');
    return found.value;
  };
  const me = async () => readMe(all, await asking(false));
  const cold = await costOf(me);
  const within = await costOf(me);
  const writing = await costOf(() => asking(true));
  const given = { organisation: school, person: teacher } as const;
  const terms = { until: `2999-01-${String(day++).padStart(2, '0')}` };
  const giving = await costOf(async () => {
    const done = await grantRole(all, operator, {
      ...given,
      role: 'expert',
      terms,
    });
    expect(done.ok).toBe(true);
  });
  return { cold: cold.requests, within, writing, giving };
}
let day = 1;

describe('given a district of three organisations, and then of ten thousand more', () => {
  test('then requests of a function that has the tree cost the same', async () => {
    await costs();
    const few = await costs();
    expect(few.cold).toBe(2);
    expect(few.within).toEqual({ requests: 0, rru: 0, wru: 0 });

    const { parts, store } = needs();
    const tree = await store.tree({ consistent: true });
    const organisations = new Map(tree.organisations);
    for (const one of districtTree().organisations.values()) {
      organisations.set(one.id, { parent: bureau, ...one });
    }
    // As many changes as are never kept beside the version.
    const recent = [...organisations.values()];
    const version = tree.version + 1;
    const next = parts.nextTree({ version, organisations, recent });
    if (!next.ok) throw new Error(next.error.code);
    expect((await commit(undefined, next.value.parts)).ok).toBe(true);
    const read = await store.tree({ consistent: true });
    expect(read.organisations.size).toBe(organisationCount + 3);

    expect(await costs()).toEqual(few);
    const creating = await costOf(() => made(bureau));
    expect(creating.wru).toBe(12);
  });

  test('then moving a school writes five items of the directory, whatever it holds', async () => {
    const written: string[] = [];
    const watched: Commit = (value, all) => {
      for (const { write } of all) {
        const { Put, Update, Delete, ConditionCheck } = write;
        const table = Put ?? Update ?? Delete ?? ConditionCheck;
        written.push(table?.TableName ?? '');
      }
      return commit(value, all);
    };
    const newId = () => `org_${ulid()}`;
    const moving = { ...needs(), newId, commit: watched };
    const asked = { id: school, parent: other, ifMatch: '"1"' };
    const done = await moveOrganisation(moving, operator, asked);
    expect(done).toMatchObject({ ok: true, value: { parent: other } });
    // The organisation, the tree's news, and an entry of its record.
    expect(written).toEqual(
      Array.from({ length: 5 }, () => environment('DIRECTORY_TABLE')),
    );
  });
});
