import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const review: Page = {
  title: 'Review',
  sections: sectionsOf('review', [
    {
      entry: 'api',
      trigger: 'request',
      does: 'answers `/v1/reviews`',
      users: 'Librarians cannot decide; nothing is published meanwhile.',
      errors: {
        check:
          'A decision that came too late is no error: it is answered 409 or 412. If the lines name DynamoDB, see the health of the Region.',
        afterwards:
          "Decisions are one transaction each with the resource's head: `GET /v1/reviews/{id}` tells whether one was done.",
      },
      duration: {
        check:
          'The queue of a district with many open reviews reads one page at a time; see `limit`. The formula stands in `functions/review/service.ts`.',
      },
    },
    {
      entry: 'on-due',
      trigger: 'clock',
      does: "reminds reviewers each hour, replaces silent ones and lets panels' rules decide",
      users:
        'Reminders and deadlines of reviews take effect late; librarians may decide meanwhile.',
      errors: {
        symptom:
          "The hourly run that reminds reviewers, replaces silent ones and lets panels' rules decide crashed, ran out of time, or could not work off some assignments.",
        check:
          '`REVIEW_DUE_FAILED` names the review and carries the error; `REVIEW_DUE_WORKED_OFF` counts. A run that lost a race to somebody writes no error.',
        afterwards:
          'All other assignments were done; doing one twice does no harm.',
      },
      duration: {
        check:
          'It stops by itself before its five minutes end, and goes on in the next hour. Compare `looked` in the lines `REVIEW_DUE_WORKED_OFF` with other days: many panels may have the same deadline.',
        act: "Call it by hand until `looked` is small: `aws lambda invoke --function-name xueyuan-<stage>-review-on-due --payload '{}' answer.json`.",
      },
    },
    {
      entry: 'on-resource-submitted',
      trigger: 'queue',
      does: 'remembers who submits something together',
      users:
        'Candidates for a panel may be listed who have worked with a contributor of late. All else goes on.',
      duration: {
        check:
          'Each event reads a head, and reads and writes one item for each of up to 40 contributors; the formula stands in `functions/review/service/collaborating.ts`.',
      },
    },
  ]),
};
