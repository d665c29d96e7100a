import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

export type Command = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** All that it writes goes there, added to what is there. */
  readonly log: string;
  /** It is ended when it takes longer. */
  readonly limitSeconds: number;
};

/** A command that failed; the message has its last lines and its log's name. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** How many lines of a log are worth showing when its command fails. */
const tailLines = 15;

/** Runs a command to its end. Throws `CommandError` when it fails or is late. */
export async function run(given: Command): Promise<void> {
  const { command, args, cwd, environment, log, limitSeconds } = given;
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'a');
  try {
    const child = spawn(command, args, {
      cwd,
      env: environment,
      stdio: ['ignore', output, output],
      // A group of its own: what it started ends with it.
      detached: true,
    });
    const end = (signal: NodeJS.Signals) => endGroup(child.pid, signal);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      end('SIGKILL');
    }, limitSeconds * 1_000);
    const endWithUs = () => end('SIGKILL');
    process.once('exit', endWithUs);
    const status = await new Promise<number | string>((done, failed) => {
      child.once('error', failed);
      child.once('exit', (code, signal) => done(code ?? String(signal)));
    }).finally(() => {
      clearTimeout(timer);
      process.off('exit', endWithUs);
    });
    if (status === 0) return;
    const how = isLate
      ? `did not end within ${limitSeconds} s`
      : `ended with ${status}`;
    const line = [command, ...args].join(' ');
    throw new CommandError(`${line}\n${how}. ${tailOf(log)}`);
  } finally {
    closeSync(output);
  }
}

/** The last lines of a log, with its name, for a message. */
export function tailOf(log: string): string {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  const tail = lines.slice(-tailLines).map((line) => `    ${line}`);
  return `The end of ${log}:\n${tail.join('\n')}`;
}

/** Signals a process and all that it started in its group. */
export function endGroup(pid: number | undefined, signal: NodeJS.Signals) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** Whether a signal failed because nobody is there any more. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ESRCH';
}
