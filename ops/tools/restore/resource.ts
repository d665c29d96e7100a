import {
  RestoreAnswer,
  type RestoreAsked,
} from '../../../functions/resources/restoring/contract.ts';
import type { Tool } from '../../tool.ts';
import { invoke } from '../invoke.ts';

/** `restore resource <id> --at <time>`: what readers saw then, as a new version. */
export const restoreResource: Tool = {
  usage: 'restore resource <id> --at <time> [--apply]',
  summary: 'restoreResourceSummary',
  options: {
    at: { type: 'string', isNeeded: true, isTime: true },
    apply: { type: 'boolean' },
  },
  argumentsMost: 1,
  fault: ({ positionals: [id = ''] }, say) =>
    /^res_[0-9A-Z]{26}$/.test(id)
      ? undefined
      : say('restoreResourceOf', { id }),
  use: async (target, { positionals: [resource = ''], values }, say) => {
    const { apply = false, at } = values;
    const asked: RestoreAsked = {
      resource,
      at: new Date(String(at)).toISOString(),
      apply: apply === true,
    };
    const given = await invoke(target, ['resources', 'on-restore'], asked);
    const answer = RestoreAnswer.parse(given);
    if (answer.outcome === 'refused') {
      const { files = [], reason } = answer;
      const line = say(`restore-${reason}`, { id: resource, at: asked.at });
      return { lines: [...files, line], isDone: false };
    }
    const facts = { id: resource, ...answer };
    const done = answer.outcome === 'done' ? 'restoreDone' : 'restorePossible';
    return { lines: [say(done, facts)], isDone: true };
  },
};
