import type { Log } from '../../platform/log.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Head } from '../../resources/head/contract.ts';
import type { Stretch } from '../../resources/scan.ts';
import { logs } from '../contract.ts';
import { simplifications } from '../model/characters.ts';
import {
  definitionNumber,
  indexDefinition,
  type Spread,
} from '../model/definition.ts';
import type { IndexInfo, IndexStore } from '../store/indexes.ts';
import type { SearchStore } from '../store.ts';
import { currentChange, type IndexingNeeds } from './indexing.ts';

export type IndexMaking = {
  readonly indexes: Pick<IndexStore, 'list' | 'make'>;
  readonly spread: Spread;
  /** OpenCC's tables of Traditional characters, the one that counts first. */
  readonly characterTables: readonly string[];
  readonly log: Log;
};

export type ReindexNeeds = IndexMaking & {
  readonly indexes: IndexStore;
  readonly store: Pick<SearchStore, 'write'>;
  /** A page of heads, read consistently; `next` leads to the page behind it. */
  readonly scanHeads: (
    stretch: Stretch,
  ) => Promise<{ readonly heads: readonly Head[]; readonly next?: string }>;
  readonly textOf: IndexingNeeds['textOf'];
};

/** Changes of one request: with all their text still below 10 MB. */
const changesAtOnce = 25;

/**
 * Makes the first index where readers have none, so that searching works as
 * soon as a stage is deployed. Changes nothing where there is one, or where one
 * is being filled.
 */
export async function ensureIndex(needs: IndexMaking): Promise<void> {
  const known = await needs.indexes.list();
  if (known.some(({ isRead, isWritten }) => isRead || isWritten)) return;
  await makeNext(needs, known, ['read', 'write']);
}

/**
 * Begins a rebuild: from its answer on, writers write to the next index too. An
 * unfinished one is filled on, unless it was made by another definition.
 */
export async function beginReindex(
  needs: ReindexNeeds,
): Promise<{ readonly index: string }> {
  const { indexes } = needs;
  const known = await indexes.list();
  const unfinished = known.find(
    ({ isRead, isWritten }) => isWritten && !isRead,
  );
  if (unfinished === undefined) {
    return { index: await makeNext(needs, known, ['write']) };
  }
  const { name } = unfinished;
  if ((await indexes.definitionOf(name)) === definitionNumber) {
    return { index: name };
  }
  await indexes.drop(name);
  return { index: await makeNext(needs, known, ['write']) };
}

/**
 * Fills the next index from a stretch of the catalogue, page by page, until
 * `isTimeUp`; to be called again with what it gives as `after`. Every resource
 * counted in `given` was acknowledged by the engine, or known to it in a newer
 * state from a writer. Cost: 1 RRU per 4 KB of everything in the catalogue's
 * table, read once.
 */
export async function fillIndex(
  needs: ReindexNeeds,
  index: string,
  stretch: Stretch,
  isTimeUp: () => boolean,
): Promise<{ readonly given: number; readonly after?: string }> {
  let given = 0;
  let { after } = stretch;
  do {
    const page = await needs.scanHeads({ ...stretch, after });
    given += await fillPage(needs, index, page.heads);
    after = page.next;
  } while (after !== undefined && !isTimeUp());
  return { given, ...(after !== undefined && { after }) };
}

export type Short = {
  readonly code: 'short';
  readonly held: number;
  readonly removed: number;
  readonly given: number;
};

/**
 * Leads readers to the filled index and drops all others. Refuses when it holds
 * less than it was `given` and has not removed since. When it was switched to
 * before, nothing changes.
 */
export async function finishReindex(
  needs: ReindexNeeds,
  index: string,
  given: number,
): Promise<Result<{ readonly held: number; dropped: string[] }, Short>> {
  const { indexes, log } = needs;
  const { held, removed } = await indexes.count(index);
  if (held + removed < given) {
    const short = { code: 'short', held, removed, given } as const;
    log.error(logs.indexShort, { index, ...short });
    return fail(short);
  }
  const known = await indexes.list();
  const dropped = known
    .map(({ name }) => name)
    .filter((name) => name !== index);
  await indexes.switchTo(index, dropped);
  log.info(logs.indexSwitched, { index, held, dropped });
  return ok({ held, dropped });
}

async function makeNext(
  { indexes, spread, characterTables, log }: IndexMaking,
  known: readonly IndexInfo[],
  as: Parameters<IndexStore['make']>[2],
): Promise<string> {
  const number = (known.at(-1)?.number ?? 0) + 1;
  const rules = simplifications(characterTables);
  const index = await indexes.make(number, indexDefinition(spread, rules), as);
  log.info(logs.indexMade, { index, definition: definitionNumber });
  return index;
}

/** What is not published needs no removal: the next index never had it. */
async function fillPage(
  { store, textOf }: ReindexNeeds,
  index: string,
  heads: readonly Head[],
): Promise<number> {
  let given = 0;
  for (let from = 0; from < heads.length; from += changesAtOnce) {
    const some = heads.slice(from, from + changesAtOnce);
    const changes = await Promise.all(
      some.map((head) => currentChange(head, textOf)),
    );
    const writes = changes
      .filter((change) => change?.kind === 'put')
      .map((change) => ({ index, change }));
    const written = await store.write(writes);
    if (written.includes('index-gone')) {
      throw new Error(`${index} went away while it was filled. Begin again.`);
    }
    given += writes.length;
  }
  return given;
}
