import type { Person } from '../../platform/contract.ts';
import type { ReviewDesk } from '../../review/service.ts';
import { limits } from '../edition/contract.ts';
import { workItem } from '../model/view.ts';
import type { ResourceReads } from '../store/reads.ts';
import type { OpenReview, WorkItem } from '../view/contract.ts';

export type WorkNeeds = {
  readonly reads: Pick<ResourceReads, 'heads' | 'workOf'>;
  readonly reviews: Pick<ReviewDesk, 'waiting'>;
};

export type MyWork = {
  readonly items: WorkItem[];
  readonly next?: string;
  readonly toReview?: readonly OpenReview[];
};

/**
 * What a person has not finished, newest first, and on the first page the
 * oldest reviews that wait for them. 0.5 RRU per 4 KB of links (some 40), of
 * each head, and of the reviews (some 10).
 */
export async function readWork(
  { reads, reviews }: WorkNeeds,
  principal: Person,
  page: { readonly limit: number; readonly after: string | undefined },
): Promise<MyWork> {
  const isFirst = page.after === undefined;
  const [{ items: ids, next }, toReview] = await Promise.all([
    reads.workOf(principal.id, page),
    isFirst ? reviews.waiting(principal, limits.toReview) : undefined,
  ]);
  const heads = await reads.heads(ids);
  const items = ids.flatMap((id) => {
    const head = heads.get(id);
    return (head && workItem(head)) ?? [];
  });
  return {
    items,
    ...(next !== undefined && { next }),
    ...(toReview && { toReview }),
  };
}
