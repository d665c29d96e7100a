import type { Person } from '../../platform/contract.ts';
import { rolesOn } from '../model/membership.ts';
import { placedPerson } from '../model/person.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { Directory } from './principals.ts';

/** People and organisations by id. Other capabilities know identity by this. */
export type People = {
  /**
   * A person as the policy sees them, as after a sign-in with two factors. 0.5
   * RRU, and 0.5 per 4 KB of memberships; the tree's as for a principal.
   */
  person(id: string): Promise<Person | undefined>;
  /** Whether the tree has an organisation. Nothing within a minute. */
  hasOrganisation(id: string): Promise<boolean>;
};

export function peopleOf({
  store,
  directory,
  now,
}: {
  readonly store: Pick<DirectoryReads, 'person'>;
  readonly directory: Pick<Directory, 'tree'>;
  readonly now: () => Date;
}): People {
  return {
    async person(id) {
      const record = await store.person(id, { consistent: false });
      if (record === undefined) return undefined;
      const tree = await directory.tree({ fresh: false });
      const today = now().toISOString().slice(0, 10);
      return placedPerson(id, rolesOn(record.held, today), tree);
    },
    async hasOrganisation(id) {
      const { organisations } = await directory.tree({ fresh: false });
      return organisations.has(id);
    },
  };
}
