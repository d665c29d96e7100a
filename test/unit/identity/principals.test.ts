import { beforeEach, describe, expect, test } from 'vitest';
import { withOrganisation } from '../../../functions/identity/model/tree.ts';
import { identityPrincipals } from '../../../functions/identity/service/principals.ts';
import { group, other, type Recorded, record, tree } from './world.ts';

const claims = { issuer: 'https://issuer.example', subject: 'subject-1' };
const minute = 60_000;

let asked: string[];
let clock: number;
let stored: { record: Recorded | undefined; tree: typeof tree };

beforeEach(() => {
  asked = [];
  clock = 0;
  stored = {
    record: record([{ organisation: 'org_school', roles: ['teacher'] }]),
    tree,
  };
});

function directory() {
  return identityPrincipals({
    now: () => new Date(clock),
    store: {
      signedIn: async (_, wanted, { consistent }) => {
        asked.push(`signedIn ${wanted}${consistent ? ' consistent' : ''}`);
        const version = stored.tree.version;
        return {
          ...(stored.record && { person: stored.record.profile.id }),
          ...(wanted === 'tree' && { tree: stored.tree }),
          treeVersion: version,
        };
      },
      person: async (id, { consistent }) => {
        asked.push(`person ${id}${consistent ? ' consistent' : ''}`);
        return stored.record;
      },
      tree: async () => {
        asked.push('tree');
        return stored.tree;
      },
      treeVersion: async () => {
        asked.push('treeVersion');
        return stored.tree.version;
      },
    },
  });
}

describe('given a person who asks for the first time', () => {
  test('two requests tell who they are and where they stand', async () => {
    const person = await directory().principal(claims, { fresh: false });
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
    const person = await directory().principal(claims, { fresh: false });
    expect(JSON.stringify(person)).not.toContain('王老师');
  });
});

describe('given a person who asked before', () => {
  test('within a minute nothing is read', async () => {
    const people = directory();
    const before = await people.principal(claims, { fresh: false });
    clock += minute - 1;
    asked = [];
    expect(await people.principal(claims, { fresh: false })).toBe(before);
    expect(asked).toEqual([]);
  });

  test('a role taken away counts on reads after a minute', async () => {
    const people = directory();
    await people.principal(claims, { fresh: false });
    stored.record = record([]);
    clock += minute;
    const person = await people.principal(claims, { fresh: false });
    expect(person?.memberships).toEqual([]);
  });

  test('a role taken away counts on writes at once, read consistently', async () => {
    const people = directory();
    await people.principal(claims, { fresh: false });
    stored.record = record([]);
    asked = [];
    const person = await people.principal(claims, { fresh: true });
    expect(person?.memberships).toEqual([]);
    expect(asked).toEqual([
      'signedIn version consistent',
      'person per_member consistent',
    ]);
  });

  test('a person who is gone is nobody, also on the next read', async () => {
    const people = directory();
    await people.principal(claims, { fresh: false });
    stored.record = undefined;
    expect(await people.principal(claims, { fresh: true })).toBeUndefined();
    expect(await people.principal(claims, { fresh: false })).toBeUndefined();
  });
});

describe('given a tree that changed', () => {
  const moved = withOrganisation(tree, { ...group, parent: 'org_other' });

  test('it is read again only when its version is another', async () => {
    const people = directory();
    await people.principal(claims, { fresh: true });
    asked = [];
    await people.principal(claims, { fresh: true });
    expect(asked).not.toContain('tree');
    stored.tree = moved;
    const person = await people.principal(claims, { fresh: true });
    expect(asked).toContain('tree');
    expect(person?.manages.teacher).toEqual(new Set(['org_school']));
  });

  test('whoever was read before is placed in it without being read again', async () => {
    const people = directory();
    await people.principal(claims, { fresh: false });
    people.changed(moved);
    asked = [];
    const person = await people.principal(claims, { fresh: false });
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
  const person = await directory().principal(claims, { fresh: false });
  expect(person?.memberships).toEqual([
    { organisation: other.id, role: 'student' },
  ]);
  expect(person?.manages.librarian).toBeUndefined();
});

test('what was read with a principal is given without reading', async () => {
  const people = directory();
  const person = await people.principal(claims, { fresh: false });
  if (!person) throw new Error('nobody');
  asked = [];
  expect((await people.recordOf(person))?.profile.name).toBe('王老师');
  expect(asked).toEqual([]);
});
