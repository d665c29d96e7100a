import type { Log } from '../../platform/log.ts';
import type { Head } from '../../resources/head/contract.ts';
import { logs } from '../contract.ts';
import { type Change, changeOf, textCharacters } from '../model/document.ts';
import type { SearchStore } from '../store.ts';

export type IndexingNeeds = {
  readonly store: Pick<SearchStore, 'writeTargets' | 'write'>;
  /** The head as it is now, read consistently. */
  readonly readHead: (id: string) => Promise<Head | undefined>;
  /** Text of a file by its SHA-256, where one has been read from it. */
  readonly textOf: (file: string) => Promise<string | undefined>;
  readonly log: Log;
};

/**
 * Brings the index to what is true of a resource now, whatever event made one
 * look; repeats and late arrivals do no harm. While the index is rebuilt, both
 * are written to. Where to is asked anew each time, before the head is read: so
 * a change is either written to the new index or was there for its filling to
 * see. Cost: 1 RRU per 4 KB of head and one read of each file's text.
 */
export async function indexResource(
  needs: IndexingNeeds,
  id: string,
): Promise<void> {
  const { store, readHead, textOf, log } = needs;
  for (let round = 1; round <= rounds; round += 1) {
    const targets = await store.writeTargets();
    const head = await readHead(id);
    const change = head && (await currentChange(head, textOf));
    if (change === undefined) return;
    const writes = targets.map((index) => ({ index, change }));
    const written = await store.write(writes);
    if (written.includes('index-gone')) continue;
    log.info(logs.indexed, { resource: id, kind: change.kind, written });
    return;
  }
  throw new Error(`Each index that ${id} was written to went away meanwhile.`);
}

export type HolderNeeds = IndexingNeeds & {
  /** Resources that hold a file, page by page. */
  readonly resourcesWith: (
    file: string,
    after?: string,
  ) => Promise<{
    readonly resources: readonly string[];
    readonly next?: string;
  }>;
};

/** Resources that are indexed at a time when a file they hold was read. */
const atOnce = 10;

/**
 * Brings the index up to date for every resource that holds a file, ten at a
 * time. Cost: that of `indexResource` for each.
 */
export async function indexHolders(
  needs: HolderNeeds,
  file: string,
): Promise<void> {
  let after: string | undefined;
  do {
    const { resources, next } = await needs.resourcesWith(file, after);
    for (let from = 0; from < resources.length; from += atOnce) {
      const some = resources.slice(from, from + atOnce);
      await Promise.all(some.map((id) => indexResource(needs, id)));
    }
    after = next;
  } while (after !== undefined);
}

/** A switch to the next index takes one away: then there is but the next. */
const rounds = 2;

/** Texts are read one by one, and no more of them than can be searched. */
export async function currentChange(
  head: Head,
  textOf: IndexingNeeds['textOf'],
): Promise<Change | undefined> {
  const files = head.withdrawn ? [] : (head.published?.edition.files ?? []);
  const texts: (string | undefined)[] = [];
  let characters = 0;
  for (const file of files) {
    if (characters >= textCharacters) break;
    const text = await textOf(file.id);
    characters += text?.length ?? 0;
    texts.push(text);
  }
  return changeOf(head, texts);
}
