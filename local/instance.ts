import { globSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join, resolve } from 'node:path';

/** The work tree. */
export const root = resolve(import.meta.dirname, '..');

/** What is installed once and shared by all instances. */
export const cacheFolder = join(root, '.cache');

/** The loopback address that everything local listens on. */
export const host = '127.0.0.1';

/** Ports of one instance. OpenSearch needs one for its own transport too. */
export type Ports = {
  readonly emulator: number;
  readonly engine: number;
  readonly engineTransport: number;
  /** Where a test stack trusts an issuer of tokens that a test may run. */
  readonly outsideIssuer: number;
};

/** One copy of the platform on this machine: its ports, and all it keeps. */
export type Instance = {
  readonly name: string;
  readonly folder: string;
  readonly ports: Ports;
  /** What its stage says otherwise than `config/local.json`. */
  readonly changes?: Readonly<Record<string, unknown>>;
};

/** A setting that cannot be used; the message says what to set instead. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

const throwawayFolder = join(cacheFolder, 'test-stack');

type Environment = Readonly<Record<string, string | undefined>>;

/** Below are the system's own. */
const emulatorPorts = { least: 1_024, most: 65_535 } as const;

/** What OpenSearch's runner allows. */
const enginePorts = { least: 9_201, most: 9_299 } as const;

/** OpenSearch's transport port stands this far above its HTTP port. */
const transportOffset = 100;

/** The outside issuer's port stands this far above the emulator's. */
const issuerOffset = 5;

/**
 * The platform that `npm start` starts. Everything it keeps is in `.local`.
 * Ports: `XUEYUAN_PORT` (4577) and `XUEYUAN_ENGINE_PORT` (9209).
 */
export function platformInstance(environment: Environment): Instance {
  const folder = join(root, '.local');
  const emulator = portOf(environment, 'XUEYUAN_PORT', 4_577, emulatorPorts);
  const engine = portOf(environment, 'XUEYUAN_ENGINE_PORT', 9_209, enginePorts);
  return { name: 'platform', folder, ports: portsOf(emulator, engine) };
}

/**
 * The stack that `npm run test:stack` keeps for repeated e2e runs.
 * Ports: `XUEYUAN_TEST_PORT` (4677) and `XUEYUAN_TEST_ENGINE_PORT` (9219).
 */
export function testInstance(environment: Environment): Instance {
  const folder = join(cacheFolder, 'test-stack', 'kept');
  const emulator = portOf(
    environment,
    'XUEYUAN_TEST_PORT',
    4_677,
    emulatorPorts,
  );
  const engine = portOf(
    environment,
    'XUEYUAN_TEST_ENGINE_PORT',
    9_219,
    enginePorts,
  );
  return { name: 'test-stack', folder, ports: portsOf(emulator, engine) };
}

/** An instance of its own for one run, on ports that are free now. */
export async function throwawayInstance(): Promise<Instance> {
  const name = `run-${process.pid}`;
  // Runs that begin together should not look at the same port first.
  const first = process.pid % (enginePorts.most - enginePorts.least);
  const ports = {
    emulator: await freePort(),
    engine: await freePortFrom(enginePorts, first),
    engineTransport: await freePort(),
    outsideIssuer: await freePort(),
  };
  return { name, folder: join(throwawayFolder, name), ports };
}

/** All throwaway instances that left a folder, each with its owner's pid. */
export function throwawayInstances(): { instance: Instance; owner: number }[] {
  return globSync('run-*', { cwd: throwawayFolder }).map((name) => {
    const ports = {
      emulator: 0,
      engine: 0,
      engineTransport: 0,
      outsideIssuer: 0,
    };
    const instance = { name, folder: join(throwawayFolder, name), ports };
    return { instance, owner: Number(name.slice('run-'.length)) };
  });
}

type PortRange = { readonly least: number; readonly most: number };

function portsOf(emulator: number, engine: number): Ports {
  const ports = {
    emulator,
    engine,
    engineTransport: engine + transportOffset,
    outsideIssuer: emulator + issuerOffset,
  };
  if (new Set(Object.values(ports)).size < Object.keys(ports).length) {
    throw new SettingError(
      `The emulator (${emulator}) and OpenSearch (${engine}, and ${ports.engineTransport} for itself) need three different ports.`,
    );
  }
  return ports;
}

function portOf(
  environment: Environment,
  name: string,
  usual: number,
  { least, most }: PortRange,
): number {
  const given = environment[name];
  if (given === undefined || given === '') return usual;
  const port = Number(given);
  if (Number.isInteger(port) && port >= least && port <= most) return port;
  throw new SettingError(
    `${name} is "${given}". Set it to a whole number from ${least} to ${most}, or leave it out for ${usual}.`,
  );
}

async function freePortFrom(
  { least, most }: PortRange,
  first: number,
): Promise<number> {
  const count = most - least + 1;
  for (let step = 0; step < count; step += 1) {
    const port = least + ((first + step) % count);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${least} to ${most} is free.`);
}

/**
 * Whether nobody on this machine listens on a port. Some systems let two listen
 * on one, at different addresses: so it is asked in both ways.
 */
export async function isFree(port: number): Promise<boolean> {
  return !(await isAnswered(port)) && (await listened(port)) === port;
}

/** Throws when a port is taken: its holder's answers would be taken for ours. */
export async function needFree(port: number): Promise<void> {
  if (await isFree(port)) return;
  throw new SettingError(
    `Port ${port} is taken by another program. Stop it, or choose other ports (docs/local-platform.md, "Ports").`,
  );
}

function isAnswered(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ port, host });
    const end = (answered: boolean) => {
      socket.destroy();
      done(answered);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}

async function freePort(): Promise<number> {
  const port = await listened(0);
  if (port === undefined) throw new Error('The system gives no free port.');
  return port;
}

/** Listens for a moment, on any port for 0; `undefined` when it cannot. */
function listened(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const got = typeof address === 'object' ? address?.port : undefined;
      server.close(() => done(got));
    });
  });
}

/** The address of the emulator: every AWS API, and the API Gateway. */
export function emulatorUrl({ ports }: Instance): string {
  return `http://${host}:${ports.emulator}`;
}

/** The address of the issuer that a test may run beside the stack. */
export function outsideIssuerUrl({ ports }: Instance): string {
  return `http://${host}:${ports.outsideIssuer}`;
}

/** The address of OpenSearch. */
export function engineUrl({ ports }: Instance): string {
  return `http://${host}:${ports.engine}`;
}

/** The log of one part of an instance. */
export function logFile({ folder }: Instance, part: string): string {
  return join(folder, 'logs', `${part}.log`);
}
