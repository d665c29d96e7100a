import type { Membership, Role } from '../../platform/contract.ts';
import type { Place, PlacedPerson } from '../../platform/policy.ts';
import { above, below, type Tree } from './tree.ts';

/** The roles that someone holds in one organisation. */
export type RolesAt = {
  readonly organisation: string;
  readonly roles: readonly Role[];
};

/**
 * A person as the policy sees them: what they hold, read against the tree. An
 * organisation that the tree does not have gives nothing.
 */
export function placedPerson(
  id: string,
  held: readonly RolesAt[],
  tree: Tree,
): PlacedPerson {
  const standing = held.filter(({ organisation }) =>
    tree.organisations.has(organisation),
  );
  const places = new Map<string, Place>(
    standing.map(({ organisation }) => [
      organisation,
      { above: above(tree, organisation), below: below(tree, organisation) },
    ]),
  );
  const memberships = standing.flatMap(({ organisation, roles }) =>
    roles.map((role): Membership => ({ organisation, role })),
  );
  const ancestors = [...places.values()].map((place) => place.above);
  return {
    kind: 'person',
    id,
    memberships,
    reads: union(ancestors),
    manages: managed(memberships, places),
    places,
  };
}

function managed(
  memberships: readonly Membership[],
  places: ReadonlyMap<string, Place>,
): PlacedPerson['manages'] {
  const setsByRole = new Map<Role, ReadonlySet<string>[]>();
  for (const { organisation, role } of memberships) {
    const place = places.get(organisation);
    if (!place) continue;
    const sets = setsByRole.get(role) ?? [];
    setsByRole.set(role, [...sets, place.below]);
  }
  return Object.fromEntries(
    [...setsByRole].map(([role, sets]) => [role, union(sets)]),
  );
}

/** One set is shared, not copied: a bureau has 10,000 organisations below. */
function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const [first] = sets;
  return first && sets.length === 1
    ? first
    : new Set(sets.flatMap((set) => [...set]));
}
