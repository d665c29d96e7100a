import {
  existsSync,
  globSync,
  mkdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import {
  type Server,
  startServer,
  stopServer,
  untilReady,
} from './background.ts';
import { run } from './command.ts';
import { type Installation, installed } from './install.ts';
import {
  cacheFolder,
  emulatorUrl,
  engineUrl,
  host,
  type Instance,
  logFile,
  needFree,
  root,
} from './instance.ts';
import { answerOf } from './wait.ts';

const name = 'emulator';

/** Slow networks need minutes for 60 MB of wheels. */
const installLimitSeconds = 600;
/** It takes 1 to 2 s; a loaded machine with much state takes longer. */
const readyLimitSeconds = 90;
/** It saves its state when it stops: 4 s when small. */
const stopLimitSeconds = 60;

const here = join(root, 'local', 'emulator');
const requirements = join(here, 'requirements.txt');

const installation: Installation = {
  name,
  pins: requirements,
  fill: async (folder) => {
    const log = join(cacheFolder, 'logs', 'install-emulator.log');
    const limits = { log, limitSeconds: installLimitSeconds };
    await run({
      command: 'python3',
      args: ['-m', 'venv', folder],
      ...limits,
    });
    await run({
      command: pythonOf(folder),
      args: ['-m', 'pip', 'install', '--quiet', '-r', requirements],
      ...limits,
    });
  },
};

/** Installs the emulator into a virtual environment, once. */
export async function installEmulator(): Promise<void> {
  await installed(installation);
}

/**
 * Starts the emulator on the instance's saved state. Roles' policies are
 * enforced, as on AWS. It runs functions on the `node` that it finds first.
 */
export async function startEmulator(instance: Instance): Promise<Server> {
  const python = pythonOf(await installed(installation));
  await needFree(instance.ports.emulator);
  const folder = join(instance.folder, name);
  const folders = {
    STATE_DIR: join(folder, 'state'),
    S3_DATA_DIR: join(folder, 's3'),
    TMPDIR: join(folder, 'tmp'),
  };
  for (const each of Object.values(folders)) {
    mkdirSync(each, { recursive: true });
  }
  prepareWorkers(folders.TMPDIR);
  await forgetStreamPositions(python, folders.STATE_DIR, instance);
  const server = startServer(instance, {
    name,
    command: python,
    args: [join(here, 'with-record.py'), callsFile(instance)],
    cwd: folder,
    environment: {
      ...folders,
      PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(
        delimiter,
      ),
      HOME: process.env.HOME,
      LANG: 'C.UTF-8',
      GATEWAY_PORT: String(instance.ports.emulator),
      BIND_HOST: host,
      AUTH: 'true',
      PERSIST_STATE: '1',
      S3_PERSIST: '1',
      IOT_MTLS_ENABLED: '0',
      MINISTACK_OPENSEARCH_ENDPOINT: new URL(engineUrl(instance)).host,
    },
  });
  await untilReady(instance, server, readyLimitSeconds, async () => {
    const answer = await answerOf(`${emulatorUrl(instance)}/_ministack/ready`);
    return JSON.stringify(answer ?? '').includes('"completed"');
  });
  return server;
}

/**
 * Where the emulator writes which grants of roles were used, and what roles
 * were denied: see `local/emulator/with-record.py`.
 */
export function callsFile({ folder }: Pick<Instance, 'folder'>): string {
  return join(folder, name, 'calls.ndjson');
}

/** Whether the emulator has ever saved its state, by being stopped. */
export function hasSavedState({ folder }: Instance): boolean {
  return globSync('*.json', { cwd: join(folder, name, 'state') }).length > 0;
}

/** Stops the emulator; only now does it write its state to disk. */
export function stopEmulator(instance: Instance) {
  return stopServer(instance, name, stopLimitSeconds);
}

/**
 * Functions are unpacked into that folder beside a script of the emulator that
 * is CommonJS; without a word of its own it would count as an ES module, as
 * everything in this work tree does.
 */
function prepareWorkers(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
}

async function forgetStreamPositions(
  python: string,
  stateFolder: string,
  instance: Instance,
): Promise<void> {
  const saved = join(stateFolder, 'lambda.json');
  if (!existsSync(saved)) return;
  await run({
    command: python,
    args: [join(here, 'forget-positions.py'), saved],
    log: logFile(instance, 'forget-positions'),
    limitSeconds: readyLimitSeconds,
  });
}

function pythonOf(folder: string): string {
  return join(folder, 'bin', 'python');
}
