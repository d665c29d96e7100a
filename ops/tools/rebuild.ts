import { setTimeout as pause } from 'node:timers/promises';
import type * as z from 'zod';
import {
  type ReindexStep,
  reindexAnswers,
} from '../../functions/search/contract.ts';
import { inParallel } from '../../local/pool.ts';

export type RebuildNeeds = {
  /** Has the stage's function take one step; throws when it could not. */
  readonly invoke: (step: ReindexStep) => Promise<unknown>;
  /** How many resources are in the new index by now. */
  readonly onProgress: (given: number) => void;
  readonly pause?: (milliseconds: number) => Promise<unknown>;
};

export type Rebuilt = z.output<typeof reindexAnswers.finish> & {
  readonly index: string;
  readonly given: number;
};

/** Tries of one step: the engine or the network may stumble for a moment. */
const attempts = 4;
const firstPauseMs = 1_000;

/**
 * Rebuilds the search index step by step, its parts side by side. Every step
 * may be repeated; when one fails for good, readers stay where they are, and the
 * next rebuild begins again with the same new index.
 */
export async function rebuild(
  needs: RebuildNeeds,
  segments: number,
): Promise<Rebuilt> {
  const { index } = reindexAnswers.begin.parse(
    await patiently(needs, { step: 'begin' }),
  );
  let given = 0;
  const numbers = Array.from({ length: segments }, (_, segment) => segment);
  await inParallel(numbers, segments, async (segment) => {
    let after: string | undefined;
    do {
      const place = { index, segment, segments, ...(after && { after }) };
      const answer = await patiently(needs, { step: 'fill', ...place });
      const filled = reindexAnswers.fill.parse(answer);
      given += filled.given;
      after = filled.after;
      needs.onProgress(given);
    } while (after !== undefined);
  });
  const ended = reindexAnswers.finish.parse(
    await patiently(needs, { step: 'finish', index, given }),
  );
  return { ...ended, index, given };
}

async function patiently(
  { invoke, pause: wait = pause }: RebuildNeeds,
  step: ReindexStep,
): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await invoke(step);
    } catch (error) {
      if (attempt === attempts) throw error;
      await wait(firstPauseMs * 2 ** (attempt - 1));
    }
  }
}
