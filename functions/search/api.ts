import { principals } from '../identity/principals.ts';
import { log } from '../platform/log.ts';
import { httpApi } from '../platform/pipeline.ts';
import { route } from '../platform/route.ts';
import { resources } from '../resources/resources.ts';
import { routes } from './contract.ts';
import { type SearchNeeds, search } from './service/search.ts';
import { searchFromEnvironment } from './store/from-environment.ts';
import { searchStore } from './store.ts';

/** Two tries end within 7 s, before the API's own 10 s limit. */
const { engine, aliases } = searchFromEnvironment({
  timeoutMs: 3_000,
  attempts: 2,
});

const needs: SearchNeeds = {
  store: searchStore(engine, aliases),
  readHeads: resources.readHeads,
  factsOf: resources.factsOf,
  now: () => new Date(),
  log,
};

const table = [
  route(
    routes.search,
    ({ query, principal }) => search(needs, query, principal),
    (body) => ({ body }),
  ),
];

export const handler = httpApi('search', table, { principals });
