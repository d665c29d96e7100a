import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const operations: Page = {
  title: 'Operations',
  intro: 'What each tool does: [operations](../operations.md).',
  sections: sectionsOf('operations', [
    {
      entry: 'on-reconcile',
      trigger: 'operator',
      does: 'compares catalogue, index, history and library',
      users: "An operator's comparison stands still; nothing was changed.",
      errors: {
        check:
          '`does not answer` names who does not: the search engine, or a table. See their alarms first.',
        afterwards: '`npm run ops -- reconcile --stage <stage>`.',
      },
      duration: {
        check:
          'A step ends 20 s after it began, and after its page: up to 1 MB of the table, with one request to S3 for each published file in it. Lines `RECONCILED` say how much each step looked at.',
        act: 'Run it at a quieter time: `npm run ops -- reconcile --stage <stage>`.',
      },
    },
  ]),
};
