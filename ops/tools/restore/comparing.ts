import { createHash } from 'node:crypto';
import { batchKeys } from '../../../functions/platform/batch-get.ts';
import {
  digestOf,
  type Item,
  keyText,
  type Verdict,
  verdictOf,
  verdicts,
} from './items.ts';

/** A table that is read: page by page in any order, or by keys. */
export type Readable = {
  readonly pages: () => AsyncIterable<readonly Item[]>;
  /** At most a hundred. */
  readonly get: (keys: readonly Item[]) => Promise<readonly Item[]>;
};

/** What two tables have in common, and what not. */
export type Comparison = {
  readonly items: { readonly before: number; readonly now: number };
  /** Of the 256 parts, those whose counts or digests differ. */
  readonly parts: number;
  /** Items of before in those parts, by what became of them. */
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Items that came since. */
  readonly added: number;
  /** The first keys of each kind. */
  readonly first: Readonly<Record<string, readonly string[]>>;
};

const parts = 256;
const shown = 10;

type Part = { count: number; readonly digest: Buffer };

/**
 * Compares a table with one that was restored beside it. Both are read whole
 * once: items fall into 256 parts by the hash of their partition key, and each
 * part has a count and a digest, whatever the order they come in. Items of parts
 * that differ are then read again and looked up in the other, so that memory
 * stays steady. Cost: 0.5 RRU per 4 KB of both tables, the same again when
 * something differs, and 0.5 RRU for each item of the parts that do.
 */
export async function compareTables(
  then: Readable,
  now: Readable,
  erased: ReadonlySet<string>,
  time: Date,
): Promise<Comparison> {
  const before = await partsOf(then);
  const after = await partsOf(now);
  const differing = new Set(
    before.flatMap(({ count, digest }, at) =>
      count === after[at]?.count && digest.equals(after[at].digest) ? [] : [at],
    ),
  );
  const counts = Object.fromEntries(verdicts.map((one) => [one, 0])) as Record<
    Verdict,
    number
  >;
  const first: Record<string, string[]> = {};
  const note = (kind: string, item: Item) => {
    const list = first[kind] ?? [];
    first[kind] = list;
    if (list.length < shown) list.push(keyText(item));
  };
  for await (const some of batchesIn(then, differing)) {
    const known = byKey(await now.get(some.map(keyOf)));
    for (const item of some) {
      const verdict = verdictOf(item, known.get(keyText(item)), erased, time);
      counts[verdict] += 1;
      if (verdict !== 'same') note(verdict, item);
    }
  }
  let added = 0;
  for await (const some of batchesIn(now, differing)) {
    const known = byKey(await then.get(some.map(keyOf)));
    for (const item of some) {
      if (known.has(keyText(item))) continue;
      added += 1;
      note('added', item);
    }
  }
  const sum = (all: readonly Part[]) =>
    all.reduce((total, { count }) => total + count, 0);
  return {
    items: { before: sum(before), now: sum(after) },
    parts: differing.size,
    counts,
    added,
    first,
  };
}

export function keyOf({ pk, sk }: Item): Item {
  return { pk, sk };
}

export function byKey(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((one) => [keyText(one), one]));
}

async function partsOf(table: Readable): Promise<Part[]> {
  const all = Array.from({ length: parts }, (): Part => {
    return { count: 0, digest: Buffer.alloc(32) };
  });
  for await (const page of table.pages()) {
    for (const item of page) {
      const part = all[partOf(item)];
      if (part === undefined) continue;
      part.count += 1;
      // Each key comes once, so that exclusive or loses nothing.
      for (const [at, byte] of digestOf(item).entries()) {
        part.digest[at] = (part.digest[at] ?? 0) ^ byte;
      }
    }
  }
  return all;
}

function partOf({ pk }: Item): number {
  return createHash('sha256').update(String(pk)).digest()[0] ?? 0;
}

async function* batchesIn(
  table: Readable,
  wanted: ReadonlySet<number>,
): AsyncGenerator<readonly Item[]> {
  if (wanted.size === 0) return;
  for await (const page of table.pages()) {
    const some = page.filter((item) => wanted.has(partOf(item)));
    for (let from = 0; from < some.length; from += batchKeys) {
      yield some.slice(from, from + batchKeys);
    }
  }
}
