import {
  ReplayAnswer,
  type ReplayStep,
} from '../../functions/events/contract.ts';
import type { Given } from '../../local/options.ts';
import type { Target } from '../target.ts';
import type { Tool } from '../tool.ts';
import { invoke } from './invoke.ts';

/** `replay --since <time>`: the relay's events of a time once more. */
export const replay: Tool = {
  usage: 'replay --since <time> [--until <time>]',
  summary: 'replaySummary',
  options: {
    since: { type: 'string', isNeeded: true, isTime: true },
    until: { type: 'string', isTime: true },
  },
  fault: ({ values }, say) => {
    const { since, until } = spanOf(values);
    return since < until ? undefined : say('noSpan', { since, until });
  },
  use: async (at, { values }, say) => {
    const span = spanOf(values);
    const ended = await replayAll(at, span);
    const lines = [say('replayed', { ...span, ...ended })];
    return { lines, isDone: ended.unread === 0 };
  },
};

/** Step by step, until nothing of the time is left. */
async function replayAll(
  at: Target,
  span: { readonly since: string; readonly until: string },
) {
  let sent = 0;
  let unread = 0;
  let after: string | undefined;
  do {
    const step: ReplayStep = { ...span, ...(after && { after }) };
    const answer = await invoke(at, ['events', 'on-replay'], step);
    const taken = ReplayAnswer.parse(answer);
    sent += taken.sent;
    unread += taken.unread;
    after = taken.after;
  } while (after !== undefined);
  return { sent, unread };
}

/** Moments in UTC; without an end, until now. */
function spanOf({ since, until }: Given['values']) {
  const moment = (value: unknown) => new Date(String(value)).toISOString();
  return {
    since: moment(since),
    until: until === undefined ? new Date().toISOString() : moment(until),
  };
}
