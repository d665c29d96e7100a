import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Instance } from './instance.ts';

/** What the demo loading writes down of its way. */
export function journalFile({ folder }: Instance): string {
  return join(folder, 'demo.ndjson');
}

/** Throws away all that an instance keeps, but not its logs. */
export function throwAway(instance: Instance): void {
  const folders = ['emulator', 'engine', 'cdk.out'];
  for (const each of folders.map((name) => join(instance.folder, name))) {
    rmSync(each, { recursive: true, force: true });
  }
  rmSync(journalFile(instance), { force: true });
}

/**
 * The port that kept data belong to, if any are kept. Addresses of queues have
 * the port in them and are kept with the data, so that it cannot be changed.
 */
export function keptPort(instance: Instance): number | undefined {
  const file = portFile(instance);
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
}

/** Notes that what is kept from now on belongs to the instance's port. */
export function keepPort(instance: Instance): void {
  const file = portFile(instance);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, String(instance.ports.emulator));
}

function portFile({ folder }: Instance): string {
  return join(folder, 'emulator', 'port');
}
