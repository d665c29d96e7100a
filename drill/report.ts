import type { Finding } from '../recover/findings.ts';
import type { VerifiedCounts } from './verifying.ts';

/** One thing that must be so after a recovery, and whether it is. */
export type Check = {
  readonly what: string;
  readonly isSo: boolean;
  /** What was found otherwise, a few of it. */
  readonly found?: unknown;
};

export type Drill = {
  readonly seed: string;
  readonly began: string;
  readonly seconds: number;
  readonly loaded: {
    readonly made: number;
    readonly throughApi: number;
    readonly written: number;
    readonly organisations: number;
  };
  /** What the drill took away after the Region was destroyed. */
  readonly taken: {
    readonly commands: number;
    readonly items: number;
    readonly objects: number;
  };
  /** What the recovery listed, by item and tear. */
  readonly listed: Readonly<Record<string, number>>;
  /** Versions behind whose telling entry was lost as well: in no list. */
  readonly beyondKnowing: number;
  /** Seconds by step, on one machine; on AWS a deploy takes longer. */
  readonly rtoEmulated: Readonly<
    Record<'recovery' | 'primary', Readonly<Record<string, number>>>
  >;
  readonly rpo: string;
  readonly verified: Readonly<Record<'recovery' | 'primary', VerifiedCounts>>;
  readonly checks: readonly Check[];
  readonly isGood: boolean;
};

/** Why no figure stands for it. */
export const rpoNote =
  'Not measurable here: the emulator replicates without lag. What was lost is what the drill took away.';

/** How many of each kind a list has. */
export function counted(torn: readonly Finding[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { item, tear } of torn) {
    const kind = `${item} ${tear}`;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

const shown = 5;

/** A check that two sets of texts are the same. */
export function sameSet(
  what: string,
  is: readonly string[],
  due: readonly string[],
): Check {
  const missing = due.filter((one) => !is.includes(one));
  const surplus = is.filter((one) => !due.includes(one));
  const isSo = missing.length === 0 && surplus.length === 0;
  const found = {
    missing: missing.slice(0, shown),
    surplus: surplus.slice(0, shown),
  };
  return { what, isSo, ...(!isSo && { found }) };
}

/** A check that a list is empty. */
export function none(what: string, found: readonly unknown[]): Check {
  const isSo = found.length === 0;
  return { what, isSo, ...(!isSo && { found: found.slice(0, shown) }) };
}

/** The report as a person reads it. */
export function linesOf(drill: Drill): string[] {
  const { loaded, taken, rtoEmulated, verified } = drill;
  const secondsOf = (steps: object) =>
    Object.entries(steps).map(([step, seconds]) => `${step} ${seconds}`);
  const total = (steps: object) =>
    Object.values(steps).reduce((sum, one) => sum + Number(one), 0);
  const way = (to: 'recovery' | 'primary') => [
    `RTO (emulated) --to ${to}: ${total(rtoEmulated[to]).toFixed(1)} s: ${secondsOf(rtoEmulated[to]).join(', ')}`,
    `  verified: ${verified[to].heads} heads, ${verified[to].organisations} organisations, ${verified[to].entries} entries (${verified[to].sealedEntries} sealed), ${verified[to].files} files, ${verified[to].seals} seals`,
  ];
  return [
    `Drill ${drill.seed}: ${drill.isGood ? 'good' : 'NOT GOOD'}, ${drill.seconds.toFixed(0)} s`,
    `Loaded: ${loaded.made} model-made, ${loaded.throughApi} through the API, ${loaded.written} and ${loaded.organisations} organisations written to before the loss`,
    `Taken away: ${taken.commands} commands whole, ${taken.items} items of torn ones, ${taken.objects} objects`,
    `Listed: ${JSON.stringify(drill.listed)}; beyond knowing: ${drill.beyondKnowing}`,
    ...way('recovery'),
    ...way('primary'),
    `RPO: ${drill.rpo}`,
    ...drill.checks.map(
      ({ what, isSo, found }) =>
        `${isSo ? '✓' : '✗'} ${what}${found ? ` ${JSON.stringify(found)}` : ''}`,
    ),
  ];
}
