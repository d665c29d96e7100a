import type { DrillSummary } from '../functions/recovery/contract.ts';
import { readStage } from '../lib/config.ts';
import { inRecoveryRegion } from '../lib/seats.ts';
import { variablesOf } from '../recover/environment.ts';
import type { Drill } from './report.ts';

/** What a stage keeps of a drill. */
export function summaryOf(drill: Drill, resources: number): DrillSummary {
  const { began, isGood, rtoEmulated, seed } = drill;
  const total = (steps: Readonly<Record<string, number>>) =>
    Object.values(steps).reduce((sum, one) => sum + one, 0);
  return {
    ...{ began, isGood, resources, seed },
    rtoEmulatedSeconds: {
      recovery: total(rtoEmulated.recovery),
      primary: total(rtoEmulated.primary),
    },
  };
}

/**
 * Records a drill in a stage on AWS, with the credentials of the environment:
 * operators see it at `/v1/recovery/status`.
 */
export async function record(
  stage: string,
  summary: DrillSummary,
): Promise<void> {
  const own = readStage({ stage });
  const active = own.active === 'recovery' ? inRecoveryRegion(own) : own;
  Object.assign(process.env, variablesOf(active));
  // Its modules read the variables, and keep the Region they find there.
  const { recoveryStore } = await import(
    '../functions/recovery/store/records.ts'
  );
  await recoveryStore.keepDrill(summary);
}
