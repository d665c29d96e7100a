import { ulid } from 'ulid';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeFirstOperator } from '../../functions/identity/service/first-operator.ts';
import { readOrganisationHistory } from '../../functions/identity/service/history.ts';
import {
  grantRole,
  revokeRole,
} from '../../functions/identity/service/members.ts';
import { addMember } from '../../functions/identity/service/new-member.ts';
import {
  createOrganisation,
  renameOrganisation,
} from '../../functions/identity/service/organisations.ts';
import type {
  Person,
  Principal,
  Role,
} from '../../functions/platform/contract.ts';
import type { Place } from '../../functions/platform/history-keys.ts';
import { faultsOf } from '../support/chain.ts';
import { needs, signedInAs } from './identity-needs.ts';
import { ownDirectory } from './identity-table.ts';

ownDirectory();

const username = () => `u${ulid().toLowerCase()}`;
const root = username();
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

async function made() {
  const wanted = {
    kind: 'school',
    name: `学校 ${ulid()}`,
    parent: bureau,
  } as const;
  const newId = () => `org_${ulid()}`;
  const result = await createOrganisation(
    { ...needs(), newId },
    operator,
    wanted,
  );
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

async function added(organisation: string, role: Role, name = '王老师') {
  const wanted = { organisation, username: username(), name, roles: [role] };
  const newId = () => `per_${ulid()}`;
  const result = await addMember({ ...needs(), newId }, operator, wanted);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

/** The whole record, read in pages of two. */
async function recordOf(id: string, principal: Principal = operator) {
  const entries = [];
  let after: Place | undefined;
  do {
    const asked = { id, principal, limit: 2, after };
    const page = await readOrganisationHistory(needs(), asked);
    if (!page.ok) throw new Error(page.error.code);
    entries.push(...page.value.items);
    after = page.value.next;
  } while (after !== undefined);
  return entries;
}

const faults = async (id: string) => {
  const chain = await needs().store.chain(id);
  return faultsOf(await recordOf(id), chain?.lastHash ?? null);
};

test("the bureau's chain begins with the first operator", async () => {
  const [first] = await recordOf(bureau);
  expect(first?.header).toMatchObject({
    organisation: bureau,
    epoch: needs().epoch,
    seq: 1,
    action: 'create',
    previous: null,
  });
  expect(first?.body).toMatchObject({
    actor: operator.id,
    facts: { kind: 'bureau', members: [{ person: operator.id }] },
  });
});

describe('given a school to which things happen', () => {
  test('each is an entry, and the chain is sound', async () => {
    const { id, name } = await made();
    const { person } = await added(id, 'teacher', '不可记名');
    const asked = { organisation: id, person: person.id } as const;
    await grantRole(needs(), operator, { ...asked, role: 'librarian' });
    await grantRole(needs(), operator, { ...asked, role: 'librarian' });
    await revokeRole(needs(), operator, { ...asked, role: 'teacher' });
    const newId = () => 'org_none';
    const wish = { id, name: '新校名', ifMatch: '"1"' };
    await renameOrganisation({ ...needs(), newId }, operator, wish);
    const record = await recordOf(id);
    expect(record.map(({ header }) => header.action)).toEqual([
      'create',
      'change-members',
      'change-members',
      'change-members',
      'rename',
    ]);
    expect(record.map(({ body }) => body?.facts)).toMatchObject([
      { kind: 'school', name, parent: bureau },
      {
        members: [
          { person: person.id, before: [], after: [{ role: 'teacher' }] },
        ],
      },
      { members: [{ after: [{ role: 'teacher' }, { role: 'librarian' }] }] },
      { members: [{ after: [{ role: 'librarian' }] }] },
      { from: name, to: '新校名' },
    ]);
    expect(JSON.stringify(record)).not.toContain('不可记名');
    expect(await faults(id)).toEqual([]);
  });

  test('twelve changes at once are twelve entries of one sound chain', async () => {
    const { id } = await made();
    const people = await Promise.all(
      Array.from({ length: 12 }, () => added(id, 'student')),
    );
    const record = await recordOf(id);
    expect(record).toHaveLength(13);
    expect(await faults(id)).toEqual([]);
    const said = JSON.stringify(record.map(({ body }) => body?.facts));
    for (const { person } of people) expect(said).toContain(person.id);
  });

  test('anyone reads the headers; its admin and an auditor above the bodies', async () => {
    const { id } = await made();
    const other = await made();
    const isTold = async (principal: Principal) =>
      (await recordOf(id, principal)).map(({ body }) => body !== undefined);
    const who = async (role: Role, organisation: string) =>
      signedInAs((await added(organisation, role)).username ?? '');
    expect(await isTold({ kind: 'visitor' })).toEqual([false]);
    expect(await isTold(await who('organisation-admin', other.id))).toEqual([
      false,
    ]);
    const admin = await who('organisation-admin', id);
    expect(await isTold(admin)).toEqual([true, true]);
    expect(await isTold(await who('librarian', id))).toEqual([
      false,
      false,
      false,
    ]);
    expect(await isTold(await who('auditor', bureau))).toEqual([
      true,
      true,
      true,
    ]);
  });
});

test('a Region that was succeeded appends nothing', async () => {
  const { id } = await made();
  const { person } = await added(id, 'teacher');
  const role = { organisation: id, person: person.id, role: 'expert' } as const;
  const earlier = { ...needs(), epoch: needs().epoch - 1 };
  expect(await grantRole(earlier, operator, role)).toEqual({
    ok: false,
    error: { code: 'unavailable' },
  });
  const later = { ...needs(), epoch: needs().epoch + 1 };
  expect(await grantRole(later, operator, role)).toMatchObject({ ok: true });
  expect(await faults(id)).toEqual([]);
});

test('an organisation that does not exist has no record', async () => {
  const asked = {
    id: `org_${ulid()}`,
    principal: operator,
    limit: 2,
    after: undefined,
  };
  expect(await readOrganisationHistory(needs(), asked)).toEqual({
    ok: false,
    error: { code: 'unknown' },
  });
});
