import type { Outcome, Say } from '../command.ts';
import type { Tool } from '../tool.ts';
import {
  listDeadLetters,
  redriveDeadLetters,
  showDeadLetters,
} from './dead-letters.ts';

/** Letters that `show` prints unless it is told otherwise. */
const shown = { usual: '10', most: 1_000 } as const;

/** `dlq list`: whose dead letters wait, and how many. */
const list: Tool = {
  usage: 'dlq list',
  summary: 'dlqListSummary',
  use: async (at, _, say) => {
    const queues = await listDeadLetters(at);
    const full = queues.filter(({ waiting }) => waiting > 0);
    return done([
      ...full.map((one) => say('dlqWaiting', one)),
      say('dlqListed', { queues: queues.length, full: full.length }),
    ]);
  },
};

/** `dlq show <queue>`: the letters themselves; they stay where they are. */
const show: Tool = {
  usage: `dlq show <queue> [--max <1-${shown.most}>]`,
  summary: 'dlqShowSummary',
  options: {
    max: {
      type: 'string',
      default: shown.usual,
      whole: { least: 1, most: shown.most },
    },
  },
  argumentsMost: 1,
  fault: ({ positionals }, say) => oneQueue(positionals, say),
  use: async (at, { positionals: [name = ''], values }, say) => {
    const most = Number(values.max);
    const letters = await showDeadLetters(at, name, most);
    if (letters === undefined) return refused(say('dlqUnknown', { name }));
    return done([
      ...letters.map(({ id, body }) => `${id}  ${body}`),
      say('dlqShown', { name, shown: letters.length }),
    ]);
  },
};

/** `dlq redrive <queue>`: sends them back to where they came from. */
const redrive: Tool = {
  usage: 'dlq redrive <queue>',
  summary: 'dlqRedriveSummary',
  argumentsMost: 1,
  fault: ({ positionals }, say) => oneQueue(positionals, say),
  use: async (at, { positionals: [name = ''] }, say) => {
    const ended = await redriveDeadLetters(at, name);
    if (ended.outcome === 'unknown') {
      return refused(say('dlqUnknown', { name }));
    }
    if (ended.outcome === 'no-way-back') {
      return refused(say('dlqNoWayBack', { name }));
    }
    return done([say('dlqRedriven', { name, ...ended })]);
  },
};

export const dlq = { list, show, redrive } as const;

function oneQueue(positionals: readonly string[], say: Say) {
  return positionals.length === 1 ? undefined : say('dlqNameOne');
}

function done(lines: readonly string[]): Outcome {
  return { lines, isDone: true };
}

function refused(line: string): Outcome {
  return { lines: [line], isDone: false };
}
