import { createHash } from 'node:crypto';

/** Chance that is the same for the same seed, so that a drill can be repeated. */
export type Chance = {
  /** From 0 up to, not including, `below`. */
  readonly number: (below: number) => number;
  readonly pick: <T>(all: readonly T[]) => T;
  /** Hexadecimal digits. */
  readonly digits: (count: number) => string;
};

export function chanceOf(seed: string): Chance {
  let drawn = 0;
  const next = () => {
    drawn += 1;
    return createHash('sha256').update(`${seed} ${drawn}`).digest();
  };
  const number = (below: number) => next().readUInt32BE(0) % below;
  return {
    number,
    pick: (all) => {
      const one = all[number(all.length)];
      if (one === undefined) throw new Error('There is nothing to pick from.');
      return one;
    },
    digits: (count) => {
      let text = '';
      while (text.length < count) text += next().toString('hex');
      return text.slice(0, count);
    },
  };
}
