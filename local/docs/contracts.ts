import { routes as files } from '../../functions/files/contract.ts';
import { routes as identity } from '../../functions/identity/contract.ts';
import type { Routes } from '../../functions/platform/contract.ts';
import { routes as resources } from '../../functions/resources/contract.ts';
import { routes as review } from '../../functions/review/contract.ts';
import { routes as search } from '../../functions/search/contract.ts';
import { routes as service } from '../../functions/service/contract.ts';
import { routes as vocabularies } from '../../functions/vocabularies/contract.ts';

/** The routes of every capability, in the order of the API reference. */
export const contracts = {
  resources,
  files,
  review,
  search,
  identity,
  vocabularies,
  service,
} as const satisfies Record<string, Routes>;
