import { ulid } from 'ulid';
import { beforeAll, describe, expect, test } from 'vitest';
import { measured } from '../../cost/measured.ts';
import { directoryNeeds } from '../../functions/identity/directory.ts';
import {
  emptyTree,
  withOrganisation,
} from '../../functions/identity/model/tree.ts';
import { makeFirstOperator } from '../../functions/identity/service/first-operator.ts';
import {
  grantRole,
  listMembers,
  revokeRole,
} from '../../functions/identity/service/members.ts';
import { addMember } from '../../functions/identity/service/new-member.ts';
import {
  createOrganisation,
  renameOrganisation,
} from '../../functions/identity/service/organisations.ts';
import { accounts } from '../../functions/identity/store/accounts.ts';
import { directoryReads } from '../../functions/identity/store/directory.ts';
import { keys } from '../../functions/identity/store/items.ts';
import { treeIn } from '../../functions/identity/store/organisations.ts';
import { directoryParts } from '../../functions/identity/store/parts.ts';
import { packTree } from '../../functions/identity/store/tree.ts';
import type { Person } from '../../functions/platform/contract.ts';
import {
  costSoFar,
  itemBytes,
  resetCost,
} from '../../functions/platform/cost.ts';
import { needs, signedInAs } from './identity-needs.ts';
import { commit, ownDirectory } from './identity-table.ts';

ownDirectory();

const organisationId = () => `org_${ulid()}`;
const personId = () => `per_${ulid()}`;
const consistent = { consistent: true };
const username = () => `u${ulid().toLowerCase()}`;

const forOrganisations = () => ({ ...needs(), newId: organisationId });
const forMembers = () => ({ ...needs(), newId: personId });

const first = {
  username: username(),
  name: '首位运维',
  organisation: '示例区教育局',
};
let bureau: string;
let operator: Person;

async function made(kind: 'school' | 'partner', parent = bureau) {
  const asked = { kind, name: `学校 ${ulid()}`, parent };
  const result = await createOrganisation(forOrganisations(), operator, asked);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

async function member(
  organisation: string,
  role: 'teacher' | 'organisation-admin',
) {
  const asked = {
    organisation,
    username: username(),
    name: '王老师',
    roles: [role],
  };
  const result = await addMember(forMembers(), operator, asked);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

beforeAll(async () => {
  const newId = (prefix: string) => `${prefix}_${ulid()}`;
  const both = await Promise.all(
    [1, 2].map(() => makeFirstOperator({ ...needs(), newId }, first)),
  );
  const answer = both.find(({ outcome }) => outcome === 'made');
  if (answer?.outcome !== 'made') throw new Error(JSON.stringify(both));
  bureau = answer.organisation;
  operator = await signedInAs(first.username);
  expect(both.filter(({ outcome }) => outcome === 'made')).toHaveLength(1);
});

describe('given the first operator', () => {
  test('they hold the bureau and may administer everything', () => {
    expect(operator.memberships).toEqual([
      { organisation: bureau, role: 'organisation-admin' },
      { organisation: bureau, role: 'operator' },
    ]);
  });

  test('a second one is refused, also under another name', async () => {
    const newId = (prefix: string) => `${prefix}_${ulid()}`;
    const other = { ...first, username: username() };
    const answer = await makeFirstOperator({ ...needs(), newId }, other);
    expect(answer).toEqual({ outcome: 'refused', reason: 'operator-exists' });
  });

  test('they cannot stop being one while they are the last', async () => {
    const asked = {
      organisation: bureau,
      person: operator.id,
      role: 'operator',
    } as const;
    const refused = await revokeRole(needs(), operator, asked);
    expect(refused).toMatchObject({
      error: { code: 'rule-broken', errors: [{ rule: 'last-operator' }] },
    });
    const second = await member(bureau, 'teacher');
    const person = second.person.id;
    expect(
      await grantRole(needs(), operator, { ...asked, person }),
    ).toMatchObject({ ok: true });
    expect(
      await revokeRole(needs(), operator, { ...asked, person }),
    ).toMatchObject({ ok: true });
    expect(await revokeRole(needs(), operator, asked)).toMatchObject({
      ok: false,
    });
  });
});

describe('given organisations', () => {
  test('one created is read as it was, and is in the tree', async () => {
    const school = await made('school');
    expect(await directoryReads.organisation(school.id, consistent)).toEqual(
      school,
    );
    const tree = await directoryReads.tree(consistent);
    expect(tree?.organisations.get(school.id)).toMatchObject({
      name: school.name,
      parent: bureau,
    });
  });

  test('several created at once are all in the tree', async () => {
    const schools = await Promise.all([
      made('school'),
      made('partner'),
      made('school'),
    ]);
    const tree = await directoryReads.tree(consistent);
    for (const { id } of schools) expect(tree.organisations.has(id)).toBe(true);
    const { version } = await directoryReads.treeNews(consistent);
    expect(version).toBe(tree.version);
  });

  test('one is renamed under its ETag, and not under an old one', async () => {
    const { id } = await made('school');
    const asked = { id, name: '新校名', ifMatch: '"1"' };
    const renamed = await renameOrganisation(
      forOrganisations(),
      operator,
      asked,
    );
    expect(renamed).toMatchObject({
      ok: true,
      value: { name: '新校名', seq: 2 },
    });
    const again = await renameOrganisation(forOrganisations(), operator, asked);
    expect(again).toEqual({ ok: false, error: { code: 'changed' } });
    const tree = await directoryReads.tree(consistent);
    expect(tree.organisations.get(id)?.name).toBe('新校名');
  });

  test('a tree made from an old version is refused', async () => {
    const tree = await directoryReads.tree(consistent);
    const node = { id: organisationId(), kind: 'school', name: '校' } as const;
    const stale = withOrganisation(
      { ...tree, version: tree.version - 1 },
      node,
    );
    const parts = directoryParts.nextTree(stale);
    if (!parts.ok) throw new Error(parts.error.code);
    expect(await commit('x', parts.value.parts)).toEqual({
      ok: false,
      error: { code: 'tree-moved' },
    });
    const anew = directoryParts.nextTree(withOrganisation(emptyTree, node));
    if (!anew.ok) throw new Error(anew.error.code);
    expect(await commit('x', anew.value.parts)).toMatchObject({ ok: false });
  });
});

describe('given a tree that was changed often', () => {
  /** Each change renames the school; how many writes of it wrote the whole. */
  async function renamedOften(id: string, times: number) {
    let wholes = 0;
    for (let time = 1; time <= times; time += 1) {
      const needed = forOrganisations();
      const parts: typeof needed.parts = {
        ...needed.parts,
        nextTree: (next) => {
          const made = needed.parts.nextTree(next);
          if (made.ok && made.value.parts.length === 2) wholes += 1;
          return made;
        },
      };
      const asked = { id, name: `第${time}名`, ifMatch: `"${time}"` };
      const done = await renameOrganisation(
        { ...needed, parts },
        operator,
        asked,
      );
      expect(done.ok).toBe(true);
    }
    return wholes;
  }

  test('then a few changes in a hundred write all of it, and none is missing', async () => {
    const { id } = await made('school');
    const before = await directoryReads.tree(consistent);
    const wholes = await renamedOften(id, 50);
    expect(wholes).toBeGreaterThan(0);
    expect(wholes).toBeLessThan(6);
    const tree = await directoryReads.tree(consistent);
    expect(tree.version).toBe(before.version + 50);
    expect(tree.organisations.get(id)?.name).toBe('第50名');
    expect(tree.organisations.size).toBe(before.organisations.size);
  });

  test('then a snapshot written between the reads of the two is the tree', async () => {
    const now = await directoryReads.tree(consistent);
    const version = now.version + 7;
    const found = await treeIn([
      { ...keys.treeVersion, version: now.version, recent: [] },
      { ...keys.treeSnapshot, version, packed: packTree(now) },
    ]);
    expect(found.version).toBe(version);
  });

  test('then one read too early for what its version builds on is read again', async () => {
    const { id } = await made('school');
    await renamedOften(id, 30);
    const now = await directoryReads.tree(consistent);
    const late = { version: now.version, recent: [...now.recent] };
    const early = {
      version: now.version - now.recent.length - 1,
      packed: packTree({ ...now, organisations: new Map() }),
    };
    const found = await treeIn([
      { ...keys.treeVersion, ...late },
      { ...keys.treeSnapshot, ...early },
    ]);
    expect(found).toEqual(now);
  });
});

describe('given members', () => {
  test('one added signs in, with their roles and their place in the tree', async () => {
    const school = await made('school');
    const added = await member(school.id, 'teacher');
    expect(added.oneTimePassword).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){2}$/);
    const person = await signedInAs(added.username ?? '');
    expect(person.memberships).toEqual([
      { organisation: school.id, role: 'teacher' },
    ]);
    expect(person.reads).toEqual(new Set([school.id, bureau]));
    expect(person.manages.teacher).toEqual(new Set([school.id]));
  });

  test('one asked for twice is one person, with another first password', async () => {
    const school = await made('school');
    const asked = {
      organisation: school.id,
      username: username(),
      name: '李老师',
      roles: ['teacher'] as const,
    };
    const one = await addMember(forMembers(), operator, asked);
    const two = await addMember(forMembers(), operator, asked);
    if (!one.ok || !two.ok) throw new Error('not added');
    expect(two.value.person).toEqual(one.value.person);
    expect(two.value.oneTimePassword).not.toBe(one.value.oneTimePassword);
  });

  test('a username that somebody else has is refused', async () => {
    const school = await made('school');
    const added = await member(school.id, 'teacher');
    const asked = {
      organisation: school.id,
      username: added.username,
      name: '另一位',
      roles: ['teacher'] as const,
    };
    const refused = await addMember(forMembers(), operator, asked);
    expect(refused).toMatchObject({
      error: { errors: [{ pointer: '/username', rule: 'username-taken' }] },
    });
  });

  test('an account that a broken-off try left is taken up', async () => {
    const school = await made('school');
    const name = username();
    await accounts.open({
      username: name,
      password: directoryNeeds.password(),
    });
    const asked = {
      organisation: school.id,
      username: name,
      name: '赵老师',
      roles: ['teacher'] as const,
    };
    expect(await addMember(forMembers(), operator, asked)).toMatchObject({
      ok: true,
    });
    expect((await signedInAs(name)).memberships).toHaveLength(1);
  });

  test('pages of them hold each once, with names', async () => {
    const school = await made('school');
    const added = [];
    for (let count = 0; count < 5; count += 1)
      added.push(await member(school.id, 'teacher'));
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listMembers(needs(), operator, {
        organisation: school.id,
        after,
        limit: 2,
      });
      if (!page.ok) throw new Error(page.error.code);
      expect(
        page.value.items.every(({ person }) => person.name === '王老师'),
      ).toBe(true);
      seen.push(...page.value.items.map(({ person }) => person.id));
      after = page.value.next;
    } while (after !== undefined);
    expect(seen.sort()).toEqual(added.map(({ person }) => person.id).sort());
  });

  test('a role is given twice and taken twice; without roles they are no member', async () => {
    const school = await made('school');
    const { person } = await member(school.id, 'teacher');
    const asked = {
      organisation: school.id,
      person: person.id,
      role: 'librarian',
    } as const;
    const both = { value: { roles: ['teacher', 'librarian'] } };
    expect(await grantRole(needs(), operator, asked)).toMatchObject(both);
    expect(await grantRole(needs(), operator, asked)).toMatchObject(both);
    expect(await revokeRole(needs(), operator, asked)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(await revokeRole(needs(), operator, asked)).toMatchObject({
      error: { code: 'unknown' },
    });
    await revokeRole(needs(), operator, { ...asked, role: 'teacher' });
    expect(await directoryReads.membership(person.id, school.id)).toMatchObject(
      {
        roles: [],
      },
    );
    const listed = (state: 'current' | 'ended') =>
      listMembers(needs(), operator, {
        organisation: school.id,
        limit: 20,
        state,
      });
    expect(await listed('current')).toMatchObject({ value: { items: [] } });
    expect(await listed('ended')).toMatchObject({
      value: { items: [{ person: { id: person.id }, roles: [] }] },
    });
  });

  test('of two who give roles at once, both do, one after the other', async () => {
    const school = await made('school');
    const { person } = await member(school.id, 'teacher');
    const asked = { organisation: school.id, person: person.id };
    const results = await Promise.all([
      grantRole(needs(), operator, { ...asked, role: 'librarian' }),
      grantRole(needs(), operator, { ...asked, role: 'expert' }),
    ]);
    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
    const held = await directoryReads.membership(person.id, school.id);
    expect(held?.roles).toEqual(['teacher', 'expert', 'librarian']);
  });

  test('nobody becomes a member of what does not exist', async () => {
    const asked = {
      organisation: organisationId(),
      username: username(),
      name: '无处',
      roles: ['teacher'] as const,
    };
    expect(await addMember(forMembers(), operator, asked)).toMatchObject({
      error: { code: 'unknown' },
    });
    const nobody = {
      organisation: bureau,
      person: personId(),
      role: 'teacher',
    } as const;
    expect(await grantRole(needs(), operator, nobody)).toMatchObject({
      error: { code: 'unknown' },
    });
  });
});

describe('what it costs', () => {
  test('finding out who asks: 2 RRU at first, nothing within a minute', async () => {
    const { subject } = (await accounts.find(first.username)) ?? {
      subject: '',
    };
    const signIn = { signedInAt: new Date(), isTwoFactor: false };
    const claims = { issuer: accounts.issuer(), subject, ...signIn };
    const { directory } = needs();
    resetCost();
    await directory.principal(claims, { fresh: false });
    expect(costSoFar()).toMatchObject(measured.asking);
    resetCost();
    await directory.principal(claims, { fresh: false });
    expect(costSoFar()).toMatchObject({ rru: 0 });
  });

  test('giving a role: 3 RRU and 15 WRU', async () => {
    const school = await made('school');
    const { person } = await member(school.id, 'teacher');
    resetCost();
    await grantRole(needs(), operator, {
      organisation: school.id,
      person: person.id,
      role: 'expert',
    });
    expect(costSoFar()).toMatchObject({ rru: 3, wru: 15 });
  });

  test('taking the last role: 3 RRU and 12 WRU', async () => {
    const school = await made('school');
    const { person } = await member(school.id, 'teacher');
    resetCost();
    await revokeRole(needs(), operator, {
      organisation: school.id,
      person: person.id,
      role: 'teacher',
    });
    expect(costSoFar()).toMatchObject({ rru: 3, wru: 12 });
  });

  test('adding a member: 2 RRU and 17 WRU', async () => {
    const school = await made('school');
    resetCost();
    await member(school.id, 'teacher');
    expect(costSoFar()).toMatchObject({ rru: 2, wru: 17 });
  });

  test('creating an organisation: 3 RRU where a small tree is new, 10 WRU and 2 per KB of what is recent', async () => {
    let plain = 0;
    for (let time = 0; time < 20; time += 1) {
      resetCost();
      await made('school');
      const { rru, wru } = costSoFar();
      const { version, recent } = await directoryReads.tree(consistent);
      const news = { ...keys.treeVersion, version, recent };
      if (recent.length === 0) continue;
      plain += 1;
      const kilobytes = Math.ceil(itemBytes(news) / 1_024);
      expect(kilobytes).toBeLessThanOrEqual(4);
      expect({ rru, wru }).toEqual({ rru: 3, wru: 10 + 2 * kilobytes });
    }
    expect(plain).toBeGreaterThanOrEqual(18);
  });
});
