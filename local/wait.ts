import { setTimeout as pause } from 'node:timers/promises';

/** How often a wait looks again, unless it says otherwise. */
const pollMs = 150;

/** A wait that passed its limit; the message says what did not happen. */
export class LimitError extends Error {
  override readonly name = 'LimitError';
}

export type Wait = {
  /** What is waited for, as it ends the sentence "… did not happen". */
  readonly what: string;
  readonly limitSeconds: number;
  /** How often it looks again: less often where each look is paid for. */
  readonly everyMs?: number;
};

/**
 * Looks until `probe` gives a value. A probe that throws ends the wait with its
 * error; `undefined` means "not yet". Throws `LimitError` after the limit.
 */
export async function until<T>(
  { what, limitSeconds, everyMs = pollMs }: Wait,
  probe: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = performance.now() + limitSeconds * 1_000;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    if (performance.now() > deadline) {
      throw new LimitError(`${what}: not within ${limitSeconds} s.`);
    }
    await pause(everyMs);
  }
}

/** One GET that answers with its JSON when it is 200, else with `undefined`. */
export async function answerOf(url: string): Promise<unknown> {
  const limitMs = 2_000;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(limitMs) });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}
