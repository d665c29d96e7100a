import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
import { referenceFiles } from '../functions/service/contract.ts';

/** Where the bundles are put, one folder an entry: `dist/<capability>/<entry>`. */
export const bundleFolder = 'dist';

const root = 'functions/';

/**
 * Bundles every Lambda entry in one pass, the SDK with it, and writes
 * `dist/meta.json` for whoever asks what a bundle holds. Takes about five
 * seconds; a pass for each function would take one second each.
 */
export function bundle(outdir = bundleFolder): Metafile {
  const entries = globSync(`${root}*/{api,on-*}.ts`).sort();
  const entryPoints = Object.fromEntries(
    entries.map((file) => [
      `${file.slice(root.length, -'.ts'.length)}/index`,
      file,
    ]),
  );
  const { metafile, outputFiles } = buildSync({
    ...options,
    outdir,
    entryPoints,
    external: Object.keys(onDemand),
  });
  for (const { path, contents } of outputFiles) place(path, contents);
  for (const [name, entry] of Object.entries(onDemand)) {
    addPackage(`${outdir}/${entry}/node_modules/${name}`, name);
  }
  addReference(`${outdir}/service/api/reference`);
  place(`${outdir}/meta.json`, Buffer.from(JSON.stringify(metafile)));
  return metafile;
}

/**
 * Puts a file there whole, and only if it is another one: tests bundle while a
 * deployment reads the same folder.
 */
function place(path: string, contents: Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const fresh = join(dirname(path), `.fresh-${process.pid}`);
  writeFileSync(fresh, contents);
  renameSync(fresh, path);
}

/** Puts the files of the API's reference beside its function, compressed. */
function addReference(folder: string): void {
  const { resolve } = createRequire(import.meta.url);
  for (const [name, { package: source }] of Object.entries(referenceFiles)) {
    if (source !== undefined) compress(resolve(source), `${folder}/${name}.gz`);
  }
  compress('docs/openapi.json', `${folder}/openapi.json.gz`);
}

function compress(source: string, path: string): void {
  place(path, gzipSync(readFileSync(source)));
}

/**
 * Packages that an entry loads only when it needs them. They stand beside its
 * bundle: inside, all of it would be parsed at every cold start.
 */
const onDemand = {
  unpdf: 'files/on-file-promoted',
  'file-type': 'files/api',
} as const;

/** Bundles a package by itself, where Node looks for it by its name. */
function addPackage(folder: string, name: string): void {
  const outfile = `${folder}/index.mjs`;
  const { outputFiles } = buildSync({
    ...options,
    outfile,
    entryPoints: [name],
  });
  for (const { path, contents } of outputFiles) place(path, contents);
  const description = { name, type: 'module', exports: './index.mjs' };
  place(`${folder}/package.json`, Buffer.from(JSON.stringify(description)));
}

const options = {
  bundle: true,
  write: false,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  minify: true,
  // Chinese texts as they are: escaped, each character takes six bytes.
  charset: 'utf8',
  // ES modules first: the same code as CommonJS is a quarter larger.
  mainFields: ['module', 'main'],
  // The SDK's chain of credentials is a seventh of a bundle (ADR 0173).
  alias: {
    '@aws-sdk/credential-provider-node': './lib/function-credentials.ts',
  },
  outExtension: { '.js': '.mjs' },
  loader: { '.html': 'text', '.css': 'text', '.txt': 'text' },
  legalComments: 'none',
  metafile: true,
  // Dependencies that are CommonJS ask for `require` when they are run.
  banner: {
    js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  },
  logLevel: 'warning',
} as const satisfies BuildOptions;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) bundle();
