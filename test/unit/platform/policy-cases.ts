import fc from 'fast-check';
import {
  type MachineClient,
  type Membership,
  type PermissionSet,
  type Person,
  type Principal,
  permissionSets,
  type ResourceFacts,
  type Role,
  roles,
} from '../../../functions/platform/contract.ts';
import type {
  Place,
  PlacedPerson,
} from '../../../functions/platform/policy.ts';

/**
 * A small district, child to parent: a bureau, two schools of which one has a
 * teaching group, and a partner beside them.
 */
export const parents: Readonly<Record<string, string | undefined>> = {
  org_bureau: undefined,
  org_school: 'org_bureau',
  org_group: 'org_school',
  org_other: 'org_bureau',
  org_partner: 'org_bureau',
};
export const organisations = Object.keys(parents);

/** The organisation and all above it, walked step by step. */
export function upwards(organisation: string): string[] {
  const parent = parents[organisation];
  return parent === undefined
    ? [organisation]
    : [organisation, ...upwards(parent)];
}

export function isUnder(organisation: string, top: string): boolean {
  return upwards(organisation).includes(top);
}

function below(top: string): ReadonlySet<string> {
  return new Set(organisations.filter((one) => isUnder(one, top)));
}

/** A person as the directory gives them, from their memberships alone. */
export function person(
  id: string,
  memberships: readonly Membership[],
): PlacedPerson {
  const manages: Partial<Record<Role, ReadonlySet<string>>> = {};
  for (const { organisation, role } of memberships) {
    manages[role] = new Set([...(manages[role] ?? []), ...below(organisation)]);
  }
  const reads = memberships.flatMap(({ organisation }) =>
    upwards(organisation),
  );
  const places = memberships.map(({ organisation }): [string, Place] => [
    organisation,
    { above: new Set(upwards(organisation)), below: below(organisation) },
  ]);
  return {
    kind: 'person',
    id,
    memberships,
    inert: [],
    reads: new Set(reads),
    manages,
    places: new Map(places),
  };
}

/** A machine client of an organisation, as the directory gives it. */
export function machine(
  id: string,
  organisation: string,
  permissions: PermissionSet,
): MachineClient {
  const reads = new Set(upwards(organisation));
  return { kind: 'client', id, organisation, permissions, reads };
}

export const visitor: Principal = { kind: 'visitor' };

const people = ['per_ann', 'per_bo', 'per_chen', 'cli_bot'];
const membership = fc.record({
  organisation: fc.constantFrom(...organisations),
  role: fc.constantFrom(...roles),
});

export const anyPerson: fc.Arbitrary<Person> = fc
  .tuple(
    fc.constantFrom(...people),
    fc.uniqueArray(membership, {
      maxLength: 3,
      selector: ({ organisation, role }) => `${organisation} ${role}`,
    }),
  )
  .map(([id, memberships]) => person(id, memberships));

const anyMachine: fc.Arbitrary<MachineClient> = fc
  .tuple(fc.constantFrom(...organisations), fc.constantFrom(...permissionSets))
  .map(([organisation, set]) => machine('cli_bot', organisation, set));

export const anyPrincipal: fc.Arbitrary<Principal> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(visitor) },
  { weight: 2, arbitrary: anyMachine },
  { weight: 9, arbitrary: anyPerson },
);

export const anyFacts: fc.Arbitrary<ResourceFacts> = fc
  .record({
    holder: fc.constantFrom(...organisations),
    visibility: fc.constantFrom(
      'public',
      'district',
      'organisation',
      'private',
    ),
    audience: fc.constantFrom('everyone', 'teachers'),
    contributors: fc.subarray(people, { minLength: 1 }),
    former: fc.subarray(people),
    reviewers: fc.subarray(people),
    isPublished: fc.boolean(),
    isWithdrawn: fc.boolean(),
  })
  .map(({ former, ...facts }) => ({
    ...facts,
    contributed: [...new Set([...facts.contributors, ...former])],
  }));

/** What the index holds: published and not withdrawn. */
export const anyIndexed: fc.Arbitrary<ResourceFacts> = anyFacts.map(
  (facts) => ({
    ...facts,
    isPublished: true,
    isWithdrawn: false,
  }),
);
