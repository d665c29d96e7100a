import { setTimeout as pause } from 'node:timers/promises';
import {
  type Difference,
  differences,
  ReconcileAnswer,
} from '../../functions/operations/contract.ts';
import type { Say } from '../command.ts';
import type { Tool } from '../tool.ts';
import { compareAll } from './comparing.ts';
import { invoke } from './invoke.ts';

/** `reconcile`: lists what should say the same and does not. */
export const reconcile: Tool = {
  usage: 'reconcile [--repair]',
  summary: 'reconcileSummary',
  options: { repair: { type: 'boolean' } },
  use: async (at, { values: { repair = false } }, say) => {
    const step = async (asked: unknown) =>
      ReconcileAnswer.parse(
        await invoke(at, ['operations', 'on-reconcile'], asked),
      );
    const { left, mended, ...seen } = await compareAll(
      { step, pause },
      repair === true,
    );
    const counts = { ...seen, left: left.length, mended: mended.length };
    const isMendable = left.some(({ kind }) => differences[kind].mend);
    return {
      lines: [
        ...mended.map((one) => say('mended', { what: line(one, say) })),
        ...left.map((one) => line(one, say)),
        ...(isMendable && !repair ? [say('mendable')] : []),
        say('reconciled', counts),
      ],
      isDone: left.length === 0,
    };
  },
};

/** The kind as code for machines, the id, and the kind in words. */
function line({ kind, id, file }: Difference, say: Say): string {
  return `${kind}  ${id}  ${say(kind, { file })}`;
}
