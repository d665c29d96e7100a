import * as z from 'zod';
import { Unavailable } from '../platform/faults.ts';
import { type Change, placeOf } from './model/document.ts';
import { type Engine, type EngineAnswer, EngineError } from './store/engine.ts';

/** The head that a document was made from. */
export type Place = ReturnType<typeof placeOf>;

/** The alias that readers use, and the one whose indexes writers write to. */
export type Aliases = { readonly read: string; readonly write: string };

export function aliasesOf(alias: string): Aliases {
  return { read: alias, write: `${alias}-write` };
}

const RawHit = z.object({
  _id: z.string(),
  _source: z.object({ version: z.int() }),
  sort: z.array(z.union([z.string(), z.number()])),
  highlight: z.record(z.string(), z.array(z.string())).optional(),
});
export type RawHit = z.infer<typeof RawHit>;

const RawAnswer = z.object({
  hits: z.object({
    total: z.object({ value: z.int(), relation: z.enum(['eq', 'gte']) }),
    hits: z.array(RawHit),
  }),
  aggregations: z.record(
    z.string(),
    z.object({
      terms: z.object({
        buckets: z.array(z.object({ key: z.string(), doc_count: z.int() })),
      }),
    }),
  ),
});
export type RawAnswer = z.infer<typeof RawAnswer>;

const RawBulk = z.object({
  items: z.array(
    z.partialRecord(
      z.enum(['index', 'delete']),
      z.object({
        status: z.int(),
        error: z.object({ type: z.string(), reason: z.string() }).optional(),
      }),
    ),
  ),
});

const RawHeld = z.object({
  hits: z.object({
    hits: z.array(z.object({ _id: z.string(), _version: z.int() })),
  }),
});

/** Documents that one page of what the index holds has, at most. */
const heldAtOnce = 1_000;

/** What became of one write: taken, or the index knows something newer. */
export type Written = 'taken' | 'late' | 'index-gone';

/** Reading and writing what is found. */
export function searchStore(engine: Engine, aliases: Aliases) {
  async function holdings(query: unknown, after?: string) {
    const request = {
      method: 'POST',
      path: `/${aliases.read}/_search`,
      query: { allow_partial_search_results: 'false' },
      body: {
        query,
        size: heldAtOnce,
        version: true,
        _source: false,
        sort: [{ id: 'asc' }],
        ...(after !== undefined && { search_after: [after] }),
      },
    } as const;
    const answer = await engine(request);
    return RawHeld.parse(present(request, answer).body).hits.hits;
  }
  return {
    /**
     * One search. `session` keeps a reader on the same copies of the shards, so
     * that scores agree from page to page.
     */
    async search(body: unknown, session: string): Promise<RawAnswer> {
      const request = {
        method: 'POST',
        path: `/${aliases.read}/_search`,
        query: {
          preference: session,
          // Half an answer would look like a whole one.
          allow_partial_search_results: 'false',
          cancel_after_time_interval: '3s',
        },
        body,
      } as const;
      const answer = await engine(request);
      return RawAnswer.parse(present(request, answer).body);
    },

    /** Which state of which of these resources can be found. */
    async held(ids: readonly string[]): Promise<ReadonlyMap<string, Place>> {
      const places = new Map<string, Place>();
      for (let from = 0; from < ids.length; from += heldAtOnce) {
        const values = ids.slice(from, from + heldAtOnce);
        for (const { _id, _version } of await holdings({ ids: { values } })) {
          places.set(_id, placeOf(_version));
        }
      }
      return places;
    },

    /** A page of the ids of all that can be found, in their order. */
    async heldIds(after?: string): Promise<readonly string[]> {
      const hits = await holdings({ match_all: {} }, after);
      return hits.map(({ _id }) => _id);
    },

    /** The indexes to write to: one, and while it is rebuilt the next too. */
    async writeTargets(): Promise<readonly string[]> {
      const request = {
        method: 'GET',
        path: `/_alias/${aliases.write}`,
      } as const;
      const answer = await engine(request);
      const { body } = present(request, answer);
      return Object.keys(z.record(z.string(), z.unknown()).parse(body));
    },

    /**
     * Writes changes in one request, each under its own order: what is older
     * than what the index has, or remembers to have removed, changes nothing.
     * The answer is in the order of `writes`. Throws when one is refused for
     * any other reason.
     */
    async write(
      writes: readonly { readonly index: string; readonly change: Change }[],
    ): Promise<readonly Written[]> {
      if (writes.length === 0) return [];
      const request = {
        method: 'POST',
        path: '/_bulk',
        lines: writes.flatMap(({ index, change }) => linesOf(index, change)),
      } as const;
      const answer = expected(request, await engine(request));
      return RawBulk.parse(answer.body).items.map((item) => {
        const { status, error } = Object.values(item)[0] ?? { status: 500 };
        if (status === 409) return 'late';
        if (error?.type === 'index_not_found_exception') return 'index-gone';
        // A removal of what was not there is answered 404, and done.
        if (error === undefined) return 'taken';
        if (status === 429) throw new Unavailable('The search engine', error);
        throw new EngineError(request, { status, body: error });
      });
    },
  };
}
export type SearchStore = ReturnType<typeof searchStore>;

function linesOf(index: string, change: Change): readonly unknown[] {
  const place = {
    _index: index,
    _id: change.id,
    version: change.order,
    // The same order again is no conflict: repeats write the same.
    version_type: 'external_gte',
  };
  return change.kind === 'put'
    ? [{ index: place }, change.document]
    : [{ delete: place }];
}

/** Without its index the engine answers 404: it waits to be rebuilt. */
function present(
  request: Parameters<Engine>[0],
  answer: EngineAnswer,
): EngineAnswer {
  if (answer.status !== 404) return expected(request, answer);
  throw new Unavailable('The search index', new EngineError(request, answer));
}

/** The answer, unless its status says that something went wrong. */
export function expected(
  request: Parameters<Engine>[0],
  answer: EngineAnswer,
): EngineAnswer {
  if (answer.status >= 300) throw new EngineError(request, answer);
  return answer;
}
