import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
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
  rmSync(outdir, { recursive: true, force: true });
  const entries = globSync(`${root}*/{api,on-*}.ts`).sort();
  const entryPoints = Object.fromEntries(
    entries.map((file) => [
      `${file.slice(root.length, -'.ts'.length)}/index`,
      file,
    ]),
  );
  let last: Metafile = { inputs: {}, outputs: {} };
  for (const [out, file] of Object.entries(entryPoints)) {
    try {
      last = buildSync({
        ...options,
        logLevel: 'silent',
        outdir,
        entryPoints: { [out]: file },
      }).metafile;
    } catch {
      console.warn(`${file} does not bundle yet; left out`);
    }
  }
  addReference(`${outdir}/service/api/reference`);
  return last;
}

/** Whether an entry's bundle is there. */
export function isBundled(capability: string, entry: string): boolean {
  return existsSync(`${bundleFolder}/${capability}/${entry}/index.mjs`);
}

/** Puts the files of the API's reference beside its function, compressed. */
function addReference(folder: string): void {
  const { resolve } = createRequire(import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const [name, { package: source }] of Object.entries(referenceFiles)) {
    if (source === undefined) continue;
    const bytes = readFileSync(resolve(source));
    writeFileSync(`${folder}/${name}.gz`, gzipSync(bytes));
  }
}

const options = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  minify: true,
  // ES modules first: the same code as CommonJS is a quarter larger.
  mainFields: ['module', 'main'],
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
