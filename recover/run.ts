import { type StepId, stepsLeft } from './steps.ts';

/** What a step found or did, as the journal keeps it. */
export type Outcome = Readonly<Record<string, unknown>>;

/** One line of the journal. */
export type Line = {
  readonly step: StepId;
  readonly seconds: number;
  readonly outcome: Outcome;
};

export type Actions = Readonly<Record<StepId, () => Promise<Outcome>>>;

export type RunNeeds = {
  readonly plan: readonly StepId[];
  readonly actions: Actions;
  readonly journal: {
    readonly read: () => readonly Line[];
    readonly add: (line: Line) => void;
  };
  /** Asks a person; the step is taken only when they say so. */
  readonly confirm: (step: StepId) => Promise<boolean>;
  readonly begun: (step: StepId) => void;
  readonly clock: () => number;
};

/**
 * Takes the steps that the journal does not have yet. Killed anywhere, the same
 * call goes on with the step that was not noted. Gives whether all are done.
 */
export async function carryOut(needs: RunNeeds): Promise<boolean> {
  const { actions, begun, clock, confirm, journal, plan } = needs;
  const done = journal.read().map(({ step }) => step);
  for (const step of stepsLeft(plan, done)) {
    if (!(await confirm(step))) return false;
    begun(step);
    const from = clock();
    const outcome = await actions[step]();
    journal.add({ step, seconds: (clock() - from) / 1_000, outcome });
  }
  return true;
}
