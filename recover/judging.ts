import type { DirectoryRecovery } from '../functions/identity/service/recovery.ts';
import type { How as DirectoryHow } from '../functions/identity/service/recovery-needs.ts';
import type { ResourceRecovery } from '../functions/resources/service/recovery.ts';
import { inParallel } from '../local/pool.ts';

/** Parts of a table that are judged side by side. */
const segments = 4;

/**
 * Judges every resource of the catalogue, as one asks; gives how many there are.
 * Cost of `judge` for all pages.
 */
export function judgeAll(
  recovery: ResourceRecovery,
  how: Parameters<ResourceRecovery['judge']>[1],
): Promise<number> {
  return allPages((stretch) => recovery.judge(stretch, how));
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
type Page = { readonly seen: number; readonly after?: string };

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
