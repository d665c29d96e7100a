import { stageNames } from '../lib/config.ts';
import {
  type Given,
  type Option,
  type Options,
  readOptions,
} from '../local/options.ts';
import type { Command, Outcome, Say } from './command.ts';
import type { recordOf } from './record.ts';
import type { Target } from './target.ts';
import type { Catalogue } from './texts/en.ts';

/** What an operator does to a stage: a command whose every use is recorded. */
export type Tool = {
  /** As it is written after `npm run ops --`, without the stage. */
  readonly usage: string;
  readonly summary: keyof Catalogue;
  readonly options?: Options;
  /** How much it takes without an option's name. @default nothing */
  readonly argumentsMost?: number;
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
      const stage: Option = {
        type: 'string',
        default: 'local',
        oneOf: stageNames(),
      };
      const read = readOptions(args, { ...tool.options, stage }, say.language, {
        positionals: tool.argumentsMost ?? 0,
      });
      const fault = read.ok ? tool.fault?.(read.value, say) : read.error.says;
      if (!read.ok || fault !== undefined) {
        const lines = [fault ?? '', say('usage', { usage })];
        return { lines, isDone: false, isMisused: true };
      }
      const given = read.value;
      const target = needs.targetOf(String(given.values.stage));
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
