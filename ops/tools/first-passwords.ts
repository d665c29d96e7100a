import { FirstPasswords } from '../../functions/identity/account/contract.ts';
import type { Tool } from '../tool.ts';
import { invoke } from './invoke.ts';

/**
 * `first-passwords <organisation>`: makes first passwords of who has not chosen
 * one yet, and prints them, a person a line, between tabs. Nothing keeps them.
 */
export const firstPasswords: Tool = {
  usage: 'first-passwords <organisation>',
  summary: 'firstPasswordsSummary',
  argumentsMost: 1,
  fault: ({ positionals: [organisation = ''] }, say) =>
    /^org_[0-9A-Z]{26}$/.test(organisation)
      ? undefined
      : say('firstPasswordsOf', { organisation }),
  use: async (at, { positionals: [organisation = ''] }, say) => {
    const lines: string[] = [];
    let others = 0;
    let after: string | undefined;
    do {
      const step = { organisation, ...(after !== undefined && { after }) };
      const answer = await invoke(at, ['identity', 'on-first-passwords'], step);
      const page = FirstPasswords.parse(answer);
      for (const one of page.people) {
        const { class: group = '', name, number = '', password } = one;
        lines.push([group, number, name, one.username, password].join('\t'));
      }
      others += page.others;
      after = page.next;
    } while (after !== undefined);
    const facts = { people: lines.length, organisation, others };
    return {
      lines: [...lines, say('firstPasswordsTold', facts)],
      isDone: true,
    };
  },
};
