import { execFile } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { promisify, stripVTControlCharacters } from 'node:util';
import { runningServer } from './background.ts';
import { type Instance, isFree, root } from './instance.ts';

/** A port that the platform wants, and who has it now. */
export type PortFact = {
  readonly purpose: 'emulator' | 'engine' | 'engineTransport';
  readonly port: number;
  /** `ours`: our own server. Somebody else is told as the system tells them. */
  readonly holder: 'free' | 'ours' | { readonly who: string | undefined };
};

/** What of this machine decides whether the platform can run on it. */
export type Machine = {
  readonly system: NodeJS.Platform;
  /** Version of the Node that runs our scripts. */
  readonly node: string;
  /** First line that each says of its version; `undefined` when not found. */
  readonly python: string | undefined;
  readonly hasVenv: boolean;
  readonly java: string | undefined;
  readonly maven: string | undefined;
  readonly ports: readonly PortFact[];
  readonly freeBytes: number;
  readonly memoryBytes: number;
};

const execute = promisify(execFile);

/** A JVM that starts on a loaded machine takes a few seconds to say its name. */
const limitMs = 20_000;

/** Looks at this machine. Takes about a second, most of it Maven's. */
export async function lookAtMachine(instance: Instance): Promise<Machine> {
  const [python, venv, java, maven, ports] = await Promise.all([
    said('python3', ['--version']),
    said('python3', ['-c', 'import ensurepip, venv; print("yes")']),
    said('java', ['-version']),
    said('mvn', ['--batch-mode', '--version']),
    portFacts(instance),
  ]);
  const disk = statfsSync(root);
  return {
    system: process.platform,
    node: process.versions.node,
    python,
    hasVenv: venv === 'yes',
    java,
    maven,
    ports,
    freeBytes: disk.bavail * disk.bsize,
    memoryBytes: totalmem(),
  };
}

/** What a command says first, on either of its outputs. */
async function said(
  command: string,
  args: readonly string[],
): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await execute(command, args, {
      timeout: limitMs,
    });
    const [first] = `${stdout}${stderr}`.trim().split('\n');
    return first === undefined ? first : stripVTControlCharacters(first);
  } catch {
    return undefined;
  }
}

function portFacts(instance: Instance): Promise<PortFact[]> {
  const { emulator, engine, engineTransport } = instance.ports;
  return Promise.all([
    portFact(instance, 'emulator', emulator),
    portFact(instance, 'engine', engine),
    portFact(instance, 'engineTransport', engineTransport),
  ]);
}

async function portFact(
  instance: Instance,
  purpose: PortFact['purpose'],
  port: number,
): Promise<PortFact> {
  if (await isFree(port)) return { purpose, port, holder: 'free' };
  const name = purpose === 'emulator' ? 'emulator' : 'engine';
  const ours = runningServer(instance, name);
  if (ours) return { purpose, port, holder: 'ours' };
  const selection = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'];
  return { purpose, port, holder: { who: await listener(selection) } };
}

/** `java, process 4711`, if `lsof` is there and may tell. */
async function listener(
  selection: readonly string[],
): Promise<string | undefined> {
  try {
    const { stdout } = await execute('lsof', selection, { timeout: limitMs });
    const pid = stdout.match(/^p(\d+)$/m)?.[1];
    const command = stdout.match(/^c(.+)$/m)?.[1];
    return pid && command ? `${command} (${pid})` : undefined;
  } catch {
    return undefined;
  }
}
