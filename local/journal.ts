import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';

/** What is known of one thing that is being loaded. */
const Entry = z.strictObject({
  key: z.string(),
  /** The id of what was made for it. */
  made: z.string(),
  /** Nothing is left to do with it. */
  isDone: z.boolean(),
});
export type Entry = z.infer<typeof Entry>;

/**
 * What has been loaded into one platform, a line a step, so that a run that was
 * killed goes on where it was. The API's own idempotency keys count for a day;
 * this file counts as long as the platform that it names.
 */
export type Journal = {
  readonly entry: (key: string) => Entry | undefined;
  readonly note: (entry: Entry) => void;
  readonly count: (isDone: boolean) => number;
};

/**
 * Opens the journal in `file`, or begins it. Lines of another platform are not
 * counted; a last line that was cut off by a kill is left out.
 */
export function openJournal(file: string, platform: string): Journal {
  const entries = new Map<string, Entry>();
  const lines = linesOf(file);
  for (const line of lines) {
    const noted = readLine(line);
    if (noted?.platform === platform) {
      entries.set(noted.key, Entry.strip().parse(noted));
    }
  }
  mkdirSync(dirname(file), { recursive: true });
  // A line that was cut off must not swallow the next one.
  if (lines.length > 0) appendFileSync(file, '\n');
  return {
    entry: (key) => entries.get(key),
    note: (entry) => {
      entries.set(entry.key, entry);
      appendFileSync(file, `${JSON.stringify({ ...entry, platform })}\n`);
    },
    count: (isDone) =>
      [...entries.values()].filter((entry) => entry.isDone === isDone).length,
  };
}

const Line = Entry.extend({ platform: z.string() });

function readLine(line: string): z.infer<typeof Line> | undefined {
  try {
    return Line.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error;
    if (isMissing && error.code === 'ENOENT') return [];
    throw error;
  }
}
