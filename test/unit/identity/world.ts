import type { Organisation } from '../../../functions/identity/contract.ts';
import type { Chain, Link } from '../../../functions/identity/model/chain.ts';
import { placedPerson } from '../../../functions/identity/model/person.ts';
import {
  emptyTree,
  type Tree,
  withOrganisation,
} from '../../../functions/identity/model/tree.ts';
import type { KeptOrganisation } from '../../../functions/identity/store/organisations.ts';
import type {
  KeptMembership,
  Profile,
} from '../../../functions/identity/store/people.ts';
import type { Commit, Part } from '../../../functions/platform/commit.ts';
import type { Person, Role } from '../../../functions/platform/contract.ts';
import { fail, ok } from '../../../functions/platform/result.ts';

/** A bureau with two schools under it, and a teaching group in one. */
export const bureau: Organisation = {
  id: 'org_bureau',
  kind: 'bureau',
  name: '教育局',
};
export const school: Organisation = {
  id: 'org_school',
  kind: 'school',
  name: '一小',
  parent: 'org_bureau',
};
export const group: Organisation = {
  id: 'org_group',
  kind: 'teaching-group',
  name: '语文组',
  parent: 'org_school',
};
export const other: Organisation = {
  id: 'org_other',
  kind: 'school',
  name: '二小',
  parent: 'org_bureau',
};
export const tree: Tree = [bureau, school, group, other].reduce(
  withOrganisation,
  emptyTree,
);

export const now = () => new Date('2026-09-01T08:00:00.000Z');
const createdAt = now().toISOString();

/** Somebody who holds one role in one organisation. */
export function someone(role: Role, organisation: string): Person {
  return placedPerson('per_someone', [{ organisation, roles: [role] }], tree);
}

export function kept(organisation: Organisation): KeptOrganisation {
  return { ...organisation, seq: 1, createdAt };
}

export type Recorded = {
  readonly profile: Profile;
  readonly held: KeptMembership[];
};

/** What the directory has of one person. */
export function record(
  held: readonly { organisation: string; roles: readonly Role[] }[],
  name = '王老师',
): Recorded {
  const id = 'per_member';
  return {
    profile: { id, name, username: 'wang', createdAt },
    held: held.map((one) => ({ ...one, person: id, seq: 1 })),
  };
}

/** Parts that say what they would write, for a `commit` that only listens. */
export function listed(what: string) {
  return (...said: readonly unknown[]): Part<never> => ({
    write: { Put: { TableName: what, Item: { said } } },
  });
}

/** A `commit` that keeps what was to be written, and answers as it is told. */
export function listening(...refusals: readonly string[]) {
  const written: { what: string; said: readonly unknown[] }[][] = [];
  const left = [...refusals];
  const commit: Commit = async (value, parts) => {
    written.push(
      parts.map(({ write }) => ({
        what: write.Put?.TableName ?? '',
        said: write.Put?.Item?.said ?? [],
      })),
    );
    const code = left.shift();
    return code === undefined ? ok(value) : (fail({ code }) as never);
  };
  return { commit, written };
}

/** A log that keeps every line, as one text. */
export function keptLog() {
  const lines: string[] = [];
  const keep = (line: { code: string }, facts?: object) => {
    lines.push(JSON.stringify({ ...line, ...facts }));
  };
  return { log: { info: keep, warn: keep, error: keep }, lines };
}

/** What recording a change needs; the chain stands where it is told. */
export function recording(chain?: Chain) {
  return {
    epoch: 1,
    newSalt: () => '0a'.repeat(32),
    pause: async () => {},
    now,
    store: { chain: async () => chain },
    parts: { link: (one: Link) => [listed('entry')(one)] },
  };
}

/** What the entries of a change say, and of which organisations. */
export function saidIn(
  written: readonly { what: string; said: readonly unknown[] }[] = [],
) {
  const links = written
    .filter(({ what }) => what === 'entry')
    .map(({ said }) => said[0] as Link);
  return links.map(({ organisation, entry }) => ({
    organisation,
    action: entry.header.action,
    actor: entry.body.actor,
    facts: entry.body.facts,
  }));
}
