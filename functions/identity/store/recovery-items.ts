import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import type { Speciality } from '../member/contract.ts';
import type { PersonThere } from '../model/kept.ts';
import type { Tree } from '../model/tree.ts';
import type { KeptClient } from './clients.ts';
import { readBody, readChain, readHeader } from './history.ts';
import {
  EntryItem,
  IdentityItem,
  keys,
  MembershipItem,
  PersonItem,
} from './items.ts';
import { newsIn, readOrganisation, treeOf } from './organisations.ts';
import { type KeptMembership, readMembership } from './people.ts';
import type { Item, Key } from './reading.ts';

/** What the items of an organisation's partition say. */
export function recordIn(id: string, items: readonly Item[]) {
  const of = (prefix: string) =>
    items.filter(({ sk }) => String(sk).startsWith(prefix));
  const [organisation] = of(keys.organisation('').sk).map(readOrganisation);
  const [head] = of(keys.chain('').sk).map(readChain);
  return {
    ...{ id, head, organisation },
    headers: of('H#').map(readHeader),
    bodies: of('B#').map((one) => {
      const [, epoch = 0, seq = 0] = String(one.sk).split('#').map(Number);
      return { epoch, seq, body: readBody(one) };
    }),
  };
}

/** What the items of a person's partition say of them in an organisation. */
export function personIn(
  id: string,
  organisation: string,
  items: readonly Item[],
): PersonThere {
  const { held, links, profile } = personOf(id, items);
  return {
    id,
    isKnown: profile !== undefined,
    held: held.find((one) => one.organisation === organisation),
    links: links
      .filter((one) => one.organisation === organisation)
      .map(({ speciality }) => speciality),
  };
}

/** A person as the directory has them, all of it. */
export type KeptPerson = {
  readonly id: string;
  readonly profile:
    | {
        readonly createdAt: string;
        /** Partition keys of what signs in as them. */
        readonly signIns: readonly string[];
      }
    | undefined;
  readonly held: readonly (KeptMembership & { readonly changedAt: string })[];
  readonly links: readonly {
    readonly organisation: string;
    readonly speciality: Speciality;
  }[];
};

/** What the items of a person's partition say. */
export function personOf(id: string, items: readonly Item[]): KeptPerson {
  const profile = items.find(({ sk }) => sk === keys.person(id).sk);
  return {
    id,
    profile: profile && {
      createdAt: String(profile.createdAt),
      signIns: signInsIn(profile),
    },
    held: items
      .filter(({ sk }) => String(sk).startsWith(keys.membershipPrefix))
      .map((one) => ({
        ...readMembership(one),
        changedAt: MembershipItem.build(EntityFormatter).format(one).changedAt,
      })),
    links: items.flatMap(({ sk }) => {
      const [kind, organisation = '', learningStage = '', subject = ''] =
        String(sk).split('#');
      const speciality = { learningStage, subject } as Speciality;
      return kind === 'X' ? [{ organisation, speciality }] : [];
    }),
  };
}

/** Partition keys of what signs in as a person. */
export function signInsIn(profile: Item): string[] {
  const { identities } = PersonItem.build(EntityFormatter).format(profile);
  return identities.map(
    ({ issuer, subject }) => keys.identity(issuer, subject).pk,
  );
}

/** The partition key of what signs in as a machine client. */
export function signInOf({ issuer, subject }: KeptClient): string {
  return keys.identity(issuer, subject).pk;
}

/** What leads to somebody: a sign-in, or a number of a register. */
export type Leading = {
  readonly key: Key;
  /** A person's id, or a machine client's. */
  readonly to: string;
  /** The number of a register's entry. */
  readonly number?: string;
};

/** What of some items leads to somebody. */
export function leadingIn(items: readonly Item[]): Leading[] {
  return items.flatMap((one): Leading[] => {
    const key = { pk: String(one.pk), sk: String(one.sk) };
    if (key.sk === keys.identity('', '').sk) {
      const { client, person } =
        IdentityItem.build(EntityFormatter).format(one);
      return [{ key, to: person ?? client ?? '' }];
    }
    if (!key.sk.startsWith(keys.entryPrefix)) return [];
    const { number, person } = EntryItem.build(EntityFormatter).format(one);
    return [{ key, number, to: person }];
  });
}

/** The tree, if one follows from its items, and the last version that they name. */
export type KeptTree = {
  readonly version: number;
  readonly tree: Tree | undefined;
};

/**
 * A whole tree that is newer than its version can be read, but never changed: it
 * counts as none.
 */
export function keptTree(items: readonly Item[]): KeptTree {
  const news = newsIn(items);
  const whole = items.find(({ sk }) => sk === keys.treeSnapshot.sk);
  const snapshot = Number(whole?.version ?? 0);
  const version = Math.max(news.version, snapshot);
  const isNewer = snapshot > news.version;
  return { version, tree: isNewer ? undefined : treeOf(items, news) };
}
