import { experts } from '../identity/experts.ts';
import { principals } from '../identity/principals.ts';
import { schoolIn } from './model/candidates.ts';
import type { People } from './service/candidates.ts';

/** Those who review, as the directory knows them in a deployed function. */
export const people: People = {
  experts: (speciality, page) => experts.expertsBySpeciality(speciality, page),
  people: (ids) => experts.people(ids),
  async schools() {
    const { organisations } = await principals.tree({ fresh: false });
    return (organisation) => schoolIn(organisations, organisation);
  },
};

type Tree = Awaited<ReturnType<typeof principals.tree>>;
const institutesByTree = new WeakMap<Tree, readonly string[]>();

/** The district's research institutes; gathered once per version of the tree. */
export async function institutes(): Promise<readonly string[]> {
  const tree = await principals.tree({ fresh: false });
  const known = institutesByTree.get(tree);
  if (known) return known;
  const found = [...tree.organisations.values()]
    .filter(({ kind }) => kind === 'research-institute')
    .map(({ id }) => id);
  institutesByTree.set(tree, found);
  return found;
}
