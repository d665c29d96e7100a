import { sendEvents } from '../platform/bus.ts';
import { log, logger } from '../platform/log.ts';
import { type ReplayAnswer, ReplayStep } from './contract.ts';
import { pause } from './pause.ts';
import { replay } from './replaying.ts';
import { replayReads } from './store.ts';

/** A step answers after this, so that whoever waits sees progress. */
const stepSeconds = 20;

/**
 * Takes one step of a replay. No route and no event leads here: an operator's
 * `npm run ops -- replay` invokes it, allowed by IAM.
 */
export async function handler(event: unknown): Promise<ReplayAnswer> {
  logger.resetKeys();
  logger.appendKeys({ capability: 'events' });
  const until = Date.now() + stepSeconds * 1_000;
  const isTimeUp = () => Date.now() > until;
  const step = ReplayStep.parse(event);
  return replay(
    { send: sendEvents, pause, reads: replayReads, log, isTimeUp },
    step,
  );
}
