import type { Language } from '../functions/platform/contract.ts';
import { type Facts, fill } from '../functions/platform/texts.ts';
import { languageOf } from '../local/text.ts';
import { type Catalogue, en } from './texts/en.ts';
import { zhCn } from './texts/zh-cn.ts';

/** A text in the person's language, with facts put in. */
export type Say = ((text: keyof Catalogue, facts?: Facts) => string) & {
  readonly language: Language;
};

/** What a command prints, the last line of which is its summary. */
export type Outcome = {
  readonly lines: readonly string[];
  readonly isDone: boolean;
  /** It was called wrongly, and did nothing. */
  readonly isMisused?: boolean;
};

/** One operations command; its usage is what stands after `npm run ops --`. */
export type Command = {
  readonly usage: string;
  readonly summary: keyof Catalogue;
  readonly run: (args: readonly string[], say: Say) => Promise<Outcome>;
};

/** Speaks the language of the person's terminal. */
export function speaker(
  environment: Readonly<Record<string, string | undefined>>,
): Say {
  const language = languageOf(environment);
  const catalogue: Catalogue = { 'zh-CN': zhCn, en }[language];
  const say = (text: keyof Catalogue, facts: Facts = {}) =>
    fill(catalogue[text], facts);
  return Object.assign(say, { language });
}

/** Runs the command that the arguments name, or lists them all. */
export async function runCommand(
  commands: Readonly<Record<string, Command>>,
  args: readonly string[],
  say: Say,
): Promise<Outcome> {
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
  const lines = [...refusal, say('commands'), ...list];
  return { lines, isDone: asked, isMisused: !asked };
}
