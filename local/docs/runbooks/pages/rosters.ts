import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const rosters: Page = {
  title: 'Rosters',
  sections: sectionsOf('rosters', [
    {
      entry: 'api',
      trigger: 'request',
      does: 'answers `/v1/rosters`',
      users:
        'Nobody can send, check or apply a roster, or take first passwords; jobs that run go on.',
      errors: {
        check:
          "Access denied by S3 or KMS names the permission: compare the key's state (KMS, alias `xueyuan-<stage>-files` must be Enabled). If the lines name DynamoDB, see the health of the Region.",
        afterwards:
          'Checks may be begun again; an application that was begun twice changes nothing the second time.',
      },
      duration: {
        check:
          'Making the sheet of first passwords for 20,000 people took 4 s of a busy processor when it was measured. All else reads and writes an item or two.',
        act: 'A sheet of passwords whose answer was cut off is gone: see [rosters](../rosters.md), "If the passwords are lost".',
      },
    },
    {
      entry: 'on-roster-requested',
      trigger: 'queue',
      does: 'works on rosters',
      users:
        "A school's roster stands still: it waits for its check or its application. What was applied of it stays.",
      errors: {
        check:
          "`TooManyRequestsException`: Cognito's rate is exceeded. `Max Memory Used` near the limit in the REPORT line, or `ROSTER_MEMORY`, means a file larger than it was measured with.",
        act: "For Cognito lower `identity.accountsPerSecond` in the stage's configuration, or have the quota of UserCreation raised (Service Quotas, Cognito). For want of memory raise `memoryMib` in `lib/capabilities/rosters.ts`.",
        afterwards: 'A job goes on from its checkpoint after twelve minutes.',
      },
      duration: {
        check:
          'A step is one check or 24 people. `JOB_WORKED` tells how many steps an invocation took; few steps mean that Cognito or DynamoDB is slow (`ThrottleCount` of Cognito), or that `identity.accountsPerSecond` is low. Each invocation stops taking steps after a minute and has another for the last; only a check of the largest files may come near.',
      },
      'dead-letters': {
        check: "The letter holds the job's id: `GET /v1/jobs/{id}`.",
        act: 'The job goes on from its checkpoint. Its file and plan are kept for `jobs.fileDays`; if they have expired, the school checks its roster again.',
      },
      delay: {
        check:
          'At the beginning of a school year many schools send rosters at once; see the lines `JOB_WORKED`.',
        act: "Two rosters are worked on at a time, because Cognito's rate is shared: they get their turns by themselves. If Cognito's quota was raised, raise `identity.accountsPerSecond` too.",
      },
    },
  ]),
};
