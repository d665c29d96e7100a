import type { HistoryBody } from '../../platform/contract.ts';
import { type Entry, entryOf } from '../../platform/history.ts';
import type { Edition } from '../edition/contract.ts';
import type { Closed, Head } from '../head/contract.ts';
import type { HistoryHeader, Step } from '../history/contract.ts';

/** Who takes a step, for which organisation, when, and in which Region's epoch. */
export type By = {
  readonly actor: string;
  readonly organisation: string;
  /** A moment in UTC, as `Moment` has it. */
  readonly at: string;
  readonly epoch: number;
  readonly salt: string;
};

/** A resource as a step finds it: its head, and what its open version holds. */
export type Case = { readonly head: Head; readonly edition: Edition };

/** A version as it is kept: what it holds, and how it was closed if it was. */
export type KeptVersion = {
  readonly version: number;
  readonly edition: Edition;
  readonly closed?: Closed['state'];
};

/** What becomes of one version: it is kept like this, or dropped. */
export type VersionChange =
  | KeptVersion
  | { readonly version: number; readonly dropped: true };

export type HistoryEntry = Required<Entry<HistoryHeader, HistoryBody>>;

/**
 * One command decided: the head as it was and as it will be, the versions that
 * change with it, and the one history entry.
 */
export type Move = {
  readonly before: Head | undefined;
  readonly head: Head;
  readonly versions: readonly VersionChange[];
  readonly entry: HistoryEntry;
};

/** What a step says of itself in the history. */
export type Said = {
  readonly action: Step;
  readonly version: number;
  readonly reason?: string | undefined;
  readonly facts: HistoryBody['facts'];
};

/** What is true of a resource apart from its place in the history. */
export type State = Omit<Head, 'epoch' | 'seq' | 'lastHash' | 'changedAt'>;

/** Moves a head by one: the next sequence number, and the entry that says why. */
export function moved(
  before: Head | undefined,
  state: State,
  { action, version, reason, facts }: Said,
  by: By,
  versions: readonly VersionChange[] = [],
): Move {
  const { actor, organisation, at, epoch, salt } = by;
  const seq = (before?.seq ?? 0) + 1;
  const entry = entryOf(
    { resource: state.id, epoch, seq, time: at, action, version },
    {
      actor,
      organisation,
      facts,
      salt,
      ...(reason !== undefined && { reason }),
    },
    before?.lastHash ?? null,
  );
  const place = { epoch, seq, lastHash: entry.hash, changedAt: at };
  return { before, head: { ...state, ...place }, versions, entry };
}
