import {
  type Actor,
  type Person,
  privilegedRoles,
  type Unrecognised,
} from '../../platform/contract.ts';
import type { PlacedPerson } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { rolesOn } from '../model/membership.ts';
import { placedClient, placedPerson } from '../model/person.ts';
import { caughtUp, type Tree, type TreeNews } from '../model/tree.ts';
import type { KeptClient } from '../store/clients.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { KeptMembership, Profile } from '../store/people.ts';

/**
 * How long a function trusts what it read of a person or the tree: a change
 * counts on reads within a minute, on writes at once. Source: docs/domain.md.
 */
const trustMs = 60_000;

/** People a function keeps: some 10 MB at 10 KB each with shared tree sets. */
const keptActors = 1_000;

export type PrincipalsNeeds = {
  readonly store: Pick<
    DirectoryReads,
    'signedIn' | 'person' | 'client' | 'tree' | 'treeNews'
  >;
  readonly now: () => Date;
};

/** What of a token's claims tells who asks, and how well that is known. */
export type SignIn = {
  readonly issuer: string;
  readonly subject: string;
  readonly signedInAt: Date;
  readonly isTwoFactor: boolean;
};

/** Who is behind a token. Other capabilities know identity by this. */
export type Principals = {
  principal(
    signIn: SignIn,
    options: { readonly fresh: boolean },
  ): Promise<Result<Actor, Unrecognised>>;
};

/** What the directory knows of a person beyond what the policy needs. */
export type PersonRecord = {
  readonly profile: Profile;
  readonly held: readonly KeptMembership[];
};

type Found =
  | { readonly person: PersonRecord }
  | { readonly client: KeptClient };

type Kept = {
  readonly found: Found;
  readonly actor: Actor;
  /** The tree that they were placed in. */
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
 * People and machine clients by their tokens, kept for a minute. Cost: nothing
 * within it; else two requests, the sign-in with the tree (or only its news)
 * and who it leads to: 1.5 RRU, 3 when fresh, and the tree's 0.5 or 1 per 4 KB
 * when it is new to this function, or changed more often than the news tell.
 */
export function identityPrincipals({ store, now }: PrincipalsNeeds): Directory {
  const actors = new Map<string, Kept>();
  const records = new WeakMap<Person, PersonRecord>();
  let known: { tree: Tree; at: number } | undefined;

  const trusted = (at: number) => now().getTime() - at < trustMs;

  function take(tree: Tree): Tree {
    known = { tree, at: now().getTime() };
    return tree;
  }

  /** Brings the tree up to news just read; it is read when they do not do. */
  async function seen(news: TreeNews, fresh: boolean): Promise<Tree> {
    const tree = known?.tree;
    if (!tree) return take(await store.tree({ consistent: fresh }));
    const { version } = news;
    // A read that is not consistent may be older than what is known.
    if (version === tree.version || (!fresh && version < tree.version))
      return take(tree);
    return take(
      caughtUp(tree, news) ?? (await store.tree({ consistent: fresh })),
    );
  }

  /** Who they are in the tree; a client may have ended with its organisation. */
  function keep(
    signIn: SignIn,
    kept: Omit<Kept, 'actor'>,
  ): Result<Actor, Unrecognised> {
    const { found, tree } = kept;
    const key = keyOf(signIn);
    const actor =
      'client' in found
        ? placedClient(found.client, tree)
        : placed(found.person, tree, signIn, now());
    if (actor === undefined) {
      actors.delete(key);
      return fail({ code: 'unknown' });
    }
    if (actor.kind === 'person' && 'person' in found) {
      records.set(actor, found.person);
    }
    actors.delete(key);
    actors.set(key, { ...kept, actor });
    const [oldest] = actors.keys();
    if (actors.size > keptActors && oldest) actors.delete(oldest);
    return ok(actor);
  }

  async function find(
    signIn: SignIn,
    fresh: boolean,
  ): Promise<{ found: Found; tree: Tree } | undefined> {
    const consistency = { consistent: fresh };
    const wanted = known ? 'news' : 'tree';
    const bound = await store.signedIn(signIn, wanted, consistency);
    const tree = bound.tree ? take(bound.tree) : await seen(bound.news, fresh);
    const person = bound.person
      ? await store.person(bound.person, consistency)
      : undefined;
    if (person) return { found: { person }, tree };
    const client = bound.client
      ? await store.client(bound.client, consistency)
      : undefined;
    return client && { found: { client }, tree };
  }

  return {
    principal: async (signIn, { fresh }) => {
      const key = keyOf(signIn);
      const kept = actors.get(key);
      if (!fresh && kept && trusted(kept.at)) {
        if (hasSignedOut(kept.found, signIn))
          return fail({ code: 'signed-out' });
        const tree = known?.tree ?? kept.tree;
        return tree === kept.tree
          ? ok(kept.actor)
          : keep(signIn, { ...kept, tree });
      }
      const read = await find(signIn, fresh);
      if (!read) {
        actors.delete(key);
        return fail({ code: 'unknown' });
      }
      const actor = keep(signIn, { ...read, at: now().getTime() });
      return hasSignedOut(read.found, signIn)
        ? fail({ code: 'signed-out' })
        : actor;
    },
    tree: async ({ fresh }) => {
      if (!known) return take(await store.tree({ consistent: fresh }));
      if (!fresh && trusted(known.at)) return known.tree;
      return seen(await store.treeNews({ consistent: fresh }), fresh);
    },
    changed: (tree) => {
      take(tree);
    },
    recordOf: async (person) =>
      records.get(person) ?? store.person(person.id, { consistent: false }),
  };
}

/** A sign-in with a second factor gives more: the two are kept apart. */
function keyOf({ issuer, subject, isTwoFactor }: SignIn): string {
  return `${issuer}|${subject}|${isTwoFactor}`;
}

function placed(
  { profile, held }: PersonRecord,
  tree: Tree,
  { isTwoFactor, issuer }: SignIn,
  now: Date,
): PlacedPerson {
  const counting = rolesOn(held, now.toISOString().slice(0, 10));
  const isApproved = profile.unapprovedIssuer !== issuer;
  const waiting = isTwoFactor && isApproved ? [] : privilegedRoles;
  return placedPerson(profile.id, counting, tree, waiting);
}

/**
 * Tokens count whole seconds: one of the second in which somebody signed out
 * everywhere may be from before, so it no longer counts.
 */
function hasSignedOut(found: Found, { signedInAt }: SignIn): boolean {
  if ('client' in found) return false;
  const { tokensValidAfter } = found.person.profile;
  return (
    tokensValidAfter !== undefined &&
    signedInAt.getTime() <= Date.parse(tokensValidAfter)
  );
}
