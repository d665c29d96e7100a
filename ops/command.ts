import { type Facts, fill } from '../functions/platform/texts.ts';
import { type Catalogue, en } from './texts/en.ts';
import { zhCn } from './texts/zh-cn.ts';

/** A text in the person's language, with facts put in. */
export type Say = (text: keyof Catalogue, facts?: Facts) => string;

/** One operations command; its usage is what stands after `npm run ops --`. */
export type Command = {
  readonly usage: string;
  readonly summary: keyof Catalogue;
  /** Runs it; the lines it prints, the last of which is its summary. */
  readonly run: (
    args: readonly string[],
    say: Say,
  ) => Promise<{ readonly lines: readonly string[]; readonly isDone: boolean }>;
};

/**
 * Speaks Chinese for a locale that begins with `zh`, else English. `LC_ALL`
 * counts before `LC_MESSAGES` before `LANG`. Source: POSIX.1-2024, 8.2.
 */
export function speaker(
  environment: Readonly<Record<string, string | undefined>>,
): Say {
  const locale =
    environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  const catalogue: Catalogue = /^zh\b|^zh_/i.test(locale) ? zhCn : en;
  return (text, facts = {}) => fill(catalogue[text], facts);
}

/** Runs the command that the arguments name, or lists them all. */
export async function runCommand(
  commands: Readonly<Record<string, Command>>,
  args: readonly string[],
  say: Say,
): ReturnType<Command['run']> {
  // Two words name a command of a family, such as `dlq list`.
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(' ');
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command) return command.run(args.slice(words), say);
  }
  const [name = ''] = args;
  const list = Object.values(commands).flatMap(({ usage, summary }) => [
    `  ${usage}`,
    `    ${say(summary)}`,
  ]);
  const asked = name === '' || name === '--help' || name === 'help';
  const refusal = asked ? [] : [say('unknownCommand', { command: name })];
  return { lines: [...refusal, say('commands'), ...list], isDone: asked };
}
