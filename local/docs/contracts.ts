import * as access from '../../functions/access/contract.ts';
import * as erasure from '../../functions/erasure/contract.ts';
import * as files from '../../functions/files/contract.ts';
import * as identity from '../../functions/identity/contract.ts';
import * as jobs from '../../functions/jobs/contract.ts';
import * as notifications from '../../functions/notifications/contract.ts';
import type { Routes } from '../../functions/platform/contract.ts';
import * as recovery from '../../functions/recovery/contract.ts';
import * as resources from '../../functions/resources/contract.ts';
import * as due from '../../functions/resources/due/contract.ts';
import * as edition from '../../functions/resources/edition/contract.ts';
import * as head from '../../functions/resources/head/contract.ts';
import * as history from '../../functions/resources/history/contract.ts';
import * as relations from '../../functions/resources/relations/contract.ts';
import * as view from '../../functions/resources/view/contract.ts';
import * as review from '../../functions/review/contract.ts';
import * as rosters from '../../functions/rosters/contract.ts';
import * as seals from '../../functions/seals/contract.ts';
import * as seal from '../../functions/seals/seal/contract.ts';
import * as search from '../../functions/search/contract.ts';
import * as service from '../../functions/service/contract.ts';
import * as vocabularies from '../../functions/vocabularies/contract.ts';

/** A capability's contract: its routes, beside the schemas that it exports. */
export type Contract = { readonly routes: Routes };

/** Every capability's contract, in the order of the API reference. */
export const contracts = {
  resources: {
    ...edition,
    ...due,
    ...relations,
    ...head,
    ...view,
    ...history,
    ...resources,
  },
  files,
  review,
  seals: { ...seal, ...seals },
  search,
  identity,
  erasure,
  jobs,
  access,
  rosters,
  notifications,
  vocabularies,
  recovery,
  service,
} as const satisfies Record<string, Contract>;
