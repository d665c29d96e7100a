import type { FileErasure } from '../../files/erasure.ts';
import type { Changed, Commit, Part } from '../../platform/commit.ts';
import type { HistoryBody } from '../../platform/contract.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { ReviewErasure } from '../../review/erasure.ts';
import type { Head } from '../head/contract.ts';
import type { HistoryHeader } from '../history/contract.ts';
import { erase, type Holding, isTheirsAlone } from '../model/erasure.ts';
import type { Move } from '../model/move.ts';
import type { Succeeded } from '../service.ts';
import type { ErasureStore, LinkPlace } from '../store/erasure.ts';
import type { ResourceReads } from '../store/reads.ts';

export type ResourceErasureNeeds = {
  readonly reads: Pick<ResourceReads, 'head'>;
  readonly store: ErasureStore;
  readonly partsOf: (move: Move) => Part[];
  readonly files: FileErasure;
  readonly reviews: ReviewErasure;
  readonly commit: Commit;
  readonly now: () => Date;
  /** The Region's epoch; asked only when something is to be written. */
  readonly epoch: () => number;
  readonly newSalt: () => string;
};

/** On whose behalf a person is erased: who asked, and where they may. */
export type Eraser = { readonly actor: string; readonly organisation: string };

/** How a person has to do with a resource, and what its record keeps of it. */
export type Contribution = {
  readonly resource: string;
  readonly as: readonly ('contributor' | 'former' | 'creator')[];
  readonly entries: readonly {
    readonly header: HistoryHeader;
    readonly body: HistoryBody;
  }[];
};

/** What erasing, and the report of what is held, ask of resources. */
export type ResourceErasure = {
  /**
   * A page of what a person has to do with. 0.5 RRU per 4 KB of links, and for
   * each resource 1 RRU per 4 KB of its head, versions and record.
   */
  contributions(
    person: string,
    place: LinkPlace,
    limit: number,
  ): Promise<{ items: Contribution[]; next?: LinkPlace }>;
  /**
   * Erases a person from the resources of one page, from the beginning of what
   * is left: done again, it finds less. Gives how many it went through.
   */
  eraseSome(
    person: string,
    by: Eraser,
    limit: number,
  ): Promise<Result<{ resources: number; files: number }, Changed | Succeeded>>;
};

export function resourceErasure(needs: ResourceErasureNeeds): ResourceErasure {
  const { store } = needs;
  return {
    async contributions(person, place, limit) {
      const page = await store.linkedWith(person, place, limit);
      const items = await Promise.all(
        page.resources.map((id) => contributionOf(needs, id, person)),
      );
      return { items, ...(page.next && { next: page.next }) };
    },
    async eraseSome(person, by, limit) {
      let files = 0;
      const resources = await firstOf(needs, person, limit);
      if (resources.length === 0) await needs.reviews.eraseReviewer(person);
      for (const id of resources) {
        const done = await eraseFrom(needs, id, person, by);
        if (!done.ok) return done;
        files += done.value;
      }
      return ok({ resources: resources.length, files });
    },
  };
}

/** The first of what is left; links that are gone lead nowhere any more. */
async function firstOf(
  { store }: ResourceErasureNeeds,
  person: string,
  limit: number,
): Promise<readonly string[]> {
  const work = await store.linkedWith(person, { list: 'work' }, limit);
  if (work.resources.length > 0) return work.resources;
  const trace = await store.linkedWith(person, { list: 'trace' }, limit);
  return trace.resources;
}

async function contributionOf(
  { reads, store }: ResourceErasureNeeds,
  resource: string,
  person: string,
): Promise<Contribution> {
  const [head, versions, entries] = await Promise.all([
    reads.head(resource, { consistent: true }),
    store.versionsOf(resource),
    store.entriesNaming(resource, person),
  ]);
  const isCreator = versions.some(({ edition }) =>
    edition.creators?.some((one) => one.person === person),
  );
  const held = {
    contributor: head?.contributors.includes(person),
    former: head?.former?.includes(person),
    creator: isCreator,
  };
  const names = Object.keys(held) as (keyof typeof held)[];
  return { resource, as: names.filter((name) => held[name]), entries };
}

/**
 * One resource, in an order that bears being killed anywhere: bytes before what
 * names them, the record's bodies after what they lead to, the link last. Gives
 * how many files went.
 */
async function eraseFrom(
  needs: ResourceErasureNeeds,
  id: string,
  person: string,
  by: Eraser,
): Promise<Result<number, Changed | Succeeded>> {
  const { reads, store, files, reviews } = needs;
  const head = await reads.head(id, { consistent: true });
  const holding = head && { head, versions: await store.versionsOf(id) };
  let gone = 0;
  if (holding && isTheirsAlone(holding, person)) {
    for (const file of filesOf(holding)) {
      if (await files.erase(file, id)) gone += 1;
    }
  }
  const redacted = holding && (await redact(needs, holding, person, by));
  if (redacted?.ok === false) return redacted;
  const entries = await store.entriesNaming(id, person);
  const opened = entries.flatMap(({ body }) => reviewOf(body) ?? []);
  for (const review of new Set(opened)) await reviews.erase(review, person);
  for (const entry of entries) await store.dropBody(entry);
  await store.dropLink(id, person);
  return ok(gone);
}

async function redact(
  needs: ResourceErasureNeeds,
  holding: Holding,
  person: string,
  { actor, organisation }: Eraser,
): Promise<Result<undefined, Changed | Succeeded>> {
  const { partsOf, commit, now, newSalt, reviews, store } = needs;
  const epoch = needs.epoch();
  const { head } = holding;
  const at = now().toISOString();
  const by = { actor, organisation, at, epoch, salt: newSalt() };
  const done = erase(holding, person, by);
  if (!done) return ok(undefined);
  if (head.epoch > epoch) return fail({ code: 'unavailable' });
  const ended = endedReview(head, done.move.head);
  const parts = ended ? reviews.ended(ended, 'withdrawn', at) : [];
  const moved = await commit(undefined, [...partsOf(done.move), ...parts]);
  if (!moved.ok) return moved;
  for (const change of done.after) await store.changeVersion(head.id, change);
  return ok(undefined);
}

/** A review that nobody can decide any more: what it is of has gone. */
function endedReview(before: Head, after: Head): Head['review'] {
  const { review } = before;
  const isOver = review?.state === 'in-review' && after.review === undefined;
  return isOver ? review : undefined;
}

function filesOf({ head, versions }: Holding): ReadonlySet<string> {
  const editions = [...versions, ...(head.published ? [head.published] : [])];
  return new Set(
    editions.flatMap(({ edition }) => edition.files.map(({ id }) => id)),
  );
}

function reviewOf({ facts }: HistoryBody): string | undefined {
  return typeof facts.review === 'string' ? facts.review : undefined;
}
