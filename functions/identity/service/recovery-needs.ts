import type { Commit, Part } from '../../platform/commit.ts';
import type { TornDirectory } from '../model/kept.ts';
import type { Given } from '../model/membership.ts';
import type { OrganisationAt } from '../model/shape.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { MendingParts } from '../store/mending.ts';
import type { DirectoryParts } from '../store/parts.ts';
import type { DirectoryRecoveryStore } from '../store/recovery.ts';

export type RecoveryNeeds = {
  readonly store: DirectoryRecoveryStore &
    Pick<DirectoryReads, 'chain' | 'operators'>;
  readonly parts: Pick<
    DirectoryParts,
    'link' | 'membershipNow' | 'noMembership' | 'endedClient' | 'operatorsNow'
  >;
  readonly mending: MendingParts;
  readonly commit: Commit;
  readonly now: () => Date;
  readonly epoch: () => number;
  readonly newSalt: () => string;
};

export type How = {
  /** What is older was not torn by the loss. A moment in UTC. */
  readonly since: string;
  readonly repair: boolean;
  /**
   * Told of tears before they are mended: afterwards nobody finds them again.
   * Whoever may be killed writes them down here.
   */
  readonly tell: (torn: readonly TornDirectory[]) => void;
};

/** What a pass leaves for those after it. */
export type Known = {
  readonly organisations: Map<string, OrganisationAt>;
  /** Organisations of which there is anything. */
  readonly judged: Set<string>;
  /** By person and organisation, roles that were judged; undefined: none. */
  readonly given: Map<string, Map<string, Given | undefined>>;
  /** People and machine clients that entries prove, and that are gone. */
  readonly lost: Set<string>;
  /** People whom no entry and no membership tells of. */
  readonly unproven: Set<string>;
  /** As `<person>@<organisation>`. */
  readonly operators: Set<string>;
};

/** Most writes of one transaction. Source: DynamoDB, "Service quotas". */
const writesAtOnce = 100;

/** Writes all parts, the first hundred at once: the entry is among them. */
export async function write(
  { commit }: Pick<RecoveryNeeds, 'commit'>,
  of: string,
  parts: readonly Part<{ readonly code: string }>[],
): Promise<void> {
  for (let from = 0; from < parts.length; from += writesAtOnce) {
    const some = parts.slice(from, from + writesAtOnce);
    const done = await commit(undefined, some);
    if (!done.ok) throw new Error(`${of} moved while it was mended.`);
  }
}
