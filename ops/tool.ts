import { parseArgs } from 'node:util';
import type { Command, Say } from './command.ts';
import type { recordOf } from './record.ts';
import type { Target } from './target.ts';
import type { Catalogue } from './texts/en.ts';

type Options = Readonly<Record<string, { type: 'string' | 'boolean' }>>;
export type Given = {
  /** What stands without an option's name, in its order. */
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
};
export type Outcome = Awaited<ReturnType<Command['run']>>;

/** What an operator does to a stage: a command whose every use is recorded. */
export type Tool = {
  /** As it is written after `npm run ops --`, without the stage. */
  readonly usage: string;
  readonly summary: keyof Catalogue;
  readonly options?: Options;
  /** Undefined when what was given can be used, else why not. */
  readonly fault?: (given: Given, say: Say) => string | undefined;
  readonly use: (at: Target, given: Given, say: Say) => Promise<Outcome>;
};

export type ToolNeeds = {
  readonly targetOf: (stage: string) => Target | undefined;
  readonly recordOf: typeof recordOf;
};

/**
 * The command of a tool: reads what was given, finds the stage, records that it
 * begins and how it ends. What cannot be recorded is not begun.
 */
export function toolCommand(
  name: string,
  tool: Tool,
  needs: ToolNeeds,
): Command {
  const usage = `${tool.usage} [--stage <stage>]`;
  return {
    usage,
    summary: tool.summary,
    run: async (args, say) => {
      const given = read(tool.options, args, say);
      const fault =
        typeof given === 'string' ? given : tool.fault?.(given, say);
      if (typeof given === 'string' || fault !== undefined) {
        const lines = [fault ?? '', say('usage', { usage })];
        return { lines, isDone: false };
      }
      const stage = String(given.values.stage);
      const target = needs.targetOf(stage);
      if (target === undefined) {
        return { lines: [say('notUp')], isDone: false };
      }
      const record = await needs.recordOf(target, { tool: name, args });
      await record({ code: 'OPERATOR_TOOL_BEGUN' });
      let isDone = false;
      try {
        const outcome = await tool.use(target, given, say);
        isDone = outcome.isDone;
        return outcome;
      } finally {
        await record({ code: 'OPERATOR_TOOL_ENDED', isDone });
      }
    },
  };
}

function read(
  options: Options = {},
  args: readonly string[],
  say: Say,
): Given | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...options, stage: { type: 'string', default: 'local' } },
    });
    return { values, positionals };
  } catch (error) {
    return say('failed', {
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}
