import { batchGet, batchKeys } from '../../platform/batch-get.ts';
import { catalogue, keys } from './items.ts';

/** Which of these files the catalogue knows. 0.5 RRU each. */
export async function recorded(
  files: readonly string[],
): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (let from = 0; from < files.length; from += batchKeys) {
    const some = files.slice(from, from + batchKeys);
    const items = await batchGet(catalogue.getName(), some.map(keys.file));
    const found = new Set(items.map(({ pk }) => pk));
    for (const file of some) {
      if (found.has(keys.partition(file))) known.add(file);
    }
  }
  return known;
}
