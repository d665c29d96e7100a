import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './instance.ts';

export type Installation = {
  readonly name: string;
  /** The file that pins what is installed; another content is another folder. */
  readonly pins: string;
  /** Fills an empty folder. It is moved afterwards: keep no absolute path. */
  readonly fill: (folder: string) => Promise<void>;
};

/**
 * The folder of an installation, made the first time. Its name carries the hash
 * of what it pins, and it gets that name only when it is complete: an install
 * that was cut short is never taken for a whole one, and two at once do no harm.
 */
export async function installed({
  name,
  pins,
  fill,
}: Installation): Promise<string> {
  const folder = installationFolder({ name, pins });
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  try {
    await fill(unfinished);
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/** Where an installation is, or will be. */
export function installationFolder({
  name,
  pins,
}: Pick<Installation, 'name' | 'pins'>): string {
  const hash = createHash('sha256').update(readFileSync(pins)).digest('hex');
  return join(cacheFolder, `${name}-${hash.slice(0, 12)}`);
}
