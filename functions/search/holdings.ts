import { searchFromEnvironment } from './store/from-environment.ts';
import { searchStore } from './store.ts';

/** Nobody waits for a page as a reader does: it may take a while. */
const { engine, aliases } = searchFromEnvironment({
  timeoutMs: 10_000,
  attempts: 3,
});
const { held, heldIds } = searchStore(engine, aliases);

/** What readers can find, for who compares it with the catalogue. */
export const indexHoldings = { placesOf: held, page: heldIds };
