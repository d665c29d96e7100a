import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

const byHand =
  "`aws lambda invoke --function-name xueyuan-<stage>-seals-on-hour --payload '{}' answer.json`";

export const seals: Page = {
  title: 'Seals',
  intro: 'What a seal is: [history format](../history-format.md).',
  sections: [
    ...sectionsOf('seals', [
      {
        entry: 'api',
        trigger: 'request',
        does: 'answers `/v1/seals`',
        users:
          "Nobody can read seals or public keys there. Seals are made all the same, and a resource's history and its export, which carry their own proofs, are answered by another function.",
        errors: {
          check: 'If the lines name DynamoDB, see the health of the Region.',
        },
        duration: {
          check: 'A page of 100 seals is some 9 RRU.',
        },
      },
      {
        entry: 'on-hour',
        trigger: 'clock',
        does: 'makes the hourly seal',
        users:
          'Nobody. Entries of the last hours are answered as not yet sealed; missed hours are caught up.',
        errors: {
          check:
            '`kms:` means the signing key (disabled, pending deletion, or the role lost `kms:Sign`); `AccessDenied` on the bucket `seals` its policy or the key of files; `ZodError` names a history header that is none, which somebody wrote past the application.',
          act: `Mend the cause, then call the function once by hand: ${byHand}. The answer has \`isUpToDate: true\` when all is sealed.`,
          afterwards:
            "A header that is none must not be deleted: keep it as evidence, find who wrote it in CloudTrail's data events, and report it.",
        },
        duration: {
          check:
            'With 10,000 changes an hour it takes seconds of its 15 minutes. Lines `SEAL_MADE` have `leaves`, one line each hour that was caught up; `SEAL_BEHIND` says up to where it came.',
          act: `A backlog is worked off hour by hour over the next calls; calling it by hand speeds that up: ${byHand}.`,
        },
      },
    ]),
    {
      heading: 'seals-on-hour-missed',
      parts: {
        symptom:
          'For two hours no call has reported that the history is sealed up to the last full hour.',
        users:
          'Nobody. What was sealed is as it was; but what happened since is not protected against somebody with write access to the table.',
        check:
          'Are there `SEAL_MADE` lines in `/xueyuan/<stage>/seals/on-hour`? With none, is the function called at all: `aws scheduler get-schedule --name xueyuan-<stage>-seals-on-hour` says `ENABLED`? Then see the other alarms of this page. `SEAL_RACE_LOST` every hour means that two schedules call it, or a seal without its predecessor: compare `GET /v1/seals` with the objects under `seals/` in the bucket.',
        act: `Mend the cause, then call the function by hand: ${byHand}. It catches up all hours.`,
        verify:
          'The answer has `isUpToDate: true`; on the dashboard `xueyuan-<stage>-duty`, "Is the history sealed to the last hour?" shows 1 for the hour.',
        afterwards:
          'If somebody switched the schedule off, ask why, and treat entries of these hours as not protected: compare them with the last export.',
      },
    },
  ],
};
