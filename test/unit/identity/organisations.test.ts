import { describe, expect, test } from 'vitest';
import { withOrganisation } from '../../../functions/identity/model/tree.ts';
import {
  createOrganisation,
  listOrganisations,
  readOrganisation,
  renameOrganisation,
} from '../../../functions/identity/service/organisations.ts';
import { fail, ok } from '../../../functions/platform/result.ts';
import {
  kept,
  listed,
  listening,
  recording,
  saidIn,
  school,
  someone,
  tree,
} from './world.ts';

function needs(...refusals: string[]) {
  const { commit, written } = listening(...refusals);
  const changed: number[] = [];
  const base = recording();
  return {
    ...base,
    written,
    changed,
    commit,
    newId: () => 'org_new',
    directory: {
      tree: async () => tree,
      changed: ({ version }: { version: number }) => void changed.push(version),
    },
    store: {
      ...base.store,
      organisation: async (id: string) =>
        id === school.id ? kept(school) : undefined,
    },
    parts: {
      ...base.parts,
      newOrganisation: listed('new'),
      changedOrganisation: listed('changed'),
      nextTree: (next: typeof tree) =>
        ok({ kept: next, parts: [listed('tree')(next.version)] }),
    },
  };
}
const admin = someone('organisation-admin', 'org_school');
const asked = {
  kind: 'teaching-group',
  name: '数学组',
  parent: 'org_school',
} as const;

describe('given an admin of a school', () => {
  test('they create a group under it, with the tree in its next version', async () => {
    const world = needs();
    const made = await createOrganisation(world, admin, asked);
    expect(made).toMatchObject({
      ok: true,
      value: { id: 'org_new', seq: 1, ...asked },
    });
    expect(world.written).toMatchObject([
      [
        { what: 'entry' },
        { what: 'new' },
        { what: 'tree', said: [tree.version + 1] },
      ],
    ]);
    expect(saidIn(world.written[0])).toEqual([
      {
        organisation: 'org_new',
        action: 'create',
        actor: 'per_someone',
        facts: asked,
      },
    ]);
    expect(world.changed).toEqual([tree.version + 1]);
  });

  test.each(['org_bureau', 'org_other', 'org_nowhere'])(
    'they create nothing under %s',
    async (parent) => {
      const world = needs();
      const refused = await createOrganisation(world, admin, {
        ...asked,
        parent,
      });
      expect(refused).toEqual({
        ok: false,
        error: { code: 'forbidden', rule: 'administrators-only' },
      });
      expect(world.written).toEqual([]);
    },
  );

  test('they rename it under its ETag', async () => {
    const wish = { id: school.id, name: '第一小学', ifMatch: '"1"' };
    const world = needs();
    const renamed = await renameOrganisation(world, admin, wish);
    expect(renamed).toMatchObject({
      ok: true,
      value: { name: '第一小学', seq: 2 },
    });
    const facts = { from: school.name, to: '第一小学' };
    expect(saidIn(world.written[0])).toMatchObject([
      { organisation: school.id, action: 'rename', facts },
    ]);
  });

  test('they do not rename it under another ETag', async () => {
    const wish = { id: school.id, name: '第一小学', ifMatch: '"2"' };
    const world = needs();
    const refused = await renameOrganisation(world, admin, wish);
    expect(refused).toEqual({ ok: false, error: { code: 'changed' } });
    expect(world.written).toEqual([]);
  });

  test('they rename nothing that does not exist', async () => {
    const wish = { id: 'org_nowhere', name: '校', ifMatch: '"1"' };
    const refused = await renameOrganisation(needs(), admin, wish);
    expect(refused).toEqual({ ok: false, error: { code: 'unknown' } });
  });
});

describe('given an operator', () => {
  const operator = someone('operator', 'org_bureau');

  test('an unknown parent is named', async () => {
    const refused = await createOrganisation(needs(), operator, {
      ...asked,
      parent: 'org_nowhere',
    });
    const errors = [{ pointer: '/parent', rule: 'organisation-unknown' }];
    expect(refused).toEqual({
      ok: false,
      error: { code: 'rule-broken', errors },
    });
  });

  test('a full tree is named', async () => {
    const world = needs();
    const full = {
      ...world.parts,
      nextTree: () => fail({ code: 'tree-full' }),
    };
    const refused = await createOrganisation(
      { ...world, parts: full },
      operator,
      asked,
    );
    expect(refused).toMatchObject({
      error: { errors: [{ pointer: '/name', rule: 'tree-full' }] },
    });
  });

  test('a tree that moved meanwhile is read and written again', async () => {
    const world = needs('tree-moved', 'tree-moved');
    expect(await createOrganisation(world, operator, asked)).toMatchObject({
      ok: true,
    });
    expect(world.written).toHaveLength(3);
  });

  test('a tree that moves again and again gives up after eight times', async () => {
    const world = needs(...Array<string>(9).fill('tree-moved'));
    const refused = await createOrganisation(world, operator, asked);
    expect(refused).toEqual({ ok: false, error: { code: 'unavailable' } });
    expect(world.written).toHaveLength(8);
    expect(world.changed).toEqual([]);
  });
});

test('a teacher creates nothing, not even at their own school', async () => {
  const teacher = someone('teacher', 'org_school');
  const refused = await createOrganisation(needs(), teacher, asked);
  expect(refused).toMatchObject({ error: { code: 'forbidden' } });
});

test('anyone lists organisations and reads one', async () => {
  const { items } = await listOrganisations(needs(), {
    parent: 'org_bureau',
    limit: 20,
  });
  expect(items.map(({ id }) => id)).toEqual(['org_other', 'org_school']);
  expect(await readOrganisation(needs(), school.id)).toMatchObject({
    ok: true,
    value: school,
  });
  expect(await readOrganisation(needs(), 'org_x')).toEqual({
    ok: false,
    error: { code: 'unknown' },
  });
});

test('a renamed organisation keeps its place in the tree', () => {
  const renamed = withOrganisation(tree, { ...school, name: '新' });
  expect(renamed.organisations.size).toBe(tree.organisations.size);
});
