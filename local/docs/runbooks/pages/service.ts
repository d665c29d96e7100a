import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const service: Page = {
  title: 'Service',
  sections: sectionsOf('service', [
    {
      entry: 'api',
      trigger: 'request',
      does: 'answers `/v1/status`, the API reference, and all unknown paths',
      users:
        'The reference cannot be opened; watchdogs see the platform as down, while it is not.',
      errors: {
        check:
          'It reads nothing from outside but its own files. Many calls of unknown paths are somebody looking for holes: see `/xueyuan/<stage>/api/access` by address.',
      },
      duration: {
        check:
          'It compresses nothing and reads nothing from outside; slowness is a want of memory or of processor: see `Max Memory Used` in the REPORT lines.',
      },
    },
  ]),
};
