import type { Commit } from '../../platform/commit.ts';
import { firstRubric } from '../model/default-rubric.ts';
import type { Due, Judging, Kept } from '../model/kept.ts';
import type { Told } from '../model/told.ts';
import { judged, type TornReview } from '../model/torn.ts';
import { judgedRubric, type KeptRubric } from '../model/torn-rubrics.ts';
import type { RubricRef } from '../rubric/contract.ts';
import type { Page, RecoveryStore, Stretch } from '../store/recovery.ts';

export type RecoveryNeeds = {
  readonly store: RecoveryStore;
  /** What a resource says of its reviews. */
  readonly recordOf: (resource: string) => Promise<Told>;
  /** Those of these people whom the directory still knows. */
  readonly known: (people: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly commit: Commit;
  readonly now: () => Date;
};

/** What a recovery asks of reviews; all of it may be done again. */
export type ReviewRecovery = {
  /** A page of what there is to be judged. 1 RRU per 4 KB of the table. */
  page(stretch: Stretch, since: string): Promise<Page>;
  /**
   * Judges all that the pages have, and the reviews that resources name, after
   * these were judged; mends it where `repair` says so. Cost: for each review 1
   * RRU per 4 KB of it and of its resource's partition.
   */
  judge(all: Gathered, how: Judged): Promise<Judgement>;
};

/** All that is to be judged. */
export type Gathered = Omit<Page, 'next'> & {
  /** By review, the resource whose head names it. */
  readonly named: ReadonlyMap<string, string>;
};

export type Judgement = {
  readonly seen: number;
  readonly torn: readonly TornReview[];
};

type Judged = {
  readonly since: string;
  readonly repair: boolean;
  /** Told of tears before they are mended, as for resources. */
  readonly tell?: (torn: readonly TornReview[]) => void;
};

/** Reviews that are judged side by side. */
const atOnce = 20;

export function reviewRecovery(needs: RecoveryNeeds): ReviewRecovery {
  const { store } = needs;
  return {
    page: store.page,
    async judge({ loads, named, reviews, rubrics }, how) {
      const torn: TornReview[] = [];
      const note = async (
        found: readonly TornReview[],
        mend: () => Promise<void>,
      ) => {
        if (found.length === 0) return;
        torn.push(...found);
        how.tell?.(found);
        if (how.repair) await mend();
      };
      // Panels are by a rubric: these are made whole first.
      for (const rubric of rubricsIn(rubrics)) {
        const one = judgedRubric(rubric);
        await note(one.torn, () => store.putRubric(one));
      }
      const isRubric = knownRubrics(rubrics);
      const waiting = new Map<string, number>();
      const ids = [...new Set([...reviews, ...named.keys()])];
      for (let from = 0; from < ids.length; from += atOnce) {
        const some = ids.slice(from, from + atOnce);
        await Promise.all(
          some.map(async (id) => {
            const asked = { id, resource: named.get(id), isRubric };
            const one = await judgeOne(needs, asked, how);
            for (const { reviewer } of one.due.assignments) {
              waiting.set(reviewer, (waiting.get(reviewer) ?? 0) + 1);
            }
            await note(one.torn, one.mend);
          }),
        );
      }
      for (const one of tornLoads(new Map(loads), waiting)) {
        const { of } = one;
        await note([one], () => store.putLoad(of, waiting.get(of) ?? 0));
      }
      return { seen: ids.length, torn };
    },
  };
}

async function judgeOne(
  { commit, known, now, recordOf, store }: RecoveryNeeds,
  {
    id,
    isRubric,
    resource,
  }: {
    readonly id: string;
    readonly resource: string | undefined;
    readonly isRubric: Judging['isRubric'];
  },
  { since }: Judged,
): Promise<{
  readonly torn: readonly TornReview[];
  readonly due: Due;
  readonly mend: () => Promise<void>;
}> {
  const kept = await store.kept(id);
  const about = resource ?? resourceOf(kept);
  const told = about === undefined ? untold : await recordOf(about);
  const at = now().toISOString();
  const judging = { since, at, isRubric, erased: new Set<string>() };
  let one = judged(kept, told, judging);
  if (one.torn.length > 0) {
    // What waits for nobody was erased, not lost.
    const sitting = told.head?.review?.reviewers ?? [];
    const still = await known(sitting);
    const erased = new Set(sitting.filter((person) => !still.has(person)));
    one = judged(kept, told, { ...judging, erased });
  }
  const { due, torn } = one;
  return {
    torn,
    due,
    async mend() {
      const parts = store.mendingParts(kept, due, epochOf(told));
      if (parts.length === 0) return;
      const done = await commit(undefined, parts);
      if (!done.ok) throw new Error(`${id} moved while it was mended.`);
    },
  };
}

const untold: Told = {
  head: undefined,
  entries: [],
  isWhole: false,
  editions: new Map(),
};

function resourceOf({ assignments, review }: Kept): string | undefined {
  return review?.resourceId ?? assignments[0]?.review.resourceId;
}

/** Of the Region in which the last step was taken, not of this recovery. */
function epochOf({ entries, head }: Told): number {
  const last = entries.findLast(({ header }) => header.action !== 'recover');
  return last?.header.epoch ?? head?.epoch ?? 0;
}

function rubricsIn(pages: Page['rubrics']): KeptRubric[] {
  const ids = new Set(pages.map(({ rubric }) => rubric.id));
  return [...ids].map((id) => {
    const own = pages.filter(({ rubric }) => rubric.id === id);
    return {
      id,
      latest: own.find(({ isLatest }) => isLatest)?.rubric,
      versions: own
        .filter(({ isLatest }) => !isLatest)
        .map(({ rubric }) => rubric),
    };
  });
}

function knownRubrics(pages: Page['rubrics']): Judging['isRubric'] {
  const name = ({ id, version }: RubricRef) => `${id}@${version}`;
  const known = new Set(pages.map(({ rubric }) => name(rubric)));
  known.add(name(firstRubric));
  return (rubric) => known.has(name(rubric));
}

/** Counters that do not say how many reviews wait for somebody. */
function tornLoads(
  are: ReadonlyMap<string, number>,
  due: ReadonlyMap<string, number>,
): TornReview[] {
  const people = new Set([...are.keys(), ...due.keys()]);
  return [...people].flatMap((of): TornReview[] => {
    const [is, should] = [are.get(of), due.get(of) ?? 0];
    if ((is ?? 0) === should) return [];
    const tear = is === undefined ? 'lost' : is < should ? 'behind' : 'ahead';
    return [{ of, item: 'load', tear, which: of }];
  });
}
