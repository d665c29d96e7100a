import { describe, expect, test } from 'vitest';
import { FirstOperator } from '../../../functions/identity/contract.ts';
import {
  emptyTree,
  type Tree,
} from '../../../functions/identity/model/tree.ts';
import { makeFirstOperator } from '../../../functions/identity/service/first-operator.ts';
import { fail, ok } from '../../../functions/platform/result.ts';
import { keptLog, listed, listening, recording, saidIn } from './world.ts';

type Situation = {
  operators?: string[];
  account?: { subject: string; isUnused: boolean };
  /** The person whom the account leads to already. */
  person?: string;
  /** Another command was first: each try of the transaction is refused. */
  isOvertaken?: true;
};

function needs(situation: Situation = {}) {
  const { operators, account, person, isOvertaken } = situation;
  const { commit, written } = listening(
    ...(isOvertaken ? Array.from({ length: 20 }, () => 'changed') : []),
  );
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
    newId: (prefix: 'org' | 'per') => `${prefix}_first`,
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
      operators: async () => operators && { held: operators, seq: 1 },
      signedIn: async () => ({ news: emptyTree, ...(person && { person }) }),
    },
    parts: {
      ...base.parts,
      newOrganisation: listed('organisation'),
      changedOrganisation: listed('organisation'),
      organisationOpen: listed('organisation open'),
      personExists: listed('person exists'),
      newPerson: (...said: unknown[]) => [listed('person')(...said)],
      personChanged: listed('person changed'),
      factorReset: listed('factor reset'),
      signInAgain: () => [],
      newClient: () => [],
      endedClient: () => [],
      membershipNow: listed('membership'),
      noMembership: listed('no membership'),
      specialitiesNow: () => [],
      operatorsNow: listed('operators'),
      nextTree: (next: Tree) =>
        ok({ kept: next, parts: [listed('tree')(next.version)] }),
    },
  };
}
const asked = {
  username: 'root',
  name: '首位运维',
  organisation: '示例区教育局',
};

describe('given a fresh deployment', () => {
  test('the bureau and its operator are made in one transaction', async () => {
    const world = needs();
    expect(await makeFirstOperator(world, asked)).toEqual({
      outcome: 'made',
      organisation: 'org_first',
      person: 'per_first',
      username: 'root',
      oneTimePassword: 'abcd-efgh-jkmn',
    });
    expect(world.written).toHaveLength(1);
    expect(world.written[0]).toMatchObject([
      { what: 'entry' },
      { what: 'operators', said: [{ held: ['per_first@org_first'], seq: 1 }] },
      {
        what: 'organisation',
        said: [{ kind: 'bureau', name: '示例区教育局' }],
      },
      { what: 'tree', said: [1] },
      {
        what: 'person',
        said: [{ name: '首位运维' }, { subject: 'subject-new' }],
      },
      {
        what: 'membership',
        said: [
          { roles: ['organisation-admin', 'operator'] },
          '2026-09-01T08:00:00.000Z',
        ],
      },
    ]);
    const after = [{ role: 'organisation-admin' }, { role: 'operator' }];
    expect(saidIn(world.written[0])).toEqual([
      {
        organisation: 'org_first',
        action: 'create',
        actor: 'per_first',
        facts: {
          kind: 'bureau',
          name: '示例区教育局',
          members: [{ person: 'per_first', before: [], after }],
        },
      },
    ]);
  });

  test('neither name nor password is logged', async () => {
    const world = needs();
    await makeFirstOperator(world, asked);
    expect(world.lines).toHaveLength(1);
    expect(world.lines.join()).not.toMatch(/首位运维|abcd-efgh|root/);
  });

  test('an account that a broken-off try left is taken up', async () => {
    const world = needs({ account: { subject: 's', isUnused: true } });
    expect(await makeFirstOperator(world, asked)).toMatchObject({
      outcome: 'made',
    });
    expect(world.renewed).toEqual(['root']);
  });
});

describe('given that it cannot be', () => {
  test.each([
    {
      what: 'an operator',
      situation: { operators: ['per_x@org_x'] },
      reason: 'operator-exists',
    },
    {
      what: 'another command that was first',
      situation: { isOvertaken: true as const },
      reason: 'operator-exists',
    },
    {
      what: "somebody's used account",
      situation: { account: { subject: 's', isUnused: false } },
      reason: 'username-taken',
    },
    {
      what: "a person's account",
      situation: { account: { subject: 's', isUnused: true }, person: 'per_x' },
      reason: 'username-taken',
    },
  ])('$what is in the way: $reason', async ({ situation, reason }) => {
    const world = needs(situation);
    expect(await makeFirstOperator(world, asked)).toEqual({
      outcome: 'refused',
      reason,
    });
    expect(world.renewed).toEqual([]);
  });
});

test.each([
  { spoiled: { username: 'No' } },
  { spoiled: { username: 'has space' } },
  { spoiled: { name: '' } },
  { spoiled: { organisation: 'x'.repeat(61) } },
  { spoiled: { extra: true } },
])('the event is refused with $spoiled', ({ spoiled }) => {
  expect(FirstOperator.safeParse({ ...asked, ...spoiled }).success).toBe(false);
});
