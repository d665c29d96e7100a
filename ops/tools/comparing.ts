import type {
  Difference,
  ReconcileAnswer,
  ReconcileStep,
} from '../../functions/operations/contract.ts';
import {
  differences,
  mostAtOnce,
} from '../../functions/operations/contract.ts';
import { inParallel } from '../../local/pool.ts';

export type CompareNeeds = {
  /** Has the stage's function take one step; throws when it could not. */
  readonly step: (step: ReconcileStep) => Promise<ReconcileAnswer>;
  readonly pause: (milliseconds: number) => Promise<unknown>;
};

/** How many of what were looked at, and what differed to the end. */
export type Compared = {
  readonly heads: number;
  readonly documents: number;
  readonly files: number;
  readonly left: readonly Difference[];
  /** What differed and was put right. */
  readonly mended: readonly Difference[];
};

/** Parts of the catalogue that are read side by side. */
const segments = 4;

/** What a change needs to reach the index; far less, mostly. */
const underWayMs = 5_000;

/** Looks at what was mended, this often at most. */
const looks = 12;

/**
 * Compares everything, then looks at what differed once more after a moment:
 * what was under way is through by then. With `mends`, what can be put right
 * safely is, and looked at until it agrees, for a minute at most.
 */
export async function compareAll(
  needs: CompareNeeds,
  mends: boolean,
): Promise<Compared> {
  const numbers = Array.from({ length: segments }, (_, segment) => segment);
  const suspects: Difference[] = [];
  let heads = 0;
  await inParallel(numbers, segments, async (segment) => {
    const all = await walk(needs, (after) => ({
      step: 'heads',
      segment,
      segments,
      ...(after && { after }),
    }));
    heads += all.seen;
    suspects.push(...all.found);
  });
  const index = await walk(needs, (after) => ({
    step: 'index',
    ...(after && { after }),
  }));
  const library = await walk(needs, (after) => ({
    step: 'library',
    ...(after && { after }),
  }));
  suspects.push(...index.found, ...library.found);
  const found = await lookAgain(needs, suspects);
  const left = mends ? await mend(needs, found) : found;
  const isLeft = (one: Difference) => left.some((other) => same(one, other));
  return {
    heads,
    documents: index.seen,
    files: library.seen,
    left,
    mended: found.filter((one) => !isLeft(one)),
  };
}

async function walk(
  { step }: CompareNeeds,
  next: (after: string | undefined) => ReconcileStep,
) {
  const found: Difference[] = [];
  let seen = 0;
  let after: string | undefined;
  do {
    const answer = await step(next(after));
    found.push(...answer.differences);
    seen += answer.seen;
    after = answer.after;
  } while (after !== undefined);
  return { found, seen };
}

/** What still differs of these after a moment. */
async function lookAgain(
  { step, pause }: CompareNeeds,
  suspects: readonly Difference[],
): Promise<Difference[]> {
  if (suspects.length === 0) return [];
  await pause(underWayMs);
  const ids = (about: 'resource' | 'file') => [
    ...new Set(
      suspects
        .filter(({ kind }) => differences[kind].about === about)
        .map(({ id }) => id),
    ),
  ];
  const found: Difference[] = [];
  for (const resources of inParts(ids('resource'))) {
    const answer = await step({ step: 'again', resources, files: [] });
    found.push(...answer.differences);
  }
  for (const files of inParts(ids('file'))) {
    const answer = await step({ step: 'again', resources: [], files });
    found.push(...answer.differences);
  }
  return found;
}

async function mend(
  needs: CompareNeeds,
  found: readonly Difference[],
): Promise<readonly Difference[]> {
  const isMendable = ({ kind }: Difference) => differences[kind].mend;
  const ids = [...new Set(found.filter(isMendable).map(({ id }) => id))];
  for (const resources of inParts(ids)) {
    await needs.step({ step: 'mend', resources });
  }
  let left = found;
  for (let look = 0; look < looks && left.some(isMendable); look += 1) {
    left = await lookAgain(needs, left);
  }
  return left;
}

function same(one: Difference, other: Difference): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function* inParts(ids: readonly string[]): Generator<string[]> {
  for (let from = 0; from < ids.length; from += mostAtOnce) {
    yield ids.slice(from, from + mostAtOnce);
  }
}
