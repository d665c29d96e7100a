import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const recovery: Page = {
  title: 'Recovery',
  sections: sectionsOf('recovery', [
    {
      entry: 'api',
      trigger: 'request',
      does: 'answers `/v1/recovery/status`',
      users:
        'Nobody but operators: they are not told how ready the platform is to lose a Region.',
      errors: {
        check:
          'If the lines name CloudWatch, see its health in the Region; lags are also in its console under DynamoDB, `ReplicationLatency`. If they name a drill, somebody put another item in its place: `npm run drill` with `--record` writes it anew.',
      },
      duration: {
        check:
          'It asks for each day that is not sealed yet: a backlog of seals makes it slow. See the runbook of seals.',
      },
    },
  ]),
};
