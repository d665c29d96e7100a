import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from '../lib/config.ts';
import type { Seat } from '../lib/seats.ts';
import { toolEnvironment } from '../local/aws.ts';
import { localStage } from '../local/deploy.ts';
import { type Instance, root } from '../local/instance.ts';
import { variablesOf } from '../recover/environment.ts';
import type { Line } from '../recover/run.ts';
import type { StepId } from '../recover/steps.ts';
import type { Change } from '../recover/takeover.ts';
import type { Verified } from './verifying.ts';

/** When a recovery is killed: as soon as it has begun a step, or found a tear. */
export type Kill =
  | { readonly step: StepId; readonly when: 'begun' }
  | {
      readonly step: StepId;
      readonly when: 'found';
      readonly of: 'directory' | 'resource';
    };

export type Ran = {
  readonly status: number | string;
  readonly begun: readonly StepId[];
  readonly lines: readonly Line[];
  /** What the stage says from now on, when all steps are done. */
  readonly taken?: Change;
};

/** A line of a recovery's output. */
type Told = Line | { readonly begun: StepId } | { readonly taken: Change };

/** Long for a machine that does other things beside. */
const verifyLimitMs = 600_000;
const lookMs = 2;

/** Runs one recovery in a process of its own, and may kill it. */
export async function runRecovery(
  instance: Instance,
  { to, kill }: { readonly to: Seat; readonly kill?: Kill },
): Promise<Ran> {
  const stage = localStage(instance);
  const begun: StepId[] = [];
  let taken: Change | undefined;
  const lines: Line[] = [];
  const child = spawn(
    process.execPath,
    ['drill/recovering.ts', JSON.stringify(instance), to],
    {
      cwd: root,
      env: toolEnvironment(instance, stage.region),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  child.stderr.pipe(
    createWriteStream(join(instance.folder, 'logs', 'recover.log'), {
      flags: 'a',
    }),
  );
  const ended = new Promise<number | string>((done) => {
    child.once('exit', (code, signal) => done(code ?? String(signal)));
  });
  const end = () => child.kill('SIGKILL');
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Told;
    if ('taken' in line) taken = line.taken;
    if ('step' in line) lines.push(line);
    if (!('begun' in line)) continue;
    begun.push(line.begun);
    if (kill?.step !== line.begun) continue;
    if (kill.when === 'found')
      await untilFound(instance, stage, child, kill.of);
    end();
  }
  return { status: await ended, begun, lines, ...(taken && { taken }) };
}

/** How the findings of each begin. */
const beginnings = { directory: '{"of":"', resource: '{"resource":"' } as const;

/** Waits until the first such tear is written down. */
async function untilFound(
  { folder }: Instance,
  { epoch, name }: Stage,
  child: ChildProcess,
  of: keyof typeof beginnings,
): Promise<void> {
  const file = join(
    folder,
    'recover',
    `recover-${name}-${epoch + 1}-torn.ndjson`,
  );
  const isFound = () =>
    existsSync(file) && readFileSync(file, 'utf8').includes(beginnings[of]);
  while (child.exitCode === null && !isFound()) await pause(lookMs);
}

/** Verifies all that a Region holds, in a process that reads just that one. */
export async function verifyRegion(
  instance: Instance,
  stage: Stage,
): Promise<Verified> {
  const child = spawn(process.execPath, ['drill/verifying.ts'], {
    cwd: root,
    env: { ...toolEnvironment(instance, stage.region), ...variablesOf(stage) },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: verifyLimitMs,
  });
  let text = '';
  for await (const part of child.stdout) text += String(part);
  return JSON.parse(text) as Verified;
}
