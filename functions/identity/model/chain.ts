import type { HistoryBody } from '../../platform/contract.ts';
import { type Entry, entryOf } from '../../platform/history.ts';
import type {
  OrganisationHeader,
  OrganisationStep,
} from '../history/contract.ts';
import { type Given, inOrder, written } from './membership.ts';

/** Head of an organisation's chain: where it stands, and its last hash. */
export type Chain = {
  readonly epoch: number;
  readonly seq: number;
  readonly lastHash: string;
  readonly changedAt: string;
};

/** Who does it, for which organisation, when, and in which Region's epoch. */
export type By = {
  readonly actor: string;
  readonly organisation: string;
  /** A moment in UTC, as `Moment` has it. */
  readonly at: string;
  readonly epoch: number;
  readonly salt: string;
};

/** What an entry says: ids and codes of persons, never their names. */
export type Said = {
  readonly organisation: string;
  readonly action: OrganisationStep;
  readonly facts: HistoryBody['facts'];
  readonly reason?: string | undefined;
};

/** One entry more: the chain as it was and as it will be. */
export type Link = {
  readonly organisation: string;
  readonly before: Chain | undefined;
  readonly chain: Chain;
  readonly entry: Required<Entry<OrganisationHeader, HistoryBody>>;
};

/** The entry that follows in an organisation's chain, the first without one. */
export function linked(before: Chain | undefined, said: Said, by: By): Link {
  const { organisation, action, facts, reason } = said;
  const { epoch, at, actor, salt } = by;
  const seq = (before?.seq ?? 0) + 1;
  const entry = entryOf(
    { organisation, epoch, seq, time: at, action },
    {
      actor,
      organisation: by.organisation,
      facts,
      salt,
      ...(reason !== undefined && { reason }),
    },
    before?.lastHash ?? null,
  );
  const chain = { epoch, seq, lastHash: entry.hash, changedAt: at };
  return { organisation, before, chain, entry };
}

/** One person's membership, as it was and as it will be. */
export type MembershipStep = {
  readonly before: Given;
  readonly after: Given & { readonly person: string };
};

/** What the one entry says of all memberships that one change is about. */
export function membersSaid(
  organisation: string,
  steps: readonly MembershipStep[],
): Said {
  return { organisation, action: 'change-members', facts: membersFacts(steps) };
}

/** What is said of a membership that was erased: its roles, and not whose. */
export function erasedSaid(organisation: string, { roles }: Given): Said {
  const facts = { roles: inOrder(roles) };
  return { organisation, action: 'erase-member', facts };
}

/** By person, the roles given before and after. */
export function membersFacts(
  steps: readonly MembershipStep[],
): HistoryBody['facts'] {
  const members = steps.map(({ before, after }) => ({
    person: after.person,
    before: written(before),
    after: written(after),
  }));
  return { members };
}
