import type { Person } from '../../platform/contract.ts';
import { rolesOn } from '../model/membership.ts';
import { placedPerson } from '../model/person.ts';
import { emptyTree, type Tree } from '../model/tree.ts';
import type {
  DirectoryReads,
  KeptMembership,
  Profile,
} from '../store/directory.ts';

/**
 * How long a function trusts what it read of a person or the tree: a change
 * counts on reads within a minute, on writes at once. Source: docs/domain.md.
 */
const trustMs = 60_000;

/** People a function keeps: some 10 MB at 10 KB each with shared tree sets. */
const keptPeople = 1_000;

export type PrincipalsNeeds = {
  readonly store: Pick<
    DirectoryReads,
    'signedIn' | 'person' | 'tree' | 'treeVersion'
  >;
  readonly now: () => Date;
};

/** Who is behind a token. Other capabilities know identity by this. */
export type Principals = {
  principal(
    claims: { readonly issuer: string; readonly subject: string },
    options: { readonly fresh: boolean },
  ): Promise<Person | undefined>;
};

/** What the directory knows of a person beyond what the policy needs. */
export type PersonRecord = {
  readonly profile: Profile;
  readonly held: readonly KeptMembership[];
};

type Kept = {
  readonly record: PersonRecord;
  readonly person: Person;
  /** The tree that the person was placed in. */
  readonly tree: Tree;
  readonly at: number;
};

export type Directory = Principals & {
  /** The tree as trusted for a minute, or as it is now. */
  tree(options: { readonly fresh: boolean }): Promise<Tree>;
  /** Takes in a tree that was just written. */
  changed(tree: Tree): void;
  /** What was read with a principal that came from here. */
  recordOf(person: Person): Promise<PersonRecord | undefined>;
};

/**
 * People by their tokens, kept for a minute. Cost: nothing within it; else two
 * requests, the sign-in with the tree (or only its version) and the person:
 * 1.5 RRU, 3 when fresh, and the tree's 0.5 or 1 per 4 KB when it is new to
 * this function.
 */
export function identityPrincipals({ store, now }: PrincipalsNeeds): Directory {
  const people = new Map<string, Kept>();
  const records = new WeakMap<Person, PersonRecord>();
  let known: { tree: Tree; at: number } | undefined;

  const trusted = (at: number) => now().getTime() - at < trustMs;

  /** Takes in a version just read, and the tree itself if that is newer. */
  async function seen(version: number, fresh: boolean): Promise<Tree> {
    const has = known?.tree.version ?? -1;
    // A read that is not consistent may be older than what is known.
    const isKnown = fresh ? version === has : version <= has;
    const tree =
      known && isKnown
        ? known.tree
        : ((await store.tree({ consistent: fresh })) ?? emptyTree);
    known = { tree, at: now().getTime() };
    return tree;
  }

  function keep(key: string, kept: Omit<Kept, 'person'>): Person {
    const { record, tree } = kept;
    const today = now().toISOString().slice(0, 10);
    const held = rolesOn(record.held, today);
    const person = placedPerson(record.profile.id, held, tree);
    records.set(person, record);
    people.delete(key);
    people.set(key, { ...kept, person });
    const [oldest] = people.keys();
    if (people.size > keptPeople && oldest) people.delete(oldest);
    return person;
  }

  return {
    principal: async (claims, { fresh }) => {
      const key = `${claims.issuer}|${claims.subject}`;
      const kept = people.get(key);
      if (!fresh && kept && trusted(kept.at)) {
        const tree = known?.tree ?? kept.tree;
        return tree === kept.tree ? kept.person : keep(key, { ...kept, tree });
      }
      const consistency = { consistent: fresh };
      const wanted = known ? 'version' : 'tree';
      const found = await store.signedIn(claims, wanted, consistency);
      if (found.tree) known = { tree: found.tree, at: now().getTime() };
      const tree = await seen(found.treeVersion, fresh);
      const record = found.person
        ? await store.person(found.person, consistency)
        : undefined;
      if (record) return keep(key, { record, tree, at: now().getTime() });
      people.delete(key);
      return undefined;
    },
    tree: async ({ fresh }) => {
      if (!known) return seen(Number.POSITIVE_INFINITY, fresh);
      if (!fresh && trusted(known.at)) return known.tree;
      return seen(await store.treeVersion({ consistent: fresh }), fresh);
    },
    changed: (tree) => {
      known = { tree, at: now().getTime() };
    },
    recordOf: async (person) =>
      records.get(person) ?? store.person(person.id, { consistent: false }),
  };
}
