import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Organisation } from '../../functions/identity/contract.ts';
import { placedPerson } from '../../functions/identity/model/person.ts';
import { above, type Tree } from '../../functions/identity/model/tree.ts';
import {
  packedTreeBytes,
  packTree,
} from '../../functions/identity/store/tree.ts';
import {
  type Principal,
  permissionSets,
  privilegedRoles,
  type ResourceFacts,
  roles,
} from '../../functions/platform/contract.ts';
import {
  filterFields,
  may,
  searchFilter,
} from '../../functions/platform/policy.ts';
import {
  audiences,
  visibilities,
} from '../../functions/resources/head/contract.ts';

/** Trees, and in each so many resources and people: every pair is compared. */
const trees = 5;
const each = { resources: 100, people: 30 } as const;
/** Of these people so many are machines, and one is a visitor. */
const machines = 4;
/** Of another index: one district as large as a tree can be. */
const large = { organisations: 10_000, resources: 2_000 } as const;
/** The most terms of one query that OpenSearch takes unless told otherwise. */
const termsMost = 65_536;

const seed = randomInt(2 ** 31);
let draws = 0;
/** Each call has a seed of its own: trees of one seed would be near copies. */
function random<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
  draws += 1;
  return fc.sample(arbitrary, { numRuns: count, seed: seed + draws });
}

/** When an organisation of a random tree was closed. */
const closedAt = '2026-09-01T08:00:00.000Z';

/** Some organisations are closed, and some of those merged into earlier ones. */
function changed(tree: Tree): Tree {
  const list = [...tree.organisations.values()].map((one, index) => {
    if (index < 3 || index % 5 !== 0) return one;
    const mergedInto = [...tree.organisations.keys()][Math.floor(index / 3)];
    const isMerged = index % 10 === 0 && mergedInto !== undefined;
    return { ...one, closedAt, ...(isMerged && { mergedInto }) };
  });
  return { ...tree, organisations: new Map(list.map((one) => [one.id, one])) };
}

/** Each organisation but the first stands under an earlier one. */
function treeOf(name: string, parents: readonly number[]): Tree {
  const idAt = (index: number) => `org_${name}_${index}`;
  const list = parents.map((drawn, index): Organisation => {
    const parent = index === 0 ? undefined : idAt(drawn % index);
    const id = idAt(index);
    return { id, kind: 'school', name: id, ...(parent && { parent }) };
  });
  return {
    version: 1,
    organisations: new Map(list.map((one) => [one.id, one])),
    recent: [],
  };
}

const anyParents = fc.array(fc.nat(), { minLength: 4, maxLength: 60 });

/** Every kind is there in every run: what is compared is not left to chance. */
function principalsIn(tree: Tree, people: readonly string[]): Principal[] {
  const ids = [...tree.organisations.keys()];
  const held = fc.uniqueArray(
    fc.record({
      organisation: fc.constantFrom(...ids),
      roles: fc.subarray([...roles], { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 4, selector: ({ organisation }) => organisation },
  );
  const person = fc
    .tuple(
      fc.constantFrom(...people),
      held,
      fc.constantFrom([], [], privilegedRoles),
    )
    .map(([id, holds, waits]) => placedPerson(id, holds, tree, waits));
  const machine = fc
    .tuple(
      fc.constantFrom(...people),
      fc.constantFrom(...ids),
      fc.constantFrom(...permissionSets),
    )
    .map(([id, organisation, permissions]): Principal => {
      const reads = above(tree, organisation);
      return { kind: 'client', id, organisation, permissions, reads };
    });
  return [
    ...random(person, each.people - machines - 1),
    ...random(machine, machines),
    { kind: 'visitor' },
  ];
}

function anyIndexedIn(tree: Tree, people: readonly string[]) {
  return fc
    .record({
      holder: fc.constantFrom(...tree.organisations.keys()),
      visibility: fc.constantFrom(...visibilities),
      audience: fc.constantFrom(...audiences),
      contributors: fc.subarray([...people], {
        minLength: 1,
        maxLength: Math.min(3, people.length),
      }),
    })
    .map(
      (facts): ResourceFacts => ({
        ...facts,
        contributed: facts.contributors,
        reviewers: [],
        isPublished: true,
        isWithdrawn: false,
      }),
    );
}

const districts = random(anyParents, trees).map((parents, index) => {
  const tree = changed(treeOf(String(index), parents));
  const people = Array.from({ length: 12 }, (_, at) => `per_${index}_${at}`);
  return {
    resources: random(anyIndexedIn(tree, people), each.resources),
    principals: principalsIn(tree, people),
  };
});
const resources = districts.flatMap((one) => one.resources);
const principals = districts.flatMap((one) => one.principals);

const largeTree = treeOf(
  'large',
  Array.from({ length: large.organisations }, (_, index) =>
    Math.floor((index - 1) / 8),
  ),
);
const largeIds = [...largeTree.organisations.keys()];
const largeResources = random(
  anyIndexedIn(largeTree, ['per_author']),
  large.resources,
);

const indexes = {
  random: `policy-${randomUUID()}`,
  large: `policy-${randomUUID()}`,
};

/** A request to the engine itself, with what it answered. */
async function ask(method: string, path: string, body?: string) {
  const isBulk = path.includes('/_bulk');
  const answer = await fetch(`${inject('stack').engineUrl}/${path}`, {
    method,
    headers: {
      'content-type': isBulk ? 'application/x-ndjson' : 'application/json',
    },
    signal: AbortSignal.timeout(30_000),
    ...(body !== undefined && { body }),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

async function fill(index: string, facts: readonly ResourceFacts[]) {
  const keyword = { type: 'keyword' };
  const properties = Object.fromEntries(
    filterFields.map((field) => [field, keyword]),
  );
  const mappings = { dynamic: 'strict', properties };
  const made = await ask('PUT', index, JSON.stringify({ mappings }));
  expect(made.status).toBe(200);
  const lines = facts.flatMap((one, id) => [
    JSON.stringify({ index: { _id: String(id) } }),
    JSON.stringify(
      Object.fromEntries(filterFields.map((field) => [field, one[field]])),
    ),
  ]);
  const path = `${index}/_bulk?refresh=true`;
  const filled = await ask('POST', path, `${lines.join('\n')}\n`);
  expect(filled.body.errors).toBe(false);
}

/** The numbers of the resources that the filter lets through. */
async function found(
  index: string,
  principal: Principal,
  size: number,
): Promise<Set<number>> {
  const query = { bool: { filter: [searchFilter(principal)] } };
  const question = { query, size, _source: false };
  const answer = await ask(
    'POST',
    `${index}/_search`,
    JSON.stringify(question),
  );
  expect(answer.status).toBe(200);
  const hits: readonly { _id: string }[] = answer.body.hits.hits;
  return new Set(hits.map(({ _id }) => Number(_id)));
}

beforeAll(async () => {
  await fill(indexes.random, resources);
  await fill(indexes.large, largeResources);
});
afterAll(async () => {
  for (const index of Object.values(indexes)) await ask('DELETE', index);
});

test('OpenSearch finds exactly the resources that the policy lets one read', async () => {
  let compared = 0;
  let allowed = 0;
  const differences: unknown[] = [];
  for (const principal of principals) {
    const hits = await found(indexes.random, principal, resources.length);
    for (const [id, facts] of resources.entries()) {
      const decision = may(principal, 'read', facts);
      compared += 1;
      allowed += Number(decision.allowed);
      if (hits.has(id) !== decision.allowed) {
        differences.push({ seed, principal, facts, decision });
      }
    }
  }
  expect(differences).toEqual([]);
  expect(compared).toBe(trees ** 2 * each.resources * each.people);
  expect(compared).toBeGreaterThanOrEqual(10_000);
  // Both answers are there: a filter that lets all or nothing through is red.
  expect(allowed).toBeGreaterThan(compared / 20);
  expect(allowed).toBeLessThan(compared - compared / 20);
});

test('people of every kind were drawn', () => {
  const kinds = new Set(principals.map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual(['client', 'person', 'visitor']);
  const people = principals.flatMap((one) =>
    one.kind === 'person' ? one : [],
  );
  const held = people.flatMap(({ memberships }) => memberships);
  expect(new Set(held.map(({ role }) => role)).size).toBe(roles.length);
  expect(people.filter(({ inert }) => inert.length > 0).length).toBeGreaterThan(
    5,
  );
  expect(
    people.filter(({ memberships }) => memberships.length > 2).length,
  ).toBeGreaterThan(20);
});

test.each([
  { who: 'librarian', at: 0, over: large.organisations },
  { who: 'auditor', at: 0, over: large.organisations },
  { who: 'librarian', at: 1, over: 4_681 },
  { who: 'teacher', at: large.organisations - 1, over: 1 },
] as const)(
  'a $who over $over organisations finds exactly theirs',
  async ({ who, at, over }) => {
    const organisation = largeIds[at] ?? '';
    const held = [{ organisation, roles: [who] }];
    const principal = placedPerson('per_one', held, largeTree);
    expect(principal.manages[who]?.size).toBe(over);
    const hits = await found(indexes.large, principal, large.resources);
    const readable = largeResources.flatMap((facts, id) =>
      may(principal, 'read', facts).allowed ? id : [],
    );
    expect(readable.length).toBeGreaterThan(large.resources / 4);
    expect([...hits].toSorted()).toEqual(readable.toSorted());
  },
);

test('the engine takes as many holders as a tree can have, and no query more', async () => {
  const holders = (count: number) =>
    Array.from({ length: count }, (_, index) => `org_${index}`);
  const asked = (count: number) => {
    const query = { terms: { holder: holders(count) } };
    return ask('POST', `${indexes.large}/_search`, JSON.stringify({ query }));
  };
  expect((await asked(termsMost)).status).toBe(200);
  const beyond = await asked(termsMost + 1);
  expect(beyond).toMatchObject({ status: 400 });
  expect(JSON.stringify(beyond.body)).toContain('max_terms_count');
  // A tree of half as many is full: ids alone take more than its item holds.
  const newId = () => `org_${randomBytes(13).toString('hex')}`;
  const ids = Array.from({ length: termsMost / 2 }, newId);
  const list = ids.map(
    (id): Organisation => ({ id, kind: 'school', name: '校' }),
  );
  const organisations = new Map(list.map((one) => [one.id, one]));
  const packed = packTree({ version: 1, organisations, recent: [] });
  expect(packed.byteLength).toBeGreaterThan(packedTreeBytes);
});
