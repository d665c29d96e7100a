import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { TornDirectory } from '../functions/identity/recovering.ts';
import type { Torn } from '../functions/resources/recovering.ts';
import type { TornReview } from '../functions/review/recovering.ts';

/** One item that does not fit, of whichever table. */
export type Finding = Torn | TornDirectory | TornReview;

/** What is found torn, kept beside the journal. */
export type Findings = {
  readonly add: (torn: readonly Finding[]) => void;
  /** Each once, also when a recovery was killed and found some of them again. */
  readonly all: () => readonly Finding[];
};

export function findingsIn(file: string): Findings {
  return {
    add: (torn) => {
      const lines = torn.map((one) => `${JSON.stringify(one)}\n`);
      appendFileSync(file, lines.join(''));
    },
    all: () => {
      const found = linesIn<Finding>(file);
      const byText = found.map((one) => [JSON.stringify(one), one] as const);
      return [...new Map(byText).values()];
    },
  };
}

/** The lines of such a file: each is one write, which a kill does not cut. */
export function linesIn<T>(file: string): T[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}
