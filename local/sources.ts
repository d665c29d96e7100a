import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './instance.ts';

/** Everything that a cloud assembly is made of; packages by their lock file. */
const sources = [
  'bin/**/*.ts',
  'cdk.json',
  'config/*.json',
  'functions/**/*',
  'lib/**/*.ts',
  'package-lock.json',
];

/** Changes with any file that the stacks or their bundles are made of. */
export function sourcesHash(overrides: string): string {
  const hash = createHash('sha256').update(overrides);
  const entries = globSync(sources, { cwd: root, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) {
    hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}
