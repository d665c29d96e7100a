import type { Command } from './command.ts';
import { type Tool, type ToolNeeds, toolCommand } from './tool.ts';
import { dlq } from './tools/dlq.ts';
import { firstPasswords } from './tools/first-passwords.ts';
import { reconcile } from './tools/reconcile.ts';
import { reindex } from './tools/reindex.ts';
import { replay } from './tools/replay.ts';
import { request } from './tools/request.ts';

/** Every tool, by the words that it is called with. */
export const tools = {
  'dlq list': dlq.list,
  'dlq show': dlq.show,
  'dlq redrive': dlq.redrive,
  'first-passwords': firstPasswords,
  reconcile,
  reindex,
  replay,
  request,
} as const satisfies Record<string, Tool>;

/** The tools as commands. */
export function toolCommands(needs: ToolNeeds): Record<string, Command> {
  return Object.fromEntries(
    Object.entries(tools).map(([name, tool]) => [
      name,
      toolCommand(name, tool, needs),
    ]),
  );
}
