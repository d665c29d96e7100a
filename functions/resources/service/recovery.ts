import type { Commit, Part } from '../../platform/commit.ts';
import { recoveryRule } from '../../platform/torn-history.ts';
import type { Head } from '../head/contract.ts';
import { judged, mend } from '../model/mending.ts';
import type { Move } from '../model/move.ts';
import type { Judging, Kept, Torn } from '../model/torn.ts';
import type { RecoveryStore } from '../store/recovery.ts';
import type { Stretch } from '../store/scan.ts';

export type RecoveryNeeds = {
  readonly store: RecoveryStore;
  readonly linksOf: Judging['linksOf'];
  readonly placesOf: Judging['placesOf'];
  readonly partsOf: (move: Move) => Part[];
  readonly commit: Commit;
  /** Whether the library has the bytes of a file. */
  readonly isStored: (file: string) => Promise<boolean>;
  readonly now: () => Date;
  readonly epoch: () => number;
  readonly newSalt: () => string;
};

/** What of one stretch of the catalogue is torn. */
export type Judgement = {
  readonly seen: number;
  readonly torn: readonly Torn[];
  /**
   * By review, the resource whose head names it: as open, or of late as what
   * it rests on.
   */
  readonly reviews: ReadonlyMap<string, string>;
  readonly after?: string;
};

/** What a recovery asks of resources; all of it may be done again. */
export type ResourceRecovery = {
  /**
   * Judges a page of resources, and mends them where `repair` says so: heads
   * are believed, what follows from them is put back, what is lost is told in
   * their history. Bytes that are not there are told of, for nobody has them.
   * Cost: the page's part of the table twice, 1 RRU per 4 KB, and one S3 request
   * for each file.
   */
  judge(stretch: Stretch, how: Judged): Promise<Judgement>;
};

type Judged = {
  readonly since: string;
  readonly repair: boolean;
  /**
   * Told of each resource's tears before they are mended: afterwards nobody
   * finds them again. Whoever may be killed writes them down here.
   */
  readonly tell?: (torn: readonly Torn[]) => void;
};

/** Resources that are judged side by side. */
const atOnce = 20;

export function resourceRecovery(needs: RecoveryNeeds): ResourceRecovery {
  return {
    async judge(stretch, { repair, since, tell }) {
      const page = await needs.store.ids(stretch);
      const ids = [...page.ids];
      const torn: Torn[] = [];
      const reviews = new Map<string, string>();
      const { linksOf, placesOf } = needs;
      const judging = { since, linksOf, placesOf };
      for (let from = 0; from < ids.length; from += atOnce) {
        const some = ids.slice(from, from + atOnce);
        const found = await Promise.all(
          some.map(async (id) => {
            const one = await judgeOne(needs, id, judging);
            if (one.torn.length > 0) tell?.(one.torn);
            if (repair) await one.mend();
            for (const review of one.reviews) reviews.set(review, id);
            return one.torn;
          }),
        );
        torn.push(...found.flat());
      }
      const { next } = page;
      const seen = ids.length;
      return { seen, torn, reviews, ...(next && { after: next }) };
    },
  };
}

async function judgeOne(
  needs: RecoveryNeeds,
  id: string,
  judging: Judging,
): Promise<{
  readonly torn: readonly Torn[];
  readonly reviews: readonly string[];
  readonly mend: () => Promise<void>;
}> {
  const kept = await needs.store.kept(id);
  const { torn } = judged(kept, judging);
  const bytes = await lostBytes(needs, kept);
  return {
    torn: [...torn, ...bytes],
    reviews: reviewsIn(kept.head, judging.since),
    mend: async () => {
      if (torn.length > 0) await repairOne(needs, kept, judging);
    },
  };
}

/** What was decided long before was lost with no Region. */
function reviewsIn(head: Head | undefined, since: string): string[] {
  const { changedAt = '', closed, published, review } = head ?? {};
  const open = review ? [review.id] : [];
  if (changedAt < since) return open;
  const { review: decided } = published?.decision ?? {};
  return [
    ...open,
    ...(closed ? [closed.review] : []),
    ...(decided !== undefined && (published?.at ?? '') >= since
      ? [decided]
      : []),
  ];
}

/** Links and places last: they follow from what the others leave. */
async function repairOne(
  needs: RecoveryNeeds,
  kept: Kept,
  judging: Judging,
): Promise<void> {
  const { commit, epoch, newSalt, now, partsOf, store } = needs;
  const by = {
    actor: recoveryRule,
    organisation: kept.head?.holder ?? '',
    at: now().toISOString(),
    epoch: epoch(),
    salt: newSalt(),
  };
  const { head, header, move } = mend(kept, judging, by);
  if (head) await store.putHead(head);
  if (header) await store.putHeader(header);
  if (move) {
    const done = await commit(undefined, partsOf(move));
    if (!done.ok) throw new Error(`${kept.id} moved while it was mended.`);
  }
  const mended = await store.kept(kept.id);
  const left = judged(mended, judging).torn;
  await store.putLinks(mended, left);
  await store.putPlaces(mended, left);
}

async function lostBytes(
  { isStored }: RecoveryNeeds,
  { head, id: resource, versions }: Kept,
): Promise<Torn[]> {
  const editions = [...versions, ...(head?.published ? [head.published] : [])];
  const files = new Set(
    editions.flatMap(({ edition }) => edition.files.map(({ id }) => id)),
  );
  const lost: Torn[] = [];
  for (const which of files) {
    if (await isStored(which)) continue;
    lost.push({ resource, item: 'object', tear: 'lost', which });
  }
  return lost;
}
