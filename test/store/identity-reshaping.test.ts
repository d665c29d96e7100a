import { ulid } from 'ulid';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeFirstOperator } from '../../functions/identity/service/first-operator.ts';
import {
  grantRole,
  revokeRole,
} from '../../functions/identity/service/members.ts';
import { addMember } from '../../functions/identity/service/new-member.ts';
import { createOrganisation } from '../../functions/identity/service/organisations.ts';
import {
  closeOrganisation,
  mergeOrganisation,
  moveOrganisation,
} from '../../functions/identity/service/reshaping.ts';
import type { Commit } from '../../functions/platform/commit.ts';
import type { Person, Role } from '../../functions/platform/contract.ts';
import { costSoFar, resetCost } from '../../functions/platform/cost.ts';
import { searchFilter } from '../../functions/platform/policy.ts';
import { needs, signedInAs } from './identity-needs.ts';
import { commit, ownDirectory } from './identity-table.ts';

ownDirectory();

const username = () => `u${ulid().toLowerCase()}`;
const root = username();
const forOrganisations = () => ({ ...needs(), newId: () => `org_${ulid()}` });
let bureau: string;
let operator: Person;

beforeAll(async () => {
  const newId = (prefix: string) => `${prefix}_${ulid()}`;
  const first = { username: root, name: '首位运维', organisation: '教育局' };
  const made = await makeFirstOperator({ ...needs(), newId }, first);
  if (made.outcome !== 'made') throw new Error(made.reason);
  bureau = made.organisation;
  operator = await signedInAs(root);
});

async function made(parent = bureau) {
  const wanted = { kind: 'school', name: `学校 ${ulid()}`, parent } as const;
  const result = await createOrganisation(forOrganisations(), operator, wanted);
  if (!result.ok) throw new Error(result.error.code);
  return result.value.id;
}

async function member(organisation: string, role: Role) {
  const wanted = {
    organisation,
    username: username(),
    name: '王老师',
    roles: [role],
  };
  const newId = () => `per_${ulid()}`;
  const added = await addMember({ ...needs(), newId }, operator, wanted);
  if (!added.ok) throw new Error(added.error.code);
  return { id: added.value.person.id, username: wanted.username };
}

const move = (id: string, parent: string, ifMatch = '"1"', by = operator) =>
  moveOrganisation(forOrganisations(), by, { id, parent, ifMatch });
const theTree = async () => {
  const tree = await needs().store.tree({ consistent: true });
  if (!tree) throw new Error('There is no tree.');
  return tree;
};
const lastOf = async (id: string) => {
  const asked = { limit: 50, after: undefined };
  const { items } = await needs().store.history(id, asked, {
    withBodies: true,
  });
  const last = items.at(-1);
  return { action: last?.header.action, facts: last?.body?.facts };
};
const broken = (rule: string) => ({
  ok: false,
  error: { code: 'rule-broken', errors: [{ rule }] },
});

describe('given two schools', () => {
  test('moved under each other at once, one goes and the other is told why not', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [one, other] = [await made(), await made()];
      const both = await Promise.all([move(one, other), move(other, one)]);
      expect(both.filter(({ ok }) => ok)).toHaveLength(1);
      expect(both.find(({ ok }) => !ok)).toMatchObject(broken('under-itself'));
    }
  });

  test('three moved around in a circle at once make none', async () => {
    const [a, b, c] = [await made(), await made(), await made()];
    const all = await Promise.all([move(a, b), move(b, c), move(c, a)]);
    expect(all.filter(({ ok }) => ok)).toHaveLength(2);
    const { organisations } = await theTree();
    let at = organisations.get(a);
    for (let steps = 0; at?.parent !== undefined; steps += 1) {
      expect(steps).toBeLessThan(4);
      at = organisations.get(at.parent);
    }
    expect(at?.id).toBe(bureau);
  });

  test('a move stands in the chain, under its ETag only, and needs both sides', async () => {
    const [one, other] = [await made(), await made()];
    const { username: name } = await member(one, 'organisation-admin');
    const admin = await signedInAs(name);
    expect(await move(one, other, '"1"', admin)).toMatchObject({
      error: { code: 'forbidden', rule: 'administrators-only' },
    });
    expect(await move(one, other)).toMatchObject({
      value: { parent: other, seq: 2 },
    });
    expect(await move(one, bureau)).toMatchObject({
      error: { code: 'changed' },
    });
    expect(await lastOf(one)).toEqual({
      action: 'move',
      facts: { from: bureau, to: other },
    });
  });

  test('a move writes to the directory alone, whatever the school holds', async () => {
    const [one, other] = [await made(), await made()];
    const group = await made(one);
    const { username: name } = await member(other, 'librarian');
    const before = searchFilter(await signedInAs(name));
    const tables: (string | undefined)[] = [];
    const listening: Commit = (value, parts) => {
      tables.push(
        ...parts.map(
          ({ write }) => (write.Put ?? write.ConditionCheck)?.TableName,
        ),
      );
      return commit(value, parts);
    };
    resetCost();
    const world = { ...forOrganisations(), commit: listening };
    const asked = { id: one, parent: other, ifMatch: '"1"' };
    expect(await moveOrganisation(world, operator, asked)).toMatchObject({
      ok: true,
    });
    expect(costSoFar()).toMatchObject({ rru: 3 });
    expect(new Set(tables)).toEqual(new Set([process.env.DIRECTORY_TABLE]));
    expect(tables).toHaveLength(5);
    const after = JSON.stringify(searchFilter(await signedInAs(name)));
    expect(JSON.stringify(before)).not.toContain(one);
    expect(after).toContain(one);
    expect(after).toContain(group);
  });
});

describe('given a school that ends', () => {
  const close = (id: string, ifMatch = '"1"') =>
    closeOrganisation(forOrganisations(), operator, {
      id,
      ifMatch,
      reason: '生源不足',
    });

  test('closed, it takes no members and nothing under it; roles can be taken', async () => {
    const [id, other] = [await made(), await made()];
    const { id: person } = await member(id, 'teacher');
    expect(await close(id)).toMatchObject({
      value: { closedAt: expect.any(String) },
    });
    expect(await lastOf(id)).toEqual({ action: 'close', facts: {} });
    const role = { organisation: id, person, role: 'librarian' } as const;
    expect(await grantRole(needs(), operator, role)).toMatchObject(
      broken('organisation-closed'),
    );
    await expect(member(id, 'teacher')).rejects.toThrow('rule-broken');
    await expect(made(id)).rejects.toThrow('rule-broken');
    expect(await move(other, id)).toMatchObject(broken('organisation-closed'));
    const taken = { ...role, role: 'teacher' } as const;
    expect(await revokeRole(needs(), operator, taken)).toMatchObject({
      ok: true,
    });
    expect(await close(id, '"2"')).toMatchObject(broken('organisation-closed'));
  });

  test('of a role given while it closes, either is first, and both are in the record', async () => {
    const id = await made();
    const { id: person } = await member(id, 'teacher');
    const role = { organisation: id, person, role: 'expert' } as const;
    const [closing, giving] = await Promise.all([
      close(id),
      grantRole(needs(), operator, role),
    ]);
    expect(closing.ok).toBe(true);
    const held = await needs().store.membership(person, id);
    expect(held?.roles.includes('expert')).toBe(giving.ok);
    if (!giving.ok) expect(giving).toMatchObject(broken('organisation-closed'));
  });

  test('merged, its people and what is under it are of the other, in both chains', async () => {
    const [id, into] = [await made(), await made()];
    const group = await made(id);
    const { username: name } = await member(id, 'librarian');
    const asked = { id, into, ifMatch: '"1"', reason: '两校合并' };
    const merged = await mergeOrganisation(forOrganisations(), operator, asked);
    expect(merged).toMatchObject({ value: { mergedInto: into } });
    const person = await signedInAs(name);
    expect(person.memberships).toEqual([
      { organisation: into, role: 'librarian' },
    ]);
    expect(person.manages.librarian).toEqual(new Set([into, id, group]));
    expect(await lastOf(id)).toEqual({ action: 'merge', facts: { into } });
    expect(await lastOf(into)).toEqual({
      action: 'receive-merged',
      facts: { merged: id },
    });
    const { organisations } = await theTree();
    expect(organisations.get(id)).toMatchObject({ mergedInto: into });
  });
});
