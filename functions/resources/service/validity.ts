import type { Person } from '../../platform/contract.ts';
import { mayInOrganisation } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { FallingDue } from '../due/contract.ts';
import type { Head } from '../head/contract.ts';
import type { StateRefused } from '../model/life.ts';
import { reReview } from '../model/steps.ts';
import { daysAfter, graceDays } from '../model/validity.ts';
import type { Forbidden } from '../service.ts';
import type { DueStore } from '../store/due.ts';
import type { ResourceReads } from '../store/reads.ts';
import { command, type Found, type Refusals, type Wish } from './command.ts';
import type { LifeNeeds } from './life.ts';

/** Most organisations that one page looks into: a page may be short, or empty. */
const holdersAPage = 25;

/** Where a list goes on: at a holder, after a place in what it holds. */
export type DuePlace = {
  readonly holder: string;
  readonly after?: string | undefined;
};

/**
 * Opens a review of what is published, to say whether it still holds. Cost:
 * `command`, and 4 WRU for the review.
 */
export function openReReview(
  needs: LifeNeeds & { readonly newReviewId: () => string },
  wish: Wish,
): Promise<Result<Found, Refusals<StateRefused>>> {
  return command(needs, 'decide', wish, (found, by) => {
    const id = needs.newReviewId();
    const move = reReview(found, id, by);
    if (!move.ok) return move;
    const opened = needs.reviews.opened({
      id,
      resourceId: wish.id,
      version: move.value.entry.header.version,
      title: found.edition.title,
      holder: found.head.holder,
      submittedBy: by.actor,
      openedAt: by.at,
    });
    return ok({ move: move.value, with: opened });
  });
}

/**
 * What falls due by a date of the organisations that a librarian manages, or of
 * the one that is named: by organisation, and in each the next due first. Looks
 * into 25 organisations at most, 0.5 RRU each and per 25 resources, and 0.5 per
 * 4 KB of each head.
 */
export async function listDue(
  {
    due,
    reads,
  }: {
    readonly due: Pick<DueStore, 'heldDue'>;
    readonly reads: Pick<ResourceReads, 'heads'>;
  },
  principal: Person,
  asked: {
    readonly by: string;
    readonly holder?: string | undefined;
    readonly limit: number;
    readonly place: DuePlace | undefined;
  },
): Promise<Result<{ items: FallingDue[]; next?: DuePlace }, Forbidden>> {
  const { by, holder, limit, place } = asked;
  if (holder !== undefined) {
    const { allowed, rule } = mayInOrganisation(principal, 'decide', holder);
    if (!allowed) return fail({ code: 'forbidden', rule });
  }
  const all = holder ? [holder] : [...(principal.manages.librarian ?? [])];
  const holders = all.filter((one) => one >= (place?.holder ?? '')).sort();
  const ids: string[] = [];
  let next: DuePlace | undefined;
  for (const [at, one] of holders.entries()) {
    if (at === holdersAPage || ids.length === limit) {
      next = { holder: one };
      break;
    }
    const after = one === place?.holder ? place.after : undefined;
    const page = { limit: limit - ids.length, after, by };
    const found = await due.heldDue(one, page);
    ids.push(...found.items);
    if (found.next !== undefined) {
      next = { holder: one, after: found.next };
      break;
    }
  }
  const heads = await reads.heads(ids);
  const items = ids.flatMap((id) => {
    const head = heads.get(id);
    return (head && fallingDue(head)) ?? [];
  });
  return ok({ items, ...(next && { next }) });
}

/** Nothing when it has been withdrawn since it was listed. */
function fallingDue(head: Head): FallingDue | undefined {
  const { id, holder, published, review, withdrawn } = head;
  if (!published || withdrawn) return undefined;
  const { edition, overdueSince, reviewDue, version } = published;
  return {
    resourceId: id,
    title: edition.title,
    holder,
    version,
    reviewDue,
    ...(overdueSince && {
      overdueSince,
      outdatedOn: daysAfter(overdueSince, graceDays),
    }),
    ...(review?.again && { review: review.id }),
  };
}
