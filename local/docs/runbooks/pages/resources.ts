import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const resources: Page = {
  title: 'Resources',
  sections: sectionsOf('resources', [
    {
      entry: 'api',
      trigger: 'request',
      does: 'answers `/v1/resources`',
      users: 'People cannot open or change resources.',
      errors: {
        check:
          'A refused step is no error: it is `RESOURCE_STEP_REFUSED`, or a request answered 4xx. If the lines name DynamoDB, see the health of the Region and the `ThrottledRequests` of the table `xueyuan-<stage>-catalogue`.',
        afterwards:
          'A crash never leaves half a change: each command is one transaction.',
      },
      duration: {
        check:
          'A history with thousands of entries, read without `limit`, is the usual one. Each use case names its cost in `functions/resources/service/`; a cost that grew with the catalogue is a defect.',
      },
    },
    {
      entry: 'on-day',
      trigger: 'clock',
      does: 'asks each hour for what is left of the days up to today',
      users:
        'Until it succeeds nothing is published on its date, nobody is told that re-review comes near, and nothing falls due; readers and contributors go on.',
      errors: {
        check:
          'A good run writes `DAYS_LOOKED_THROUGH` with the days and parts that it asked for.',
      },
      duration: {
        check:
          '`days` in the lines `DAYS_LOOKED_THROUGH` is 3 on a plain day, 31 at most. Many more than 3: a resource of an early day fails each time; see `RESOURCE_DUE_FAILED` in `/xueyuan/<stage>/resources/on-day-waiting`.',
        act: 'Put right what fails there.',
      },
    },
    {
      entry: 'on-restore',
      trigger: 'operator',
      does: 'restores one resource as of a time',
      users: "An operator's restoration stands still; nothing was changed.",
      errors: {
        check:
          'What is refused is no error: the command says why. If the lines name DynamoDB or S3, see the health of the Region.',
        afterwards:
          '`npm run restore -- resource <id> --at <time> --stage <stage>` says first whether it was done: one transaction does all or nothing.',
      },
      duration: {
        check:
          'It reads all that there is of one resource, and asks S3 for each of its files, 50 at most.',
      },
    },
    {
      entry: 'on-day-waiting',
      trigger: 'queue',
      does: 'works off what is due on a day',
      users:
        'What is due on its date (publishing, reminders, re-review) is done late.',
      errors: {
        check:
          '`RESOURCE_DUE_FAILED` names the resource and carries the error.',
        afterwards:
          'What it had done is done; the rest of its part is asked for again each hour, and what is not due any more is left alone.',
      },
      duration: {
        check:
          'It begins pages for 40 s, 20 resources in two seconds, and hands the rest on: `looked` in the lines `DAY_PART_WORKED_OFF` is some 400 in a full turn. Fewer in the same time: DynamoDB answers slowly. The formula stands in `functions/resources/service/due.ts`.',
      },
      'dead-letters': {
        check:
          'A letter holds a date and a number; `RESOURCE_DUE_FAILED` names the resource. `The Region has been succeeded` is no fault: another Region has taken over, and works it off there.',
        afterwards:
          'The hourly run asks for that part again for as long as anything is left of it, redriven or not.',
      },
      delay: {
        check:
          'Five workers take 50 resources a second in turns of 40 s, so that no part waits for long even when 50,000 are due.',
      },
    },
  ]),
};
