import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const access: Page = {
  title: 'Access',
  sections: sectionsOf('access', [
    {
      entry: 'api',
      trigger: 'request',
      does: 'answers `/v1/access`',
      users:
        'Nobody is told why something is or is not allowed; what is allowed goes on as before.',
      errors: {
        check:
          'An error that names a rule without text is ours: a rule of the policy lacks its text. If the lines name DynamoDB, see the health of the Region.',
      },
      duration: {
        check:
          "A question costs the head of one resource and one person's memberships, at any size of the district; the first of a new instance reads the tree besides. The formula stands in `functions/access/service.ts`.",
      },
    },
  ]),
};
