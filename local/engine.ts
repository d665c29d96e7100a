import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  engineUrl,
  host,
  type Instance,
  needFree,
  root,
} from './instance.ts';
import { answerOf } from './wait.ts';

const name = 'engine';

/** Slow networks need minutes for 53 MB of libraries. */
const installLimitSeconds = 600;
/** 13 to 24 s on a loaded machine with two cores. */
const readyLimitSeconds = 180;
/** It takes 2 s. */
const stopLimitSeconds = 30;
/** Enough for the demo district and 50,000 texts; it takes 580 MB in all. */
const heap = '512m';

const pom = join(root, 'local', name, 'pom.xml');

const installation: Installation = {
  name,
  pins: pom,
  fill: async (folder) => {
    await run({
      command: 'mvn',
      args: [
        ...['-q', '-B', '-f', pom],
        'dependency:copy-dependencies',
        `-DoutputDirectory=${folder}`,
      ],
      log: join(cacheFolder, 'logs', 'install-engine.log'),
      limitSeconds: installLimitSeconds,
    });
    const jars = globSync('opensearch-*.jar', { cwd: folder });
    if (jars.length === 0) {
      throw new Error(`Maven ended well, but ${folder} has no OpenSearch.`);
    }
  },
};

/** Fetches OpenSearch and its libraries, once. */
export async function installEngine(): Promise<void> {
  await installed(installation);
}

/** Starts OpenSearch on the instance's data; `engineReady` waits for it. */
export async function startEngine(instance: Instance): Promise<Server> {
  const libraries = await installed(installation);
  await needFree(instance.ports.engine);
  await needFree(instance.ports.engineTransport);
  const folder = join(instance.folder, name);
  const data = join(folder, 'data');
  const config = join(data, 'node_1', 'config');
  mkdirSync(config, { recursive: true });
  writeFileSync(join(config, 'opensearch.yml'), settingsOf(instance, folder));
  return startServer(instance, {
    name,
    command: 'java',
    args: [
      ...[`-Xms${heap}`, `-Xmx${heap}`],
      ...['-cp', join(libraries, '*')],
      'org.codelibs.opensearch.runner.OpenSearchRunner',
      ...['-basePath', data],
      ...['-numOfNode', '1'],
      // The runner counts its nodes from one, and adds the number.
      ...['-baseHttpPort', String(instance.ports.engine - 1)],
      // Nodes of one cluster name find each other and share their data.
      ...['-clusterName', `xueyuan-${instance.name}-${instance.ports.engine}`],
    ],
    cwd: folder,
    environment: process.env,
  });
}

/** Waits until OpenSearch takes requests. */
export async function engineReady(
  instance: Instance,
  server: Server,
): Promise<void> {
  const health = `${engineUrl(instance)}/_cluster/health?wait_for_status=yellow&timeout=1s`;
  await untilReady(
    instance,
    server,
    readyLimitSeconds,
    async () => (await answerOf(health)) !== undefined,
  );
}

export function stopEngine(instance: Instance) {
  return stopServer(instance, name, stopLimitSeconds);
}

function settingsOf({ ports }: Instance, folder: string): string {
  const settings = {
    'discovery.type': 'single-node',
    'network.host': host,
    'transport.port': ports.engineTransport,
    'path.repo': [join(folder, 'snapshots')],
    'action.auto_create_index': false,
    // A disk that is nearly full must not make the indexes read-only.
    'cluster.routing.allocation.disk.threshold_enabled': false,
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
}
