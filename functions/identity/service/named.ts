import type { Part } from '../../platform/commit.ts';
import type { RuleBroken } from '../model/roles.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { DirectoryParts } from '../store/parts.ts';

/** What other capabilities ask before they name people or an organisation. */
export type Named = {
  /** Which of these are people of the district. 0.5 RRU each, one request. */
  known(people: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * On condition that an organisation takes something new; else the rule that
   * is broken, at `pointer`. 2 WRU.
   */
  openPart(organisation: string, pointer: string): Part<RuleBroken>;
};

export function namedOf({
  store,
  parts,
}: {
  readonly store: Pick<DirectoryReads, 'known'>;
  readonly parts: Pick<DirectoryParts, 'organisationOpen'>;
}): Named {
  return {
    known: (people) => store.known(people),
    openPart: (organisation, pointer) =>
      parts.organisationOpen(organisation, pointer),
  };
}
