import { libraryHoldings } from '../files/holdings.ts';
import { sendEvents } from '../platform/bus.ts';
import { log, logger } from '../platform/log.ts';
import { headScan } from '../resources/scan.ts';
import { indexHoldings } from '../search/holdings.ts';
import { type ReconcileAnswer, ReconcileStep } from './contract.ts';
import { reconcile } from './service.ts';

/** A step answers after this, so that whoever waits sees progress. */
const stepSeconds = 20;

/**
 * Takes one step of a comparison. No route and no event leads here: an
 * operator's `npm run ops -- reconcile` invokes it, allowed by IAM.
 */
export async function handler(event: unknown): Promise<ReconcileAnswer> {
  logger.resetKeys();
  logger.appendKeys({ capability: 'operations' });
  const until = Date.now() + stepSeconds * 1_000;
  return reconcile(
    {
      catalogue: headScan,
      index: indexHoldings,
      library: libraryHoldings,
      send: sendEvents,
      isTimeUp: () => Date.now() > until,
      log,
    },
    ReconcileStep.parse(event),
  );
}
