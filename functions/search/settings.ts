import { searchFromEnvironment } from './store/from-environment.ts';
import { expected } from './store.ts';

/** Nobody waits for it as a reader does: it may take a while. */
const { engine, aliases } = searchFromEnvironment({
  timeoutMs: 10_000,
  attempts: 3,
});

/**
 * Settings, mappings and aliases of the index that readers use, as one page of
 * one line. One request to the engine.
 */
export async function* indexSettings(): AsyncGenerator<object[]> {
  const asked = { method: 'GET', path: `/${aliases.read}` } as const;
  const { body } = expected(asked, await engine(asked));
  yield [{ alias: aliases.read, indexes: body }];
}
