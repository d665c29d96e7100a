import { globSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';

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
  return last;
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
