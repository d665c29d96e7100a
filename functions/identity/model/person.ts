import type {
  MachineClient,
  Membership,
  Role,
} from '../../platform/contract.ts';
import type { Place, PlacedPerson } from '../../platform/policy.ts';
import { above, below, standIn, type Tree } from './tree.ts';

/** The roles that someone holds in one organisation. */
export type RolesAt = {
  readonly organisation: string;
  readonly roles: readonly Role[];
};

/**
 * A person as the policy sees them: what they hold, read against the tree. An
 * organisation that the tree does not have gives nothing; a role among
 * `waiting` is inert, and `whole` is the person without waiting.
 */
export function placedPerson(
  id: string,
  held: readonly RolesAt[],
  tree: Tree,
  waiting: readonly Role[] = [],
): PlacedPerson {
  const standing = standingIn(tree, held);
  const places = new Map<string, Place>(
    standing.map(({ organisation }) => [
      organisation,
      {
        above: above(tree, organisation),
        below: below(tree, organisation),
        isClosed: tree.organisations.get(organisation)?.closedAt !== undefined,
      },
    ]),
  );
  const all = standing.flatMap(({ organisation, roles }) =>
    roles.map((role): Membership => ({ organisation, role })),
  );
  const whole = holding(id, all, places);
  const inert = all.filter(({ role }) => waiting.includes(role));
  if (inert.length === 0) return whole;
  const memberships = all.filter(({ role }) => !waiting.includes(role));
  return { ...holding(id, memberships, places), inert, whole };
}

/**
 * What is held, by the organisations that there are now: of one that was merged
 * it is held in the other. What the tree does not have gives nothing.
 */
export function standingIn(tree: Tree, held: readonly RolesAt[]): RolesAt[] {
  const rolesAt = new Map<string, Set<Role>>();
  for (const { organisation, roles } of held) {
    if (!tree.organisations.has(organisation)) continue;
    const now = standIn(tree, organisation);
    const known = rolesAt.get(now) ?? new Set();
    for (const role of roles) known.add(role);
    rolesAt.set(now, known);
  }
  return [...rolesAt].map(([organisation, roles]) => ({
    organisation,
    roles: [...roles],
  }));
}

/**
 * A machine client as the policy sees it: of the organisation that its own is
 * now, if that was merged. It ends with an organisation that is closed, or that
 * the tree does not have: undefined.
 */
export function placedClient(
  client: Pick<MachineClient, 'id' | 'organisation' | 'permissions'>,
  tree: Tree,
): MachineClient | undefined {
  const { id, permissions } = client;
  const organisation = standIn(tree, client.organisation);
  const found = tree.organisations.get(organisation);
  if (!found || found.closedAt !== undefined) return undefined;
  const reads = above(tree, organisation);
  return { kind: 'client', id, organisation, permissions, reads };
}

function holding(
  id: string,
  memberships: readonly Membership[],
  places: ReadonlyMap<string, Place>,
): PlacedPerson {
  const organisations = new Set(memberships.map((one) => one.organisation));
  const ancestors = [...organisations].flatMap((organisation) => [
    ...(places.get(organisation)?.above ?? []),
  ]);
  return {
    kind: 'person',
    id,
    memberships,
    inert: [],
    reads: new Set(ancestors),
    manages: managed(memberships, places),
    places,
  };
}

/** By role, what they manage; roles held in the same places share one set. */
function managed(
  memberships: readonly Membership[],
  places: ReadonlyMap<string, Place>,
): PlacedPerson['manages'] {
  const heldByRole = Map.groupBy(memberships, ({ role }) => role);
  const known = new Map<string, ReadonlySet<string>>();
  const sets = [...heldByRole].map(([role, held]): [Role, Organisations] => {
    const organisations = held.map(({ organisation }) => organisation);
    const key = organisations.join();
    const set = known.get(key) ?? subtrees(organisations, places);
    known.set(key, set);
    return [role, set];
  });
  return Object.fromEntries(sets);
}

type Organisations = ReadonlySet<string>;

/**
 * All below these organisations. One set is shared, not copied: a bureau has
 * 10,000 below it. What stands below another of them is there already.
 */
function subtrees(
  organisations: readonly string[],
  places: ReadonlyMap<string, Place>,
): Organisations {
  const [first = ''] = organisations;
  const only = places.get(first)?.below;
  if (only && organisations.length === 1) return only;
  const all = new Set<string>();
  for (const organisation of organisations) {
    if (all.has(organisation)) continue;
    for (const one of places.get(organisation)?.below ?? []) all.add(one);
  }
  return all;
}
