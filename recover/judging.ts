import type { DirectoryRecovery } from '../functions/identity/service/recovery.ts';
import type { How as DirectoryHow } from '../functions/identity/service/recovery-needs.ts';
import type { ResourceRecovery } from '../functions/resources/service/recovery.ts';
import type {
  Gathered,
  ReviewRecovery,
} from '../functions/review/service/recovery.ts';
import { inParallel } from '../local/pool.ts';
import type { Findings } from './findings.ts';

/** How resources and reviews are judged; `tell` before anything is mended. */
type How = {
  readonly since: string;
  readonly repair: boolean;
  readonly tell: Findings['add'];
};

/** Parts of a table that are judged side by side. */
const segments = 4;

/**
 * Judges every resource of the catalogue, as one asks; then reviews, which
 * follow from them. Gives how many there are of each. Cost of `judge` of both,
 * for all pages, and of `page`.
 */
export async function judgeAll(
  resources: ResourceRecovery,
  reviews: ReviewRecovery,
  how: How,
): Promise<{ readonly resources: number; readonly reviews: number }> {
  const named = new Map<string, string>();
  const judged = await allPages(async (stretch) => {
    const page = await resources.judge(stretch, how);
    for (const [review, resource] of page.reviews) named.set(review, resource);
    return page;
  });
  const gathered = await gather(reviews, how.since);
  const { seen } = await reviews.judge({ ...gathered, named }, how);
  return { resources: judged, reviews: seen };
}

async function gather(
  { page }: ReviewRecovery,
  since: string,
): Promise<Omit<Gathered, 'named'>> {
  const pages: Awaited<ReturnType<typeof page>>[] = [];
  await allPages(async (stretch) => {
    const one = await page(stretch, since);
    pages.push(one);
    return { seen: 0, after: one.next };
  });
  return {
    reviews: pages.flatMap((one) => one.reviews),
    loads: pages.flatMap((one) => one.loads),
    rubrics: pages.flatMap((one) => one.rubrics),
  };
}

/**
 * Judges all of the directory, one pass after the other; gives how many
 * organisations and people there are. Cost of `DirectoryRecovery`.
 */
export async function judgeDirectory(
  { finish, passes }: DirectoryRecovery,
  how: DirectoryHow,
): Promise<number> {
  let seen = 0;
  for (const pass of passes) {
    seen += await allPages((stretch) => pass.judge(stretch, how));
  }
  await finish(how);
  return seen;
}

type Stretch = Parameters<ResourceRecovery['judge']>[0];
type Page = { readonly seen: number; readonly after?: string | undefined };

async function allPages(
  judge: (stretch: Stretch) => Promise<Page>,
): Promise<number> {
  let seen = 0;
  const numbers = Array.from({ length: segments }, (_, segment) => segment);
  await inParallel(numbers, segments, async (segment) => {
    let after: string | undefined;
    do {
      const page = await judge({ segment, segments, after });
      seen += page.seen;
      after = page.after;
    } while (after !== undefined);
  });
  return seen;
}
