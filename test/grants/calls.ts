import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { callsFile } from '../../local/emulator.ts';
import type { TestStack } from '../../local/platform-file.ts';

/** A line of the record; see `local/emulator/with-record.py`. */
const Call = z.strictObject({
  role: z.string(),
  action: z.string(),
  /** As the policy grants it, or as it was asked for when it was denied. */
  resource: z.string(),
  allowed: z.boolean(),
});
export type Call = z.infer<typeof Call>;

/** What roles did and were denied since the stack came up, each once. */
export function recordedCalls(stack: TestStack): Call[] {
  const file = callsFile(stack);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => Call.parse(JSON.parse(line)));
}
