/**
 * Spreads calls evenly: each waits until its turn, so that no more than
 * `perSecond` begin in any second, however many ask at once.
 */
export function pacer(
  perSecond: number,
  clock: {
    readonly now: () => number;
    readonly pause: (milliseconds: number) => Promise<unknown>;
  },
): () => Promise<void> {
  const gapMs = 1_000 / perSecond;
  let free = 0;
  return async () => {
    const now = clock.now();
    const at = Math.max(now, free);
    free = at + gapMs;
    if (at > now) await clock.pause(at - now);
  };
}
