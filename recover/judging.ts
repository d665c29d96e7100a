import type { ResourceRecovery } from '../functions/resources/service/recovery.ts';
import { inParallel } from '../local/pool.ts';

/** Parts of the catalogue that are judged side by side. */
const segments = 4;

/**
 * Judges every resource of the catalogue, as one asks; gives how many there are.
 * Cost of `judge` for all pages.
 */
export async function judgeAll(
  recovery: ResourceRecovery,
  how: Parameters<ResourceRecovery['judge']>[1],
): Promise<number> {
  let seen = 0;
  const numbers = Array.from({ length: segments }, (_, segment) => segment);
  await inParallel(numbers, segments, async (segment) => {
    let after: string | undefined;
    do {
      const stretch = { segment, segments, after };
      const page = await recovery.judge(stretch, how);
      seen += page.seen;
      after = page.after;
    } while (after !== undefined);
  });
  return seen;
}
