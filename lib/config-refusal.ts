import type * as z from 'zod';

/** A configuration that cannot be used; the message says where and what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Issue = z.core.$ZodIssue;

/** All that is wrong with a file, a line for each: where, what, and the cure. */
export function refused(
  file: string,
  config: unknown,
  issues: readonly Issue[],
): ConfigError {
  const lines = issues.flatMap((issue) => sentences(config, issue));
  return new ConfigError(lines.map((line) => `${file}: ${line}`).join('\n'));
}

function sentences(config: unknown, issue: Issue): string[] {
  const key = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const cure = 'Remove it, or correct its spelling.';
    const where = key === '' ? '' : `${key}.`;
    return issue.keys.map(
      (unknown) => `${where}${unknown} is not a key of a stage. ${cure}`,
    );
  }
  const value = valueAt(config, issue.path);
  if (value === undefined) return [`${key} is missing. ${issue.message}`];
  return [`${key} is ${shown(value)}. ${issue.message}`];
}

function valueAt(config: unknown, path: Issue['path']): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined,
    config,
  );
}

/** A value as an operator would find it in the file. */
export function shown(value: unknown): string {
  return value === undefined ? 'not given' : JSON.stringify(value);
}

/** What to give instead, where a schema has no words of its own. */
export function cureOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `Give ${kinds[issue.expected] ?? issue.expected}.`;
    case 'invalid_value':
      return `Give one of: ${issue.values.join(', ')}.`;
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `Give ${Number(issue.minimum) + (issue.inclusive ? 0 : 1)} or more.`
        : 'Give at least one.';
    case 'too_big':
      return `Give ${issue.maximum} or less.`;
    default:
      return undefined;
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};
