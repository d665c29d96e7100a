import { beforeEach, describe, expect, test } from 'vitest';
import type { Organisation } from '../../../functions/identity/contract.ts';
import { withOrganisation } from '../../../functions/identity/model/tree.ts';
import { identityPrincipals } from '../../../functions/identity/service/principals.ts';
import type { KeptClient } from '../../../functions/identity/store/clients.ts';
import type { Person } from '../../../functions/platform/contract.ts';
import { group, other, type Recorded, record, tree } from './world.ts';

const claims = {
  issuer: 'https://issuer.example',
  subject: 'subject-1',
  signedInAt: new Date(-60_000),
  isTwoFactor: true,
};
const minute = 60_000;

let asked: string[];
let clock: number;
let stored: {
  record: Recorded | undefined;
  client?: KeptClient;
  tree: typeof tree;
};

beforeEach(() => {
  asked = [];
  clock = 0;
  stored = {
    record: record([{ organisation: 'org_school', roles: ['teacher'] }]),
    tree,
  };
});

/** Who is found behind the claims, of whom the test is about a person. */
async function personOf(
  people: ReturnType<typeof directory>,
  options: { readonly fresh: boolean },
  signIn = claims,
): Promise<Person | undefined> {
  const found = await people.principal(signIn, options);
  if (!found.ok) return undefined;
  if (found.value.kind !== 'person') throw new Error('not a person');
  return found.value;
}

function directory() {
  return identityPrincipals({
    now: () => new Date(clock),
    store: {
      signedIn: async (_, wanted, { consistent }) => {
        asked.push(`signedIn ${wanted}${consistent ? ' consistent' : ''}`);
        return {
          ...(stored.record && { person: stored.record.profile.id }),
          ...(stored.client && { client: stored.client.id }),
          ...(wanted === 'tree' && { tree: stored.tree }),
          news: stored.tree,
        };
      },
      person: async (id, { consistent }) => {
        asked.push(`person ${id}${consistent ? ' consistent' : ''}`);
        return stored.record;
      },
      client: async (id) => {
        asked.push(`client ${id}`);
        return stored.client;
      },
      tree: async () => {
        asked.push('tree');
        return stored.tree;
      },
      treeNews: async () => {
        asked.push('treeNews');
        return stored.tree;
      },
    },
  });
}

describe('given a person who asks for the first time', () => {
  test('two requests tell who they are and where they stand', async () => {
    const person = await personOf(directory(), { fresh: false });
    expect(asked).toEqual(['signedIn tree', 'person per_member']);
    expect(person).toMatchObject({
      kind: 'person',
      id: 'per_member',
      memberships: [{ organisation: 'org_school', role: 'teacher' }],
      reads: new Set(['org_school', 'org_bureau']),
      manages: { teacher: new Set(['org_school', 'org_group']) },
    });
  });

  test('the principal holds no name', async () => {
    const person = await personOf(directory(), { fresh: false });
    expect(JSON.stringify(person)).not.toContain('王老师');
  });
});

describe('given a person who asked before', () => {
  test('within a minute nothing is read', async () => {
    const people = directory();
    const before = await personOf(people, { fresh: false });
    clock += minute - 1;
    asked = [];
    expect(await personOf(people, { fresh: false })).toBe(before);
    expect(asked).toEqual([]);
  });

  test('a role taken away counts on reads after a minute', async () => {
    const people = directory();
    await personOf(people, { fresh: false });
    stored.record = record([]);
    clock += minute;
    const person = await personOf(people, { fresh: false });
    expect(person?.memberships).toEqual([]);
  });

  test('a role taken away counts on writes at once, read consistently', async () => {
    const people = directory();
    await personOf(people, { fresh: false });
    stored.record = record([]);
    asked = [];
    const person = await personOf(people, { fresh: true });
    expect(person?.memberships).toEqual([]);
    expect(asked).toEqual([
      'signedIn news consistent',
      'person per_member consistent',
    ]);
  });

  test('a person who is gone is nobody, also on the next read', async () => {
    const people = directory();
    await personOf(people, { fresh: false });
    stored.record = undefined;
    expect(await personOf(people, { fresh: true })).toBeUndefined();
    expect(await personOf(people, { fresh: false })).toBeUndefined();
  });
});

describe('given a tree that changed', () => {
  const moved = withOrganisation(tree, { ...group, parent: 'org_other' });

  test('it is read again only when the news of it do not reach back', async () => {
    const people = directory();
    await personOf(people, { fresh: true });
    asked = [];
    await personOf(people, { fresh: true });
    stored.tree = moved;
    const person = await personOf(people, { fresh: true });
    expect(asked).not.toContain('tree');
    expect(person?.manages.teacher).toEqual(new Set(['org_school']));
    stored.tree = { ...withOrganisation(moved, group), recent: [] };
    const again = await personOf(people, { fresh: true });
    expect(asked).toContain('tree');
    expect(again?.manages.teacher).toEqual(
      new Set(['org_school', 'org_group']),
    );
  });

  test('whoever was read before is placed in it without being read again', async () => {
    const people = directory();
    await personOf(people, { fresh: false });
    people.changed(moved);
    asked = [];
    const person = await personOf(people, { fresh: false });
    expect(person?.manages.teacher).toEqual(new Set(['org_school']));
    expect(asked).toEqual([]);
  });

  test('an older version that a read brings late is passed over', async () => {
    const people = directory();
    await people.tree({ fresh: false });
    people.changed(moved);
    clock += minute;
    expect(await people.tree({ fresh: false })).toBe(moved);
  });
});

test('an organisation that the tree does not have gives nothing', async () => {
  stored.record = record([
    { organisation: 'org_gone', roles: ['librarian'] },
    { organisation: other.id, roles: ['student'] },
  ]);
  const person = await personOf(directory(), { fresh: false });
  expect(person?.memberships).toEqual([
    { organisation: other.id, role: 'student' },
  ]);
  expect(person?.manages.librarian).toBeUndefined();
});

test('what was read with a principal is given without reading', async () => {
  const people = directory();
  const person = await personOf(people, { fresh: false });
  if (!person) throw new Error('nobody');
  asked = [];
  expect((await people.recordOf(person))?.profile.name).toBe('王老师');
  expect(asked).toEqual([]);
});

describe('given somebody who holds a privileged role', () => {
  const librarian = { organisation: 'org_school', role: 'librarian' } as const;
  const single = { ...claims, isTwoFactor: false };
  beforeEach(() => {
    stored.record = record([
      { organisation: 'org_school', roles: ['librarian'] },
    ]);
  });

  test('it is inert until the sign-in is two-factor', async () => {
    const people = directory();
    const waiting = await personOf(people, { fresh: false }, single);
    expect(waiting).toMatchObject({ memberships: [], inert: [librarian] });
    const known = await personOf(people, { fresh: false });
    expect(known).toMatchObject({ memberships: [librarian], inert: [] });
  });

  test('a two-factor sign-in lends nothing to another of the same person', async () => {
    const people = directory();
    await personOf(people, { fresh: false });
    const waiting = await personOf(people, { fresh: false }, single);
    expect(waiting?.memberships).toEqual([]);
  });
});

describe('given somebody who signed out everywhere', () => {
  const at = new Date(10_500).toISOString();
  const since = (seconds: number) => ({
    ...claims,
    signedInAt: new Date(seconds * 1_000),
  });

  test('tokens of sign-ins until then count no longer, later ones do', async () => {
    const signedOut = record([]);
    const profile = { ...signedOut.profile, tokensValidAfter: at };
    stored.record = { ...signedOut, profile };
    const people = directory();
    const gone = { ok: false, error: { code: 'signed-out' } };
    for (const fresh of [true, false]) {
      for (const second of [9, 10]) {
        expect(await people.principal(since(second), { fresh })).toEqual(gone);
      }
      expect(await people.principal(since(11), { fresh })).toMatchObject({
        ok: true,
      });
    }
  });
});

describe('given a machine client', () => {
  const client: KeptClient = {
    id: 'cli_bot',
    organisation: 'org_school',
    name: '采集',
    permissions: 'harvester',
    issuer: claims.issuer,
    subject: claims.subject,
    createdAt: new Date(0).toISOString(),
  };
  beforeEach(() => {
    stored = { record: undefined, client, tree };
  });

  test('it stands in its organisation with its permission set', async () => {
    const found = await directory().principal(claims, { fresh: false });
    expect(asked).toEqual(['signedIn tree', 'client cli_bot']);
    expect(found).toEqual({
      ok: true,
      value: {
        kind: 'client',
        id: 'cli_bot',
        organisation: 'org_school',
        permissions: 'harvester',
        reads: new Set(['org_school', 'org_bureau']),
      },
    });
  });

  const changed = (change: Partial<Organisation>) => {
    const school = tree.organisations.get('org_school');
    if (!school) throw new Error('There is no school.');
    return withOrganisation(tree, { ...school, ...change });
  };
  const closedAt = '2026-11-25T08:00:00.000Z';
  const unknown = { ok: false, error: { code: 'unknown' } };

  test('it ends with its organisation, on writes at once, on reads in a minute', async () => {
    const clients = directory();
    await clients.principal(claims, { fresh: false });
    stored = { record: undefined, client, tree: changed({ closedAt }) };
    expect(await clients.principal(claims, { fresh: true })).toEqual(unknown);
    expect(await clients.principal(claims, { fresh: false })).toEqual(unknown);
  });

  test('it follows its organisation into the one that it was merged into', async () => {
    const mergedInto = 'org_other';
    stored = {
      record: undefined,
      client,
      tree: changed({ closedAt, mergedInto }),
    };
    const found = await directory().principal(claims, { fresh: true });
    expect(found).toMatchObject({ value: { organisation: 'org_other' } });
  });

  test('once ended it is nobody on writes at once, on reads in a minute', async () => {
    const clients = directory();
    await clients.principal(claims, { fresh: false });
    stored = { record: undefined, tree };
    const isKnown = async (fresh: boolean) =>
      (await clients.principal(claims, { fresh })).ok;
    expect(await isKnown(false)).toBe(true);
    clock += minute;
    expect(await isKnown(false)).toBe(false);
    expect(await isKnown(true)).toBe(false);
  });
});
