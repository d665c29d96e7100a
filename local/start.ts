import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  forgetSelf,
  recordSelf,
  runningServer,
  wasKilled,
} from './background.ts';
import { bringUp, takeDown } from './bring-up.ts';
import { loadDemo } from './demo/load-demo.ts';
import { readDistrict } from './demo/read-demo.ts';
import { findingsOf } from './findings.ts';
import { demoPassword, firstOperator } from './first-operator.ts';
import { type Instance, platformInstance } from './instance.ts';
import { lookAtMachine } from './machine.ts';
import { readMark, setMark } from './parameters.ts';
import {
  type Platform,
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
const { values } = parseArgs({
  options: { fresh: { type: 'boolean' }, detach: { type: 'boolean' } },
});
const say = speaker(process.env);
const progress = progressOn(process.stdout);

/** Under this name `npm stop` finds the process that holds the terminal. */
const self = 'start';

/** How often the terminal's process looks whether the servers still run. */
const watchMs = 2_000;

/** As shells tell it of a command that Ctrl-C ended. */
const interrupted = 130;

process.exitCode = await main().catch(async (error: unknown) => {
  progress.line('');
  progress.line(error instanceof Error ? error.message : String(error));
  progress.line(say('failed'));
  return 1;
});
process.exit();

async function main(): Promise<number> {
  const instance = platformInstance(process.env);
  if (isUp(instance)) return sayItIsUp();
  const machine = await lookAtMachine(instance);
  const bad = findingsOf(machine, say).filter(({ isGood }) => !isGood);
  for (const { text, mend } of bad) {
    progress.line(`✗ ${text}`);
    if (mend) progress.line(`  → ${mend}`);
  }
  if (bad.length > 0) {
    progress.line(say('machineBad', { count: bad.length }));
    return 1;
  }
  recordSelf(instance, self);
  const stopped = signalled();
  let code: number;
  try {
    const started = start(instance);
    // A start that is interrupted fails somewhere on its way: nobody minds.
    started.catch(() => undefined);
    const ended = await Promise.race([started, stopped]);
    if (ended !== 'interrupted' && values.detach) {
      forgetSelf(instance, self);
      return 0;
    }
    code =
      ended === 'interrupted'
        ? interrupted
        : await untilEnded(instance, stopped);
  } catch (error) {
    await end(instance);
    throw error;
  }
  progress.line('');
  progress.line(say('stopping'));
  await end(instance);
  progress.line(say('stopped'));
  return code;
}

async function end(instance: Instance): Promise<void> {
  rmSync(platformFile, { force: true });
  await takeDown(instance);
  forgetSelf(instance, self);
}

async function start(instance: Instance): Promise<void> {
  progress.line(say('title'));
  rmSync(platformFile, { force: true });
  if (values.fresh) throwAway(instance);
  else if (wasKilled(instance, 'emulator')) progress.line(say('wasKilled'));
  await bringUp(instance, progress, say);
  const platform = await platformOf(instance);
  const accounts = await withDemo(instance, platform);
  const started = { ...platform, accounts };
  writePlatformFile(platformFile, started);
  summary(started);
}

const { accounts: Accounts } = StartedPlatform.shape;

/** Loads the demo district, if this platform has not got it yet. */
async function withDemo(
  instance: Instance,
  platform: Platform,
): Promise<StartedPlatform['accounts']> {
  const { region } = platform;
  const loaded = await readMark(instance, region, 'demo');
  if (loaded) return Accounts.parse(JSON.parse(loaded));
  const { organisations, people } = readDistrict();
  const person = people.find(({ role }) => role === 'operator');
  const bureau = organisations.find(({ kind }) => kind === 'bureau');
  if (!person || !bureau) throw new Error('The demo district has no operator.');
  const operator = await progress.step(say('firstOperator'), () =>
    firstOperator(platform, {
      username: person.username,
      name: person.name,
      organisation: bureau.name,
    }),
  );
  const { accounts } = await progress.step(say('demo'), ({ note }) =>
    loadDemo(platform, {
      operator,
      password: demoPassword,
      journal: join(instance.folder, 'demo.ndjson'),
      onProgress: ({ what, done, of }) => note(say(what, { done, of })),
    }),
  );
  await setMark(instance, region, 'demo', JSON.stringify(accounts));
  return { ...accounts };
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

function sayItIsUp(): number {
  const platform = readPlatformFile(platformFile, StartedPlatform);
  if (!platform) {
    progress.line(say('isStarting'));
    return 1;
  }
  progress.line(say('isUp', { apiUrl: platform.apiUrl }));
  return values.fresh ? 1 : 0;
}

function isUp(instance: Instance): boolean {
  return [self, 'emulator', 'engine'].some(
    (name) => runningServer(instance, name) !== undefined,
  );
}

/** All that an instance keeps, but not its logs. */
function throwAway({ folder }: Instance): void {
  for (const kept of ['emulator', 'engine', 'cdk.out', 'demo.ndjson']) {
    rmSync(join(folder, kept), { recursive: true, force: true });
  }
}

/** Waits for Ctrl-C, `npm stop`, or the terminal's end. */
function signalled(): Promise<'interrupted'> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => done('interrupted'));
    }
  });
}

/** Runs until somebody stops us, or a server ends by itself. */
async function untilEnded(
  instance: Instance,
  stopped: Promise<'interrupted'>,
): Promise<number> {
  for (;;) {
    const ended = await Promise.race([stopped, pause(watchMs)]);
    if (ended === 'interrupted') return 0;
    for (const name of ['emulator', 'engine']) {
      if (runningServer(instance, name)) continue;
      progress.line(say('hasEnded', { name }));
      return 1;
    }
  }
}
