import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

const byHand =
  "`aws lambda invoke --function-name xueyuan-<stage>-operations-on-night --payload '{}' answer.json`";

export const operations: Page = {
  title: 'Operations',
  intro: 'What each tool does: [operations](../operations.md).',
  sections: [
    ...sectionsOf('operations', [
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
      {
        entry: 'on-night',
        trigger: 'clock',
        does: 'exports accounts, directory and configuration each night',
        users: 'Nobody. The export of the night before is still there.',
        errors: {
          check:
            'A line `EXPORT_FAILED` names what could not be read, and why; `EXPORT_MADE` has the counts. `TooManyRequestsException` is the quota UserList of Cognito (Service Quotas).',
          act: `Mend the cause and make the export by hand: ${byHand}. The answer is its manifest, with \`missing\` empty.`,
        },
        duration: {
          check:
            '300,000 accounts take some eight minutes of its 15, 60 a request. Compare `lines` in the last lines `EXPORT_MADE`.',
          act: 'With more than 500,000 accounts the export must be divided: ADR 0161.',
        },
      },
    ]),
    {
      heading: 'operations-on-night-missed',
      parts: {
        symptom:
          'For 26 hours no call has reported that accounts, directory and configuration were exported whole.',
        users:
          'Nobody. If the user pool were lost now, accounts would be opened again with the e-mail addresses of the last export.',
        check:
          'Are there lines `EXPORT_MADE` in `/xueyuan/<stage>/operations/on-night`, and is `missing` in them empty? With none, is the function called at all: `aws scheduler get-schedule --name xueyuan-<stage>-operations-on-night` says `ENABLED`? Then see the other alarms of this page.',
        act: `Mend the cause and make the export by hand: ${byHand}.`,
        verify:
          'The answer has `missing` empty, and the bucket `exports` of the recovery Region has a manifest of today.',
        afterwards:
          'If somebody switched the schedule off, ask why. Nights that were missed are not caught up: the next export holds all that there is.',
      },
    },
  ],
};
