import type { LeftOut } from '../../identity/register/contract.ts';
import type { Change } from '../model/plan.ts';

/** A plan as it is kept: whose turn it continues, and what is to be done. */
export type KeptPlan = {
  /** How often a roster had been applied when it was made. */
  readonly turn: number;
  readonly unchanged: number;
  readonly changes: readonly Change[];
};

/** One line for what it rests on, then one a change. */
export function writePlan({ changes, ...rest }: KeptPlan): string {
  return [rest, ...changes].map((line) => JSON.stringify(line)).join('\n');
}

export function readPlan(text: string): KeptPlan {
  const [head, ...changes] = text
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  return { ...(head as Omit<KeptPlan, 'changes'>), changes } as KeptPlan;
}

/** How far an application is, and who was left out: by position in the plan. */
export type Progress = {
  readonly at: number;
  readonly added: number;
  readonly changed: number;
  readonly ended: number;
  readonly leftOut: readonly { readonly at: number; readonly rule: LeftOut }[];
};

export const noProgress: Progress = {
  at: 0,
  added: 0,
  changed: 0,
  ended: 0,
  leftOut: [],
};

export function readProgress(checkpoint: string | undefined): Progress {
  return checkpoint === undefined ? noProgress : JSON.parse(checkpoint);
}

/** Who was added so far. */
export function addedBy({ changes }: KeptPlan, { at, leftOut }: Progress) {
  const out = new Set(leftOut.map((one) => one.at));
  return changes
    .slice(0, at)
    .flatMap((change, position) =>
      change.do === 'add' && !out.has(position) ? [change] : [],
    );
}
