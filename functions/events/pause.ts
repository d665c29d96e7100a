import { setTimeout } from 'node:timers/promises';

/** A random wait before attempt `n` that doubles with each, from 100 ms up. */
export async function pause(attempt: number): Promise<void> {
  await setTimeout(Math.random() * 100 * 2 ** attempt);
}
