import { describe, expect, test } from 'vitest';
import { mayAssign } from '../../../functions/identity/model/roles.ts';
import {
  grantRole,
  listMembers,
  revokeRole,
} from '../../../functions/identity/service/members.ts';
import { addMember } from '../../../functions/identity/service/new-member.ts';
import { type Role, roles } from '../../../functions/platform/contract.ts';
import { fail, ok } from '../../../functions/platform/result.ts';
import {
  group,
  kept,
  keptLog,
  listed,
  listening,
  other,
  type Recorded,
  record,
  recording,
  saidIn,
  school,
  someone,
  tree,
} from './world.ts';

type Situation = {
  /** What the directory has of the person in question. */
  record?: Recorded;
  /** The account that has the username already. */
  account?: { subject: string; isUnused: boolean };
  operators?: string[];
};

function needs({ record: known, account, operators }: Situation = {}) {
  const { commit, written } = listening();
  const { log, lines } = keptLog();
  const renewed: string[] = [];
  const base = recording();
  return {
    ...base,
    written,
    lines,
    renewed,
    commit,
    log,
    newId: () => 'per_new',
    password: () => 'abcd-efgh-jkmn',
    accounts: {
      open: async () =>
        account
          ? fail({ code: 'username-taken' })
          : ok({ subject: 'subject-new', isUnused: true }),
      find: async () => account,
      renew: async (username: string) => void renewed.push(username),
      signOut: async () => {},
      areHere: () => true,
      issuer: () => 'https://issuer.example',
    },
    issuers: ['https://outside.example'],
    store: {
      ...base.store,
      organisation: async (id: string) =>
        [school, other, group].map(kept).find((one) => one.id === id),
      members: async () => ({ items: [] }),
      person: async () => known,
      signedIn: async () => ({
        news: tree,
        ...(known && { person: known.profile.id }),
      }),
      operators: async () => operators && { held: operators, seq: 3 },
    },
    parts: {
      ...base.parts,
      organisationOpen: listed('organisation open'),
      personExists: listed('person exists'),
      newPerson: (...said: unknown[]) => [listed('person')(...said)],
      membershipNow: listed('membership'),
      specialitiesNow: () => [],
      operatorsNow: listed('operators'),
    },
  };
}
const admin = someone('organisation-admin', 'org_school');
const operator = someone('operator', 'org_bureau');
const asked = {
  organisation: 'org_school',
  username: 'wang',
  name: '王老师',
  roles: ['teacher'],
} as const;
const taken = {
  ok: false,
  error: {
    code: 'rule-broken',
    errors: [{ pointer: '/username', rule: 'username-taken' }],
  },
};

describe('who may give which role', () => {
  const own: Role[] = [
    'student',
    'teacher',
    'expert',
    'librarian',
    'organisation-admin',
  ];
  const rows = roles.flatMap((role) => [
    {
      who: 'an admin',
      by: admin,
      at: 'org_school',
      role,
      is: own.includes(role),
    },
    {
      who: 'an admin',
      by: admin,
      at: 'org_group',
      role,
      is: own.includes(role),
    },
    { who: 'an admin', by: admin, at: 'org_other', role, is: false },
    { who: 'an admin', by: admin, at: 'org_bureau', role, is: false },
    { who: 'an operator', by: operator, at: 'org_other', role, is: true },
    {
      who: 'a librarian',
      by: someone('librarian', 'org_school'),
      at: 'org_school',
      role,
      is: false,
    },
    {
      who: 'an auditor',
      by: someone('auditor', 'org_bureau'),
      at: 'org_school',
      role,
      is: false,
    },
  ]);
  test.each(rows)(
    '$who of their place gives $role at $at: $is',
    ({ by, at, role, is }) => {
      expect(mayAssign(by, at, [role]).ok).toBe(is);
    },
  );

  test('one role above their reach refuses all', () => {
    const refused = mayAssign(admin, 'org_school', ['teacher', 'auditor']);
    expect(refused).toEqual({
      ok: false,
      error: { code: 'forbidden', rule: 'operators-assign' },
    });
  });
});

describe('given a free username', () => {
  test('a new member is answered with a password for the first sign-in', async () => {
    const world = needs();
    const added = await addMember(world, admin, asked);
    expect(added).toEqual({
      ok: true,
      value: {
        person: { id: 'per_new', name: '王老师' },
        organisation: 'org_school',
        roles: ['teacher'],
        username: 'wang',
        oneTimePassword: 'abcd-efgh-jkmn',
      },
    });
    expect(world.written[0]?.map(({ what }) => what)).toEqual([
      'entry',
      'organisation open',
      'person',
      'membership',
    ]);
    const members = [
      { person: 'per_new', before: [], after: [{ role: 'teacher' }] },
    ];
    expect(saidIn(world.written[0])).toEqual([
      {
        organisation: 'org_school',
        action: 'change-members',
        actor: 'per_someone',
        facts: { members },
      },
    ]);
  });

  test('with an e-mail address the password is not answered', async () => {
    const added = await addMember(needs(), admin, {
      ...asked,
      email: 'wang@school.example',
    });
    expect(JSON.stringify(added)).not.toContain('abcd-efgh-jkmn');
  });

  test('neither name nor password nor username is logged or kept', async () => {
    const world = needs();
    await addMember(world, admin, asked);
    expect(world.lines).toHaveLength(1);
    for (const secret of ['王老师', 'abcd-efgh-jkmn', 'wang']) {
      expect(world.lines.join()).not.toContain(secret);
    }
    expect(JSON.stringify(world.written)).not.toContain('abcd-efgh-jkmn');
  });

  test('a new operator is listed among the operators', async () => {
    const world = needs({ operators: ['per_x@org_bureau'] });
    const wish = { ...asked, roles: ['operator', 'operator'] as const };
    await addMember(world, operator, wish);
    expect(
      world.written[0]?.find(({ what }) => what === 'operators')?.said,
    ).toEqual([{ held: ['per_x@org_bureau', 'per_new@org_school'], seq: 4 }]);
  });
});

describe('given a username that has an account', () => {
  const unused = { subject: 's', isUnused: true };
  const teacherHere = record([
    { organisation: 'org_school', roles: ['teacher'] },
  ]);

  test('asked again in the same words, the same person gets another password', async () => {
    const world = needs({ account: unused, record: teacherHere });
    const added = await addMember(world, admin, asked);
    expect(added).toMatchObject({
      ok: true,
      value: {
        person: { id: 'per_member' },
        oneTimePassword: 'abcd-efgh-jkmn',
      },
    });
    expect(world.renewed).toEqual(['wang']);
    expect(world.written).toEqual([]);
  });

  test('an account that no person has yet is taken up', async () => {
    const world = needs({ account: unused });
    expect(await addMember(world, admin, asked)).toMatchObject({
      ok: true,
      value: { person: { id: 'per_new' } },
    });
    expect(world.renewed).toEqual(['wang']);
  });

  test.each([
    {
      what: 'that was signed in with',
      situation: {
        account: { subject: 's', isUnused: false },
        record: teacherHere,
      },
    },
    {
      what: 'that was signed in with and no person has',
      situation: { account: { subject: 's', isUnused: false } },
    },
    {
      what: 'of another name',
      situation: { account: unused, record: record(teacherHere.held, '别人') },
    },
    {
      what: 'with other roles',
      situation: {
        account: unused,
        record: record([
          { organisation: 'org_school', roles: ['teacher', 'librarian'] },
        ]),
      },
    },
    {
      what: 'of another organisation',
      situation: {
        account: unused,
        record: record([{ organisation: 'org_other', roles: ['teacher'] }]),
      },
    },
    {
      what: 'that reaches into another organisation too',
      situation: {
        account: unused,
        record: record([
          ...teacherHere.held,
          { organisation: 'org_bureau', roles: ['operator'] },
        ]),
      },
    },
  ])('an account $what is left alone', async ({ situation }) => {
    const world = needs(situation);
    expect(await addMember(world, admin, asked)).toEqual(taken);
    expect(world.renewed).toEqual([]);
    expect(world.written).toEqual([]);
  });
});

describe('given a member', () => {
  const teacherHere = record([
    { organisation: 'org_school', roles: ['teacher'] },
  ]);
  const wish = {
    organisation: 'org_school',
    person: 'per_member',
    role: 'librarian',
  } as const;

  test('a role is added to those they hold', async () => {
    const world = needs({ record: teacherHere });
    const given = await grantRole(world, admin, wish);
    expect(given).toMatchObject({
      ok: true,
      value: { roles: ['teacher', 'librarian'] },
    });
    expect(
      world.written[0]?.find(({ what }) => what === 'membership')?.said[0],
    ).toMatchObject({ seq: 2 });
    const before = [{ role: 'teacher' }];
    const after = [...before, { role: 'librarian' }];
    expect(saidIn(world.written[0])).toMatchObject([
      { facts: { members: [{ person: 'per_member', before, after }] } },
    ]);
  });

  test('a role they hold is given again without a write', async () => {
    const world = needs({ record: teacherHere });
    expect(
      await grantRole(world, admin, { ...wish, role: 'teacher' }),
    ).toMatchObject({ ok: true });
    expect(world.written).toEqual([]);
  });

  test('a role elsewhere begins a membership there', async () => {
    const world = needs({ record: teacherHere });
    const given = await grantRole(world, operator, {
      ...wish,
      organisation: 'org_other',
    });
    expect(given).toMatchObject({ ok: true, value: { roles: ['librarian'] } });
    expect(
      world.written[0]?.find(({ what }) => what === 'membership')?.said[0],
    ).toMatchObject({ seq: 1, organisation: 'org_other' });
  });

  test('a role that they do not hold cannot be taken', async () => {
    const refused = await revokeRole(
      needs({ record: teacherHere }),
      admin,
      wish,
    );
    expect(refused).toEqual({ ok: false, error: { code: 'unknown' } });
  });

  test('an admin of another school gives and takes nothing', async () => {
    const world = needs({ record: teacherHere });
    const stranger = someone('organisation-admin', 'org_other');
    expect(await grantRole(world, stranger, wish)).toMatchObject({
      error: { code: 'forbidden' },
    });
    expect(
      await revokeRole(world, stranger, { ...wish, role: 'teacher' }),
    ).toMatchObject({ error: { code: 'forbidden' } });
    expect(
      await listMembers(world, stranger, {
        organisation: 'org_school',
        limit: 20,
      }),
    ).toMatchObject({ error: { code: 'forbidden' } });
    expect(world.written).toEqual([]);
  });
});

describe('given operators', () => {
  const held = record([{ organisation: 'org_school', roles: ['operator'] }]);
  const wish = {
    organisation: 'org_school',
    person: 'per_member',
    role: 'operator',
  } as const;

  test('the last one stays, whoever asks', async () => {
    const world = needs({ record: held, operators: ['per_member@org_school'] });
    const refused = await revokeRole(world, operator, wish);
    expect(refused).toMatchObject({
      error: { code: 'rule-broken', errors: [{ rule: 'last-operator' }] },
    });
    expect(world.written).toEqual([]);
  });

  test('one of two may go', async () => {
    const world = needs({
      record: held,
      operators: ['per_member@org_school', 'per_x@org_bureau'],
    });
    expect(await revokeRole(world, operator, wish)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(
      world.written[0]?.find(({ what }) => what === 'operators')?.said,
    ).toEqual([{ held: ['per_x@org_bureau'], seq: 4 }]);
  });
});

test('an organisation that does not exist has no members', async () => {
  const wish = { organisation: 'org_nowhere', limit: 20 };
  expect(await listMembers(needs(), operator, wish)).toEqual({
    ok: false,
    error: { code: 'unknown' },
  });
  expect(
    await addMember(needs(), operator, {
      ...asked,
      organisation: 'org_nowhere',
    }),
  ).toEqual({ ok: false, error: { code: 'unknown' } });
});
