import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import {
  type Organisation,
  organisationKinds,
} from '../../../functions/identity/contract.ts';
import {
  above,
  below,
  caughtUp,
  emptyTree,
  pageOfTree,
  type Tree,
  withOrganisation,
} from '../../../functions/identity/model/tree.ts';
import {
  packedTreeBytes,
  packTree,
  unpackTree,
} from '../../../functions/identity/store/tree.ts';

/** Trees of any shape: each organisation under an earlier one. */
const anyTree: fc.Arbitrary<Tree> = fc
  .array(fc.tuple(fc.nat(), fc.string({ minLength: 1, maxLength: 20 })), {
    minLength: 1,
    maxLength: 40,
  })
  .map((rows) => {
    const made: Organisation[] = [];
    for (const [index, [above, name]] of rows.entries()) {
      const parent = made[above % Math.max(1, index)]?.id;
      made.push({
        id: `org_${ulid(1_000 + index)}`,
        kind: organisationKinds[above % organisationKinds.length] ?? 'school',
        name,
        ...(parent !== undefined && { parent }),
      });
    }
    return made.reduce(withOrganisation, emptyTree);
  });

test('a packed tree is unpacked as it was', () => {
  fc.assert(
    fc.property(anyTree, (tree) => {
      const whole = { ...tree, recent: [] };
      expect(unpackTree(tree.version, packTree(tree))).toEqual(whole);
    }),
  );
});

/** A version of a tree, what came after it, and how far the news reach back. */
const anyNews = fc
  .tuple(anyTree, fc.array(fc.tuple(fc.nat(), fc.string()), { maxLength: 30 }))
  .chain(([tree, renamed]) => {
    const versions = [tree];
    for (const [drawn, name] of renamed) {
      const before = versions.at(-1) ?? tree;
      const all = [...before.organisations.values()];
      const one = all[drawn % all.length];
      if (one) versions.push(withOrganisation(before, { ...one, name }));
    }
    const known = fc.constantFrom(...versions);
    const reach = fc.nat(renamed.length);
    return fc.record({ versions: fc.constant(versions), known, reach });
  });

test('news bring a tree that they reach back to to their version', () => {
  fc.assert(
    fc.property(anyNews, ({ versions, known, reach }) => {
      const now = versions.at(-1) ?? known;
      const recent = reach === 0 ? [] : now.recent.slice(-reach);
      const news = { version: now.version, recent };
      const isReached = known.version >= now.version - reach;
      expect(caughtUp(known, news)).toEqual(
        isReached ? { ...now, recent } : undefined,
      );
    }),
  );
});

test('a tree that is newer than the news is not brought back to them', () => {
  const id = `org_${ulid()}`;
  const older = withOrganisation(emptyTree, { id, kind: 'school', name: '校' });
  const newer = withOrganisation(older, { id, kind: 'school', name: '新' });
  expect(caughtUp(newer, older)).toBeUndefined();
});

test('what is below an organisation is all that has it above', () => {
  fc.assert(
    fc.property(anyTree, (tree) => {
      for (const top of tree.organisations.keys()) {
        const expected = [...tree.organisations.keys()].filter((one) =>
          above(tree, one).has(top),
        );
        expect([...below(tree, top)].sort()).toEqual(expected.sort());
      }
    }),
  );
});

test('pages of a tree together are the whole tree, each organisation once', () => {
  fc.assert(
    fc.property(anyTree, fc.integer({ min: 1, max: 7 }), (tree, limit) => {
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = pageOfTree(tree, { limit, ...(after && { after }) });
        seen.push(...page.items.map(({ id }) => id));
        after = page.next;
      } while (after !== undefined);
      expect(seen).toEqual([...tree.organisations.keys()].sort());
    }),
  );
});

test('a list under an organisation holds only what is right under it', () => {
  const ids = [1, 2, 3, 4].map((time) => `org_${ulid(time)}`);
  const [bureau = '', school = '', group = '', other = ''] = ids;
  const tree = [
    { id: bureau, parent: undefined },
    { id: school, parent: bureau },
    { id: group, parent: school },
    { id: other, parent: bureau },
  ]
    .map((one): Organisation => ({ ...one, kind: 'school', name: '校' }))
    .reduce(withOrganisation, emptyTree);
  const { items } = pageOfTree(tree, { parent: bureau, limit: 20 });
  expect(items.map(({ id }) => id)).toEqual([school, other]);
  expect(pageOfTree(tree, { parent: group, limit: 20 }).items).toEqual([]);
});

test('a change makes a new version and leaves the old tree alone', () => {
  const id = `org_${ulid()}`;
  const first = withOrganisation(emptyTree, { id, kind: 'bureau', name: '甲' });
  const renamed = withOrganisation(first, { id, kind: 'bureau', name: '乙' });
  expect(renamed.version).toBe(2);
  expect(first.organisations.get(id)?.name).toBe('甲');
});

describe('given 10,000 organisations with names drawn from 3,000 characters', () => {
  const year = 365 * 24 * 3_600_000;
  const character = () => String.fromCodePoint(0x4e00 + randomInt(3_000));
  const name = () => Array.from({ length: 8 }, character).join('');
  const made: Organisation[] = [];
  for (let index = 0; index < 10_000; index += 1) {
    const parent = made[Math.floor(index / 12)]?.id;
    made.push({
      id: `org_${ulid(Date.now() - randomInt(year))}`,
      kind: organisationKinds[randomInt(organisationKinds.length)] ?? 'school',
      name: name(),
      ...(parent !== undefined && index > 0 && { parent }),
    });
  }
  const tree: Tree = {
    version: 10_000,
    organisations: new Map(made.map((one) => [one.id, one])),
    recent: [],
  };
  const packed = packTree(tree);

  test('the packed tree fits in one item', () => {
    expect(packed.byteLength).toBeGreaterThan(100_000);
    expect(packed.byteLength).toBeLessThanOrEqual(packedTreeBytes);
  });

  test('it is unpacked, and all below the top found', () => {
    const unpacked = unpackTree(10_000, packed);
    const found = below(unpacked, made[0]?.id ?? '');
    expect(found.size).toBe(10_000);
  });
});
