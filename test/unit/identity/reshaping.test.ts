import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Organisation } from '../../../functions/identity/contract.ts';
import { placedPerson } from '../../../functions/identity/model/person.ts';
import {
  closed,
  merged,
  moved,
  openAt,
  reopened,
} from '../../../functions/identity/model/reshaping.ts';
import {
  above,
  below,
  pageOfTree,
  type Tree,
  withOrganisation,
} from '../../../functions/identity/model/tree.ts';
import {
  mayInOrganisation,
  searchFilter,
} from '../../../functions/platform/policy.ts';
import { group, other, school, tree } from './world.ts';

const at = '2026-09-01T08:00:00.000Z';
const into = 'org_other';

/** The tree after a change that must be allowed. */
function after(from: Tree, change: ReturnType<typeof moved>): Tree {
  if (!change.ok) throw new Error(JSON.stringify(change.error));
  return withOrganisation(from, change.value);
}

/** A school closed with the group below it. */
function closedTogether(): Tree {
  const first = after(tree, closed(tree, 'org_group', at));
  return after(first, closed(first, 'org_school', at));
}

test('a closed organisation that is opened again is as it was', () => {
  const both = closedTogether();
  const opened = after(both, reopened(both, 'org_school'));
  expect(opened.organisations.get('org_school')).toEqual(
    tree.organisations.get('org_school'),
  );
});

test.each([
  {
    what: 'the top',
    change: moved(tree, 'org_bureau', into),
    rule: 'top-stays',
  },
  {
    what: 'one under itself',
    change: moved(tree, 'org_school', 'org_school'),
    rule: 'under-itself',
  },
  {
    what: 'one under its own group',
    change: moved(tree, 'org_school', 'org_group'),
    rule: 'under-itself',
  },
  {
    what: 'one under nothing',
    change: moved(tree, 'org_school', 'org_x'),
    rule: 'organisation-unknown',
  },
  {
    what: 'the top, merged',
    change: merged(tree, 'org_bureau', { into, at }),
    rule: 'top-stays',
  },
  {
    what: 'one merged into itself',
    change: merged(tree, into, { into, at }),
    rule: 'under-itself',
  },
  {
    what: 'one merged into its group',
    change: merged(tree, 'org_school', { into: 'org_group', at }),
    rule: 'under-itself',
  },
  {
    what: 'the top, closed',
    change: closed(tree, 'org_bureau', at),
    rule: 'top-stays',
  },
  {
    what: 'one closed over open ones',
    change: closed(tree, 'org_school', at),
    rule: 'open-below',
  },
  {
    what: 'one moved under a closed one',
    change: moved(after(tree, closed(tree, into, at)), 'org_school', into),
    rule: 'organisation-closed',
  },
  {
    what: 'one that is part of another',
    change: moved(
      after(tree, merged(tree, 'org_school', { into, at })),
      'org_school',
      'org_bureau',
    ),
    rule: 'organisation-merged',
  },
  {
    what: 'one opened again that is open',
    change: reopened(tree, into),
    rule: 'organisation-open',
  },
  {
    what: 'one opened again under a closed one',
    change: reopened(closedTogether(), 'org_group'),
    rule: 'organisation-closed',
  },
  {
    what: 'one opened again that is part of another',
    change: reopened(
      after(tree, merged(tree, 'org_school', { into, at })),
      'org_school',
    ),
    rule: 'organisation-merged',
  },
])('$what is refused: $rule', ({ change, rule }) => {
  expect(change).toMatchObject({
    error: { code: 'rule-broken', errors: [{ rule }] },
  });
});

const step = fc.record({
  what: fc.constantFrom('create', 'move', 'merge', 'close'),
  one: fc.nat(),
  other: fc.nat(),
});

test('whatever is moved, merged and closed: one tree, no cycle, the top stays', () => {
  const went = new Set<string>();
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let now = tree;
      for (const [index, { what, one, other: another }] of steps.entries()) {
        const ids = [...now.organisations.keys()];
        const id = ids[one % ids.length] ?? '';
        const target = ids[another % ids.length] ?? '';
        const made: Organisation = {
          ...group,
          id: `org_${index}`,
          parent: target,
        };
        const changes = {
          create: () =>
            openAt(now, { id: target, at: '/parent' }).ok
              ? ({ ok: true, value: made } as const)
              : moved(now, 'org_bureau', target),
          move: () => moved(now, id, target),
          merge: () => merged(now, id, { into: target, at }),
          close: () => closed(now, id, at),
        } as const;
        const change = changes[what as keyof typeof changes]();
        if (!change.ok) continue;
        went.add(what);
        now = withOrganisation(now, change.value);
        holdsTogether(now);
      }
    }),
    { numRuns: 200 },
  );
  expect([...went].sort()).toEqual(['close', 'create', 'merge', 'move']);
});

/** Walks by the stored edges alone, without what is under test. */
function holdsTogether({ organisations, ...rest }: Tree): void {
  const all = [...organisations.values()];
  const tops = all.filter(({ parent }) => parent === undefined);
  expect(tops.map(({ id }) => id)).toEqual(['org_bureau']);
  expect(tops[0]?.closedAt).toBeUndefined();
  for (const { id } of all) {
    let steps = 0;
    let one = organisations.get(id);
    while (one && (one.mergedInto ?? one.parent) !== undefined) {
      one = organisations.get(one.mergedInto ?? one.parent ?? '');
      steps += 1;
      expect(steps).toBeLessThanOrEqual(organisations.size);
    }
    expect(one?.id).toBe('org_bureau');
    const found = above({ organisations, ...rest }, id);
    expect(found.has('org_bureau')).toBe(true);
    for (const top of found) {
      expect(below({ organisations, ...rest }, top).has(id)).toBe(true);
    }
  }
  const whole = below({ organisations, ...rest }, 'org_bureau');
  expect(whole.size).toBe(organisations.size);
}

const of = (role: 'teacher' | 'librarian', organisation: string, where: Tree) =>
  placedPerson('per_x', [{ organisation, roles: [role] }], where);

test('what a merged school held is read and managed as of the other; its people are of it', () => {
  const now = after(tree, merged(tree, 'org_school', { into, at }));
  const librarian = of('librarian', into, now);
  for (const holder of ['org_school', 'org_group', into]) {
    expect(mayInOrganisation(librarian, 'withdraw', holder).allowed).toBe(true);
  }
  expect(of('teacher', into, now).reads).toEqual(
    new Set([into, 'org_school', 'org_bureau']),
  );
  const former = of('teacher', 'org_school', now);
  expect(former.memberships).toEqual([{ organisation: into, role: 'teacher' }]);
  expect(mayInOrganisation(former, 'contribute', into).allowed).toBe(true);
  expect(mayInOrganisation(former, 'contribute', 'org_school').allowed).toBe(
    false,
  );
  const { items } = pageOfTree(now, { parent: into, limit: 20 });
  expect(items.map(({ id }) => id)).toEqual(['org_group']);
});

test('somebody of both is of one, with the roles of both', () => {
  const now = after(tree, merged(tree, 'org_school', { into, at }));
  const held = [
    { organisation: 'org_school', roles: ['teacher', 'expert'] },
    { organisation: into, roles: ['teacher'] },
  ] as const;
  expect(placedPerson('per_x', held, now).memberships).toEqual([
    { organisation: into, role: 'teacher' },
    { organisation: into, role: 'expert' },
  ]);
});

test('a closed school takes no contributions, and is answered for as before', () => {
  const now = after(tree, closed(tree, other.id, at));
  const teacher = of('teacher', other.id, now);
  expect(mayInOrganisation(teacher, 'contribute', other.id)).toMatchObject({
    allowed: false,
    rule: 'contributing-role-needed',
  });
  const overseer = of('librarian', 'org_bureau', now);
  expect(mayInOrganisation(overseer, 'withdraw', other.id).allowed).toBe(true);
  expect(teacher.reads.has(other.id)).toBe(true);
});

test('a school moved changes whose filter finds what it holds, and nothing else', () => {
  const far: Organisation = { ...other, id: 'org_far' };
  const before = withOrganisation(tree, far);
  const now = after(before, moved(before, school.id, far.id));
  const filterOf = (where: Tree) =>
    JSON.stringify(searchFilter(of('librarian', far.id, where)));
  expect(filterOf(before)).not.toContain(school.id);
  expect(filterOf(now)).toContain(school.id);
  expect(filterOf(now)).toContain(group.id);
  expect(filterOf(now)).not.toContain(other.id);
});
