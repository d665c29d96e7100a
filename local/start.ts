import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import {
  forgetSelf,
  recordSelf,
  runningServer,
  wasKilled,
} from './background.ts';
import { bringUp, takeDown } from './bring-up.ts';
import { demoDistrict } from './demo-district.ts';
import { hasSavedState } from './emulator.ts';
import { findingsOf } from './findings.ts';
import { demoPassword } from './first-operator.ts';
import { type Instance, platformInstance } from './instance.ts';
import { keepPort, keptPort, throwAway } from './kept.ts';
import { lookAtMachine } from './machine.ts';
import { ownOptions } from './options.ts';
import {
  platformFile,
  readPlatformFile,
  StartedPlatform,
  writePlatformFile,
} from './platform-file.ts';
import { platformOf } from './platform-of.ts';
import { progressOn } from './progress.ts';
import { speaker } from './text.ts';

/**
 * `npm start`: brings the platform up with the demo district, says where it is,
 * and runs until Ctrl-C. `-- --detach` returns when it is ready; `-- --fresh`
 * throws away what was kept.
 */
const { values } = ownOptions({
  fresh: { type: 'boolean' },
  detach: { type: 'boolean' },
});
const say = speaker(process.env);
const progress = progressOn(process.stdout);

/** Under this name `npm stop` finds the process that holds the terminal. */
const self = 'start';
const servers = ['emulator', 'engine'];

/** How often the terminal's process looks whether the servers still run. */
const watchMs = 2_000;

/** As shells tell it of a command that Ctrl-C ended. */
const interrupted = 130;

async function main(): Promise<number> {
  const instance = platformInstance(process.env);
  if (isUp(instance)) return sayItIsUp();
  if (!(await canStart(instance))) return 1;
  recordSelf(instance, self);
  const stopped = signalled();
  try {
    const code = await startAndStay(instance, stopped);
    if (code === undefined) return 0;
    progress.line('');
    progress.line(say('stopping'));
    await end(instance);
    progress.line(say('stopped'));
    return code;
  } catch (error) {
    await end(instance);
    throw error;
  }
}

/** Gives the exit status to stop with; none when it is to run on without us. */
async function startAndStay(
  instance: Instance,
  stopped: Promise<'stopped'>,
): Promise<number | undefined> {
  const starting = start(instance);
  // A start that is interrupted fails somewhere on its way: nobody minds.
  starting.catch(() => undefined);
  if ((await Promise.race([starting, stopped])) === 'stopped') {
    return interrupted;
  }
  if (!values.detach) return untilEnded(instance, stopped);
  forgetSelf(instance, self);
  return undefined;
}

async function start(instance: Instance): Promise<void> {
  progress.line(say('title'));
  rmSync(platformFile, { force: true });
  await leftBehind(instance);
  if (values.fresh) throwAway(instance);
  keepPort(instance);
  await bringUp(instance, progress, say);
  const platform = await platformOf(instance);
  const accounts = await demoDistrict(instance, platform, progress, say);
  const started = { ...platform, accounts };
  writePlatformFile(platformFile, started);
  summary(started);
}

/** Whether this machine has all that is needed; says what it has not. */
async function canStart(instance: Instance): Promise<boolean> {
  const port = keptPort(instance);
  if (!values.fresh && port !== undefined && port !== instance.ports.emulator) {
    progress.line(say('otherPort', { port }));
    return false;
  }
  const machine = await lookAtMachine(instance);
  const bad = findingsOf(machine, say).filter(({ isGood }) => !isGood);
  for (const { text, mend } of bad) {
    progress.line(`✗ ${text}`);
    if (mend) progress.line(`  → ${mend}`);
  }
  if (bad.length > 0) progress.line(say('machineBad', { count: bad.length }));
  return bad.length === 0;
}

/**
 * Clears up after a platform that was killed. When the emulator had never saved
 * its state, OpenSearch and S3 hold things that nobody knows any more.
 */
async function leftBehind(instance: Instance): Promise<void> {
  if (!servers.some((name) => wasKilled(instance, name))) return;
  await takeDown(instance);
  const isSaved = hasSavedState(instance);
  progress.line(say(isSaved ? 'wasKilled' : 'wasNeverSaved'));
  if (!isSaved) throwAway(instance);
}

function summary({ apiUrl, accounts }: StartedPlatform): void {
  progress.line('');
  progress.line(say('ready', { apiUrl }));
  progress.line('');
  progress.line(say('accounts', { password: demoPassword }));
  for (const [role, { username }] of Object.entries(accounts)) {
    progress.line(`  ${role.padEnd(20)} ${username}`);
  }
  progress.line('');
  progress.line(say('try'));
  for (const text of ['trySearch', 'tryToken', 'tryReference'] as const) {
    progress.line(`  ${say(text, { apiUrl })}`);
  }
  progress.line('');
  progress.line(say(values.detach ? 'runsOn' : 'holds'));
}

function isUp(instance: Instance): boolean {
  const runs = (name: string) => runningServer(instance, name) !== undefined;
  return runs(self) || servers.every(runs);
}

function sayItIsUp(): number {
  const platform = readPlatformFile(platformFile, StartedPlatform);
  if (!platform) {
    progress.line(say('isStarting'));
    return 1;
  }
  progress.line(say('isUp', { apiUrl: platform.apiUrl }));
  return values.fresh ? 1 : 0;
}

/** Waits for Ctrl-C, `npm stop`, or the terminal's end. */
function signalled(): Promise<'stopped'> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => done('stopped'));
    }
  });
}

/** Runs until somebody stops us, or a server ends by itself. */
async function untilEnded(
  instance: Instance,
  stopped: Promise<'stopped'>,
): Promise<number> {
  for (;;) {
    const ended = await Promise.race([stopped, pause(watchMs)]);
    if (ended === 'stopped') return 0;
    for (const name of servers) {
      if (runningServer(instance, name)) continue;
      progress.line(say('hasEnded', { name }));
      return 1;
    }
  }
}

async function end(instance: Instance): Promise<void> {
  rmSync(platformFile, { force: true });
  await takeDown(instance);
  forgetSelf(instance, self);
}

process.exitCode = await main().catch((error: unknown) => {
  progress.line('');
  progress.line(error instanceof Error ? error.message : String(error));
  progress.line(say('failed'));
  return 1;
});
process.exit();
