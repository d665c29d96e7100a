import { describe, expect, test } from 'vitest';
import {
  type Action,
  actions,
  type Membership,
  type PermissionSet,
  type Principal,
  permissionSets,
  privilegedRoles,
  type ResourceFacts,
  type Role,
  roles,
} from '../../../functions/platform/contract.ts';
import { may, type PlacedPerson } from '../../../functions/platform/policy.ts';
import { machine, person, visitor } from './policy-cases.ts';
import {
  formerly,
  others,
  own,
  reading,
  readingOwn,
  reviewing,
  several,
} from './policy-matrix.ts';

/** Where the letters of the tables stand, seen from the school that holds. */
const places = {
  S: 'org_school',
  A: 'org_bureau',
  B: 'org_group',
  X: 'org_other',
} as const;
type From = keyof typeof places;
const letters = Object.keys(places) as From[];

const visibilities = ['public', 'district', 'organisation', 'private'] as const;
const audiences = ['everyone', 'teachers'] as const;
const relations = ['stranger', 'contributor', 'former', 'reviewer'] as const;
type Relation = (typeof relations)[number];
const states = {
  published: { isPublished: true, isWithdrawn: false },
  unpublished: { isPublished: false, isWithdrawn: false },
  withdrawn: { isPublished: true, isWithdrawn: true },
} as const;
type State = keyof typeof states;
type Holding = Role | PermissionSet | 'visitor';
const everyone: readonly Holding[] = ['visitor', ...roles, ...permissionSets];

/** The cells of a table by row and column; a dash is nothing. */
function read(table: string): Map<string, string> {
  const [header = '', ...rows] = table.trim().split('\n');
  const columns = header.split('|')[1]?.trim().split(/\s+/) ?? [];
  const cells = rows.flatMap((row) => {
    const [name = '', values = ''] = row.split('|');
    const key = name.trim().replace(/\s+/, ' ');
    const found = values.trim().split(/\s+/);
    expect(found).toHaveLength(columns.length);
    return columns.map((column, index): [string, string] => [
      `${key} ${column}`,
      found[index]?.replace('-', '') ?? '',
    ]);
  });
  expect(new Set(cells.map(([key]) => key)).size).toBe(cells.length);
  return new Map(cells);
}

const tables = {
  reading: read(reading),
  readingOwn: read(readingOwn),
  others: read(others),
  own: read(own),
  formerly: read(formerly),
  reviewing: read(reviewing),
};

type Case = {
  readonly who: Holding;
  readonly from: From;
  readonly relation: Relation;
  readonly state: State;
  readonly action: Action;
  readonly visibility: ResourceFacts['visibility'];
  readonly audience: ResourceFacts['audience'];
};

/** What the tables say of one case. */
function isAllowed(one: Case): boolean {
  return one.action === 'read' ? mayRead(one) : mayDo(one);
}

function mayRead({ who, from, relation, state, ...asked }: Case): boolean {
  if (state !== 'published') return false;
  const { visibility, audience } = asked;
  const cell =
    relation === 'contributor'
      ? tables.readingOwn.get(`${who} ${visibility}`)
      : tables.reading.get(
          `${who} ${who === 'visitor' ? '-' : from} ${visibility}`,
        );
  return known(cell, asked).includes(audience === 'everyone' ? 'e' : 't');
}

function mayDo({ who, from, relation, state, audience, action }: Case) {
  const key = `${who} ${action}`;
  const closer = {
    stranger: undefined,
    contributor: tables.own.get(key),
    former: tables.formerly.get(key),
    reviewer: state === 'withdrawn' ? undefined : tables.reviewing.get(key),
  }[relation];
  const cell = closer ?? known(tables.others.get(key), { who, action });
  const isOpen = audience === 'everyone';
  return cell.includes(from) || (isOpen && cell.includes(from.toLowerCase()));
}

function known(cell: string | undefined, of: object): string {
  if (cell === undefined) throw new Error(`No cell: ${JSON.stringify(of)}.`);
  return cell;
}

const me = 'per_me';
const author = 'per_author';

function factsOf({
  relation,
  state,
  visibility,
  audience,
}: Pick<Case, 'state' | 'visibility' | 'audience'> & {
  readonly relation: Relation | 'judge';
}): ResourceFacts {
  const isAuthor = relation === 'contributor' || relation === 'judge';
  return {
    holder: places.S,
    visibility,
    audience,
    contributors: isAuthor ? [author, me] : [author],
    contributed: isAuthor || relation === 'former' ? [author, me] : [author],
    reviewers: relation === 'reviewer' || relation === 'judge' ? [me] : [],
    ...states[state],
  };
}

function principalOf(who: Holding, from: From): Principal {
  const organisation = places[from];
  if (who === 'visitor') return visitor;
  return isSet(who)
    ? machine(me, organisation, who)
    : person(me, [{ organisation, role: who }]);
}

function isSet(who: Holding): who is PermissionSet {
  return permissionSets.some((set) => set === who);
}

/** Every case of one kind of person in one place; a visitor has no relation. */
function casesOf(who: Holding, from: From): Case[] {
  const near = who === 'visitor' ? (['stranger'] as const) : relations;
  return near.flatMap((relation) =>
    (Object.keys(states) as State[]).flatMap((state) =>
      visibilities.flatMap((visibility) =>
        audiences.flatMap((audience) =>
          actions.map((action) => {
            const what = { relation, state, visibility, audience, action };
            return { who, from, ...what };
          }),
        ),
      ),
    ),
  );
}

const pairs = everyone.flatMap((who) =>
  (who === 'visitor' ? (['X'] as const) : letters).map((from) => ({
    who,
    from,
  })),
);

describe('given the tables written by hand', () => {
  test('they have a row for everyone, and a column for every action', () => {
    expect(tables.reading.size).toBe(pairs.length * visibilities.length);
    const most = everyone.length * (actions.length - 1);
    expect(tables.others.size).toBe(most);
    const cases = pairs.flatMap(({ who, from }) => casesOf(who, from));
    expect(cases.length).toBeGreaterThan(60_000);
  });

  test.each(pairs)('$who from $from may do what they say', ({ who, from }) => {
    const principal = principalOf(who, from);
    const wrong = casesOf(who, from).filter(
      (one) =>
        may(principal, one.action, factsOf(one)).allowed !== isAllowed(one),
    );
    expect(wrong).toEqual([]);
  });
});

/** Somebody whose privileged roles wait, and what they are without waiting. */
function waiting(held: readonly Membership[]): PlacedPerson {
  const isInert = ({ role }: Membership) =>
    privilegedRoles.some((privileged) => privileged === role);
  const whole = person(me, held);
  const left = held.filter((one) => !isInert(one));
  return { ...person(me, left), inert: held.filter(isInert), whole };
}

describe.each(privilegedRoles)('given a %s without a second factor', (role) => {
  test.each(letters)('from %s, then the role gives nothing', (from) => {
    const held: Membership = { organisation: places[from], role };
    const nobody = waiting([held]);
    const teacher = waiting([held, { ...held, role: 'teacher' }]);
    const wrong = casesOf(role, from).filter((one) => {
      const facts = factsOf(one);
      const asNobody = may(nobody, one.action, facts);
      const asTeacher = may(teacher, one.action, facts);
      const isPublic = isAllowed({
        ...one,
        who: 'visitor',
        relation: 'stranger',
      });
      const isTeachers = isAllowed({ ...one, who: 'teacher' });
      const waits = isAllowed(one) && !isPublic;
      return (
        asNobody.allowed !== isPublic ||
        (asNobody.rule === 'second-factor-waits') !== waits ||
        asTeacher.allowed !== isTeachers
      );
    });
    expect(wrong).toEqual([]);
  });
});

const combined = several
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => row.split('|').map((cell) => cell.trim().split(/\s+/)));

test('there are people with several roles', () => {
  expect(combined.length).toBeGreaterThan(10);
});

test.each(combined)('%j as %s may %j', (held = [], as = [], allowed = []) => {
  const memberships = held.map((one) => {
    const [role, from] = one.split('@');
    return { role, organisation: places[from as From] } as Membership;
  });
  const facts = factsOf({
    relation: as[0] as Relation | 'judge',
    state: 'published',
    visibility: 'organisation',
    audience: 'teachers',
  });
  const who = person(me, memberships);
  const found = actions.filter((action) => may(who, action, facts).allowed);
  expect(found.toSorted()).toEqual(allowed.toSorted());
});
