import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Language } from '../functions/platform/contract.ts';
import { fail, ok, type Result } from '../functions/platform/result.ts';
import { languageOf, type Say, speakerIn } from './text.ts';

/** The exit status of a command that was called wrongly, as shells have it. */
export const misused = 2;

/** From the least on, up to the most if there is one; both count. */
export type Range = { readonly least: number; readonly most?: number };

/** One option of a command, and which values it takes. */
export type Option =
  | { readonly type: 'boolean' }
  | {
      readonly type: 'string';
      readonly default?: string;
      readonly isNeeded?: boolean;
      readonly oneOf?: readonly string[];
      /** A whole number in decimal digits. */
      readonly whole?: Range;
      readonly number?: Range;
      /** A time as `Date` reads it. */
      readonly isTime?: boolean;
      /** A file that is there. */
      readonly isFile?: boolean;
    };
export type Options = Readonly<Record<string, Option>>;

type Value<O extends Option> = O extends { readonly type: 'boolean' }
  ? boolean | undefined
  : O extends { readonly default: string } | { readonly isNeeded: true }
    ? Told<O>
    : Told<O> | undefined;
type Told<O extends Option> = O extends {
  readonly oneOf: readonly (infer V extends string)[];
}
  ? V
  : string;

/** What was given: every value is one that its option takes. */
export type Given<O extends Options = Options> = {
  readonly values: { readonly [N in keyof O]: Value<O[N]> };
  /** What stands without an option's name, in its order. */
  readonly positionals: readonly string[];
};

/** What is wrong with what was given, as the person is told. */
export type Misuse = { readonly code: 'misused'; readonly says: string };

/** How many arguments a command takes beside its options. @default none */
export type Takes = { readonly positionals?: number };

/**
 * Reads a command's arguments, or says in that language which one is wrong, what
 * it is, and what may be given.
 */
export function readOptions<const O extends Options>(
  args: readonly string[],
  options: O,
  language: Language,
  { positionals: most = 0 }: Takes = {},
): Result<Given<O>, Misuse> {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const say = speakerIn(language);
  const faults = [
    ...tokens.map((token) =>
      token.kind === 'option' ? tokenFault(token, options, say) : undefined,
    ),
    ...positionals
      .slice(most)
      .map((value) =>
        say('argumentUnknown', { value, options: namesOf(options) }),
      ),
    ...Object.entries(options).map(([name, option]) =>
      valueFault(name, option, values[name], say),
    ),
  ];
  const says = faults.find((fault) => fault !== undefined);
  if (says !== undefined) return fail({ code: 'misused', says });
  // Each value was held against its option above.
  return ok({ values, positionals } as unknown as Given<O>);
}

/**
 * The options that this process was called with; when they are wrong, says so
 * and ends it with the status `misused`.
 */
export function ownOptions<const O extends Options>(
  options: O,
  takes?: Takes,
): Given<O> {
  const language = languageOf(process.env);
  const read = readOptions(process.argv.slice(2), options, language, takes);
  if (read.ok) return read.value;
  console.error(read.error.says);
  process.exit(misused);
}

type Token = {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
};

/** Why an option cannot stand as it does, whatever its value means. */
function tokenFault(
  { name, rawName, value, inlineValue }: Token,
  options: Options,
  say: Say,
): string | undefined {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined || !rawName.startsWith('--')) {
    const known = namesOf(options);
    return known.length === 0
      ? say('optionNone', { option: rawName })
      : say('optionUnknown', { option: rawName, options: known });
  }
  const isFlag = option.type === 'boolean';
  if (isFlag && value !== undefined) {
    return say('optionFlag', { option: rawName, value });
  }
  // What looks like the next option is not this one's value.
  const isMissing = value === undefined || (!inlineValue && /^-/.test(value));
  return !isFlag && isMissing
    ? say('optionValue', { option: rawName })
    : undefined;
}

function valueFault(
  name: string,
  option: Option,
  value: unknown,
  say: Say,
): string | undefined {
  if (option.type === 'boolean') return undefined;
  const facts = { option: `--${name}`, value };
  if (value === undefined) {
    if (!option.isNeeded) return undefined;
    const { oneOf: allowed } = option;
    return allowed === undefined
      ? say('optionNeeded', facts)
      : say('optionNeededOneOf', { ...facts, allowed });
  }
  const text = String(value);
  const { isFile, isTime, number, oneOf, whole } = option;
  if (oneOf && !oneOf.includes(text)) {
    return say('optionOneOf', { ...facts, allowed: oneOf });
  }
  if (whole && !(/^\d+$/.test(text) && isWithin(whole, text))) {
    return say(whole.most === undefined ? 'optionWhole' : 'optionWholeTo', {
      ...facts,
      ...whole,
    });
  }
  if (number && !(text.trim() !== '' && isWithin(number, text))) {
    return say(number.most === undefined ? 'optionNumber' : 'optionNumberTo', {
      ...facts,
      ...number,
    });
  }
  if (isTime && Number.isNaN(Date.parse(text))) return say('optionTime', facts);
  if (isFile && !existsSync(text)) return say('optionFile', facts);
  return undefined;
}

function isWithin({ least, most = Number.MAX_VALUE }: Range, text: string) {
  const number = Number(text);
  return number >= least && number <= most;
}

function namesOf(options: Options): string[] {
  return Object.keys(options).map((name) => `--${name}`);
}
