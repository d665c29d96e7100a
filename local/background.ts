import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { endGroup, isGone, tailOf } from './command.ts';
import { type Instance, logFile } from './instance.ts';
import { until } from './wait.ts';

/** A server that we started, as its record on disk says. */
const Server = z.strictObject({
  name: z.string(),
  pid: z.int().positive(),
  /** When the system says the process began: a reused pid is another one. */
  began: z.string(),
});
export type Server = z.infer<typeof Server>;

export type ServerCommand = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly cwd: string;
};

/**
 * Starts a server in a process group of its own, so that the terminal's Ctrl-C
 * does not reach it before we have stopped it in order. Its output goes to its
 * log; the log of the run before is kept as `<name>.previous.log`.
 */
export function startServer(
  instance: Instance,
  { name, command, args, environment, cwd }: ServerCommand,
): Server {
  const log = logFile(instance, name);
  mkdirSync(dirname(log), { recursive: true });
  if (existsSync(log)) renameSync(log, logFile(instance, `${name}.previous`));
  const output = openSync(log, 'w');
  const child = spawn(command, args, {
    cwd,
    env: environment,
    stdio: ['ignore', output, output],
    detached: true,
  });
  closeSync(output);
  // Without a listener a command that cannot start would end this process.
  child.once('error', () => undefined);
  child.unref();
  if (child.pid === undefined) throw new Error(`Cannot start ${command}.`);
  return record(instance, name, child.pid);
}

/** Records this very process under a name, for `runningServer` to find. */
export function recordSelf(instance: Instance, name: string): void {
  record(instance, name, process.pid);
}

/** Takes back what `recordSelf` recorded. */
export function forgetSelf(instance: Instance, name: string): void {
  rmSync(recordFile(instance, name), { force: true });
}

/** Whether a server was started and neither runs nor was stopped by us. */
export function wasKilled(instance: Instance, name: string): boolean {
  const isRecorded = existsSync(recordFile(instance, name));
  return isRecorded && runningServer(instance, name) === undefined;
}

function record(instance: Instance, name: string, pid: number): Server {
  const server = { name, pid, began: beganAt(pid) ?? '' };
  const file = recordFile(instance, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(server));
  return server;
}

/** The server of that name if it runs, by its record and the system. */
export function runningServer(
  instance: Instance,
  name: string,
): Server | undefined {
  const file = recordFile(instance, name);
  if (!existsSync(file)) return undefined;
  const server = Server.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!server.success) return undefined;
  return isRunning(server.data) ? server.data : undefined;
}

/**
 * Waits until a server that was just started answers. Throws with the end of
 * its log when it ends before, or is not ready within the limit.
 */
export async function untilReady(
  instance: Instance,
  server: Server,
  limitSeconds: number,
  probe: () => Promise<boolean>,
): Promise<void> {
  const log = logFile(instance, server.name);
  const wait = { what: `${server.name} is ready (log: ${log})`, limitSeconds };
  await until(wait, async () => {
    if (await probe()) return true;
    if (isRunning(server)) return undefined;
    throw new Error(`${server.name} ended at its start. ${tailOf(log)}`);
  });
}

/**
 * Stops a server that we started: asks it, then ends it and whatever it left in
 * its group. Gives how it went.
 */
export async function stopServer(
  instance: Instance,
  name: string,
  limitSeconds: number,
): Promise<'stopped' | 'killed' | 'not-running'> {
  const server = runningServer(instance, name);
  // The record of one that was killed stays, for the next start to see.
  if (!server) return 'not-running';
  signal(server.pid, 'SIGTERM');
  const wait = { what: `${name} stops`, limitSeconds };
  const hasStopped = await until(wait, async () =>
    isRunning(server) ? undefined : true,
  ).catch(() => false);
  endGroup(server.pid, 'SIGKILL');
  rmSync(recordFile(instance, name), { force: true });
  return hasStopped ? 'stopped' : 'killed';
}

/** Whether the process of that record still runs. */
export function isRunning({ pid, began }: Server): boolean {
  return beganAt(pid) === began;
}

/** Whether a process of that number runs. */
export function isAlive(pid: number): boolean {
  return beganAt(pid) !== undefined;
}

/** When a process began; `undefined` when it has ended. */
function beganAt(pid: number): string | undefined {
  try {
    const columns = ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)];
    const line = execFileSync('ps', columns, {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    // A zombie has ended and only waits to be noticed.
    return line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}

function recordFile({ folder }: Instance, name: string): string {
  return join(folder, 'run', `${name}.json`);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
