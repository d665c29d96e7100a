import type { Stretch } from '../store/recovery.ts';
import type { How, Known, RecoveryNeeds } from './recovery-needs.ts';
import { judgeLeading, judgePerson } from './recovery-people.ts';
import { judgeRecord } from './recovery-records.ts';
import { judgeWhole } from './recovery-whole.ts';

/** How far one part of the directory was judged. */
export type Judgement = { readonly seen: number; readonly after?: string };

/** One reading of the whole directory, by segments side by side. */
export type Pass = {
  judge(stretch: Stretch, how: How): Promise<Judgement>;
};

/**
 * Judges the directory and mends it where `repair` says so; all of it may be
 * done again. The passes follow one another: organisations by their chains,
 * with the roles and machine clients that they tell of; people; what leads to
 * people; at the end the tree and the list of operators. Cost: the directory
 * three times and each organisation with its entries once more, 1 RRU per 4 KB.
 */
export type DirectoryRecovery = {
  readonly passes: readonly Pass[];
  finish(how: How): Promise<void>;
};

/** Organisations that are judged side by side. */
const atOnce = 10;

export function directoryRecovery(needs: RecoveryNeeds): DirectoryRecovery {
  const { store } = needs;
  const known: Known = {
    organisations: new Map(),
    judged: new Set(),
    given: new Map(),
    lost: new Set(),
    unproven: new Set(),
    operators: new Set(),
  };
  let kept: ReturnType<typeof store.tree> | undefined;
  // Before anything is mended: an organisation that is lost may be in it.
  const tree = () => {
    kept ??= store.tree();
    return kept;
  };
  return {
    passes: [
      pass(store.organisationIds, async (id, how) => {
        const { tree: nodes } = await tree();
        const node = nodes?.organisations.get(id);
        await judgeRecord(needs, known, { id, node }, how);
      }),
      pass(store.people, (one, how) => judgePerson(needs, known, one, how)),
      {
        async judge(stretch, how) {
          const { items, next } = await store.leading(stretch);
          await judgeLeading(needs, known, items, how);
          return { seen: 0, ...(next && { after: next }) };
        },
      },
    ],
    finish: async (how) => judgeWhole(needs, known, await tree(), how),
  };
}

/** A pass that judges some side by side. */
function pass<T>(
  read: (
    stretch: Stretch,
  ) => Promise<{ readonly items: readonly T[]; readonly next?: string }>,
  judge: (one: T, how: How) => Promise<void>,
): Pass {
  return {
    async judge(stretch, how) {
      const { items, next } = await read(stretch);
      for (let from = 0; from < items.length; from += atOnce) {
        const some = items.slice(from, from + atOnce);
        await Promise.all(some.map((one) => judge(one, how)));
      }
      return { seen: items.length, ...(next && { after: next }) };
    },
  };
}
