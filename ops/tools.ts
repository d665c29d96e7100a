import type { Command } from './command.ts';
import { type Tool, type ToolNeeds, toolCommand } from './tool.ts';
import { dlq } from './tools/dlq.ts';
import { firstPasswords } from './tools/first-passwords.ts';
import { reconcile } from './tools/reconcile.ts';
import { reindex } from './tools/reindex.ts';
import { replay } from './tools/replay.ts';
import { request } from './tools/request.ts';
import { restoreCompare } from './tools/restore/compare.ts';
import { restoreCopy } from './tools/restore/copy.ts';
import { restoreResource } from './tools/restore/resource.ts';
import { restoreIndex } from './tools/restore/search-index.ts';
import { restoreTable } from './tools/restore/table.ts';

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
  'restore compare': restoreCompare,
  'restore copy': restoreCopy,
  'restore index': restoreIndex,
  'restore resource': restoreResource,
  'restore table': restoreTable,
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
