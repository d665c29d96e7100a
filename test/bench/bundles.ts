import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import { bundle } from '../../lib/bundle.ts';
import { type Figure, median } from './figure.ts';

const bytesPerKb = 1_024;
const evaluations = 15;

/** Bounds in KB, minified; the SDK's share is what `@aws-sdk`, `@smithy` put in. */
const bounds = { api: 900, apiWithoutSdk: 460 } as const;
const evaluationBound = 1.6;

/** Variables that a function wants at its start; none is used by evaluating. */
const environment = {
  ...process.env,
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  STAGE: 'bench',
  DISTRICT: '{"id":"bench","name":{"zh-CN":"测试","en":"Bench"}}',
  EPOCH: '1',
  CATALOGUE_TABLE: 'bench',
  WORK_TABLE: 'bench',
  DIRECTORY_TABLE: 'bench',
  INTAKE_BUCKET: 'bench',
  LIBRARY_BUCKET: 'bench',
  DERIVED_BUCKET: 'bench',
  EVENT_BUS: 'bench',
  DEAD_LETTERS: 'http://127.0.0.1/bench',
  SEARCH_ENDPOINT: 'http://127.0.0.1',
  SEARCH_ALIAS: 'bench',
  SEARCH_SHARDS: '1',
  SEARCH_REPLICAS: '0',
  ISSUERS: '[]',
  USER_POOL_ID: 'bench',
  ALLOWED_ORIGINS: '[]',
  DOCS_URL: 'http://127.0.0.1',
  API_URL: 'http://127.0.0.1',
  SIGN_IN_URL: 'http://127.0.0.1',
  CLIENT_ID: 'bench',
  UPLOAD_MAX_BYTES: '1',
  DISTRICT_NAME: '{"zh-CN":"测试","en":"Bench"}',
  MINOR_CORRECTIONS: 'true',
  AUTHOR_SEES_SCORES: 'true',
  ACCOUNTS_PER_SECOND: '1',
};

/** Sizes of all bundles, and how long they take to be evaluated. */
export function benchBundles(): Figure[] {
  const metafile = bundle();
  const outputs = Object.entries(metafile.outputs).filter(([file]) =>
    file.endsWith('/index.mjs'),
  );
  return outputs.flatMap(([file, output]) => {
    const name = file.replace(/^dist\//, '').replace(/\/index\.mjs$/, '');
    const total = statSync(file).size / bytesPerKb;
    const sdk = sdkBytes(output) / bytesPerKb;
    const isApi = name.endsWith('/api');
    const isSearch = name.startsWith('search/');
    return [
      {
        name: `${name}: size`,
        value: total,
        unit: 'KB',
        bound: isApi || isSearch ? bounds.api : undefined,
      },
      {
        name: `${name}: without the SDK`,
        value: total - sdk,
        unit: 'KB',
        bound: isApi ? bounds.apiWithoutSdk : undefined,
      },
      evaluation(name, file, output),
    ] satisfies Figure[];
  });
}

type Output = Metafile['outputs'][string];

/** The SDK's packages, and those that only it brings along. */
const ofSdk =
  /node_modules\/(@aws-sdk|@smithy|@aws-crypto|@aws|mnemonist|obliterator|tslib|bowser|strnum|fast-xml-parser)\//;

function sdkBytes(output: Output): number {
  return Object.entries(output.inputs)
    .filter(([file]) => ofSdk.test(file))
    .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
}

/** Evaluation against a bundle of nothing but the SDK clients that it uses. */
function evaluation(name: string, file: string, output: Output): Figure {
  const folder = mkdtempSync(join(tmpdir(), 'xueyuan-bench-'));
  try {
    const bare = join(folder, 'bare.mjs');
    const clients = clientsOf(output);
    bundleBare(clients, bare);
    const own: number[] = [];
    const bareSdk: number[] = [];
    for (let run = 0; run < evaluations; run += 1) {
      own.push(evaluate(resolve(file)));
      bareSdk.push(evaluate(bare));
    }
    return {
      name: `${name}: evaluation`,
      value: median(own) / median(bareSdk),
      unit: 'x',
      // Against next to nothing, a ratio says nothing.
      bound: clients.some((one) => one.includes('/client-'))
        ? evaluationBound
        : undefined,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function clientsOf(output: Output): string[] {
  const used = Object.keys(output.inputs).flatMap((file) => {
    const client =
      /node_modules\/(@aws-sdk\/(?:client-[^/]+|lib-dynamodb|s3-request-presigner|credential-provider-node)|@smithy\/signature-v4)\//.exec(
        file,
      );
    return client?.[1] !== undefined ? [client[1]] : [];
  });
  return [...new Set(used)];
}

function bundleBare(clients: readonly string[], outfile: string): void {
  const entry = clients.length > 0 ? clients : ['node:http'];
  const contents = entry
    .map(
      (name, at) =>
        `import * as c${at} from '${name}'; globalThis.c${at} = c${at};`,
    )
    .join('\n');
  buildSync({
    stdin: { contents, resolveDir: process.cwd() },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    minify: true,
    mainFields: ['module', 'main'],
    banner: {
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
  });
}

/** Milliseconds from before the import to after it, in a process of its own. */
function evaluate(file: string): number {
  const code = `const t=performance.now();await import(${JSON.stringify(file)});process.stdout.write(String(performance.now()-t));process.exit(0)`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', code],
    { env: environment, encoding: 'utf8', timeout: 30_000 },
  );
  const milliseconds = Number(stdout.trim().split('\n').at(-1));
  if (status !== 0 || !Number.isFinite(milliseconds)) {
    // The line before it is the bundle's own code, all of it.
    const cause = /^\w*Error: .*$/m.exec(stderr)?.[0] ?? stderr.slice(-500);
    throw new Error(`${file} could not be evaluated: ${cause}`);
  }
  return milliseconds;
}
