import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const jobs: Page = {
  title: 'Jobs',
  intro:
    "A job that does not go on has no alarm of its own: it is seen by `changedAt` of `GET /v1/jobs/{id}`, or told by the alarm of dead letters of its kind's worker (`<capability>-on-<kind>-requested-dead-letters`). A worker takes a lease of two minutes with every message, works for one (`jobs.stepsSeconds` of the stage), and asks for itself again (`JOB_WORKED`). Killed in between, its message comes again after twelve minutes and goes on from the checkpoint. After five deaths the message is among the dead letters: mend what kills it, then redrive, and the job goes on. `JOB_LEASE_LOST` means that two invocations met; the later one goes on.",
  sections: sectionsOf('jobs', [
    {
      entry: 'api',
      trigger: 'request',
      does: 'answers `/v1/jobs`',
      users:
        'Nobody sees where a job stands, and no report is downloaded; jobs themselves go on.',
      errors: {
        check:
          'A job that somebody may not see is no error: it is answered 404. If the lines name DynamoDB, see the health of the Region.',
      },
      duration: {
        check:
          'Each request reads the person and one item of `work`; the formula stands in `functions/jobs/service.ts`.',
      },
    },
  ]),
};
