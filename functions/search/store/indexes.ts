import * as z from 'zod';
import { type Aliases, expected } from '../store.ts';
import type { Engine } from './engine.ts';

/** A version of the index, and which aliases lead to it. */
export type IndexInfo = {
  readonly name: string;
  readonly number: number;
  readonly isRead: boolean;
  readonly isWritten: boolean;
};

const RawAliases = z.record(
  z.string(),
  z.object({ aliases: z.record(z.string(), z.unknown()) }),
);
const RawMappings = z.record(
  z.string(),
  z.object({
    mappings: z.object({ _meta: z.object({ definition: z.int() }) }),
  }),
);
const RawCount = z.object({ count: z.int() });
const RawStats = z.object({
  _all: z.object({
    primaries: z.object({ indexing: z.object({ delete_total: z.int() }) }),
  }),
});

/** Making indexes and moving the aliases; only the index keeper does that. */
export function indexStore(engine: Engine, aliases: Aliases) {
  async function ask(request: Parameters<Engine>[0]): Promise<unknown> {
    return expected(request, await engine(request)).body;
  }
  return {
    /** All versions of the index, oldest first. */
    async list(): Promise<readonly IndexInfo[]> {
      // Patterns and lists in a path are signed differently here and there.
      const body = await ask({ method: 'GET', path: '/_alias' });
      const prefix = `${aliases.read}-`;
      return Object.entries(RawAliases.parse(body))
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, { aliases: named }]) => ({
          name,
          number: Number(name.slice(prefix.length)),
          isRead: aliases.read in named,
          isWritten: aliases.write in named,
        }))
        .filter(({ number }) => Number.isInteger(number))
        .sort((one, other) => one.number - other.number);
    },

    /** Number of the definition that an index was made by. */
    async definitionOf(name: string): Promise<number | undefined> {
      const body = await ask({ method: 'GET', path: `/${name}/_mapping` });
      return RawMappings.parse(body)[name]?.mappings._meta.definition;
    },

    /**
     * Makes version `number` under the aliases `as`, in one step. When it is
     * there already, somebody else was first, and nothing is changed.
     */
    async make(
      number: number,
      definition: { readonly settings: unknown; readonly mappings: unknown },
      as: readonly (keyof Aliases)[],
    ): Promise<string> {
      const name = `${aliases.read}-${number}`;
      const named = as.map((alias) => [aliases[alias], {}] as const);
      const request = {
        method: 'PUT',
        path: `/${name}`,
        body: { ...definition, aliases: Object.fromEntries(named) },
      } as const;
      const answer = await engine(request);
      const isThere = JSON.stringify(answer.body).includes(
        'resource_already_exists_exception',
      );
      if (!isThere) expected(request, answer);
      return name;
    },

    /** How many resources an index has, all writes counted, and had removed. */
    async count(name: string): Promise<{ held: number; removed: number }> {
      await ask({ method: 'POST', path: `/${name}/_refresh` });
      const { count: held } = RawCount.parse(
        await ask({ method: 'GET', path: `/${name}/_count` }),
      );
      const stats = RawStats.parse(
        await ask({ method: 'GET', path: `/${name}/_stats/indexing` }),
      );
      return { held, removed: stats._all.primaries.indexing.delete_total };
    },

    /**
     * Leads readers to `to` and drops the `others`, all in one step: no search
     * finds no index, or two.
     */
    async switchTo(to: string, others: readonly string[]): Promise<void> {
      await ask({
        method: 'POST',
        path: '/_aliases',
        body: {
          actions: [
            { add: { index: to, alias: aliases.read } },
            { add: { index: to, alias: aliases.write } },
            ...others.map((index) => ({ remove_index: { index } })),
          ],
        },
      });
    },

    async drop(name: string): Promise<void> {
      await ask({ method: 'DELETE', path: `/${name}` });
    },
  };
}
export type IndexStore = ReturnType<typeof indexStore>;
