import { principals } from '../identity/principals.ts';
import { environment } from '../platform/environment.ts';
import { log } from '../platform/log.ts';
import { httpApi } from '../platform/pipeline.ts';
import { route } from '../platform/route.ts';
import { sealed } from '../seals/sealed.ts';
import { routes } from './contract.ts';
import { recoveryStatus } from './service.ts';
import { metrics } from './store/metrics.ts';
import { recoveryStore } from './store/records.ts';

const needs = {
  store: recoveryStore,
  sealed,
  metrics,
  log,
  epoch: Number(environment('EPOCH')),
  now: () => new Date(),
};

const table = [
  route(
    routes.status,
    () => recoveryStatus(needs),
    (body) => ({ body }),
  ),
];

export const handler = httpApi('recovery', table, { principals });
