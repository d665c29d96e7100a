import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const vocabularies: Page = {
  title: 'Vocabularies',
  sections: sectionsOf('vocabularies', [
    {
      entry: 'api',
      trigger: 'request',
      does: 'answers `/v1/vocabularies`',
      users: 'Forms cannot offer terms.',
      errors: {
        check:
          'It reads nothing from outside: an error is in its code, or in the token that came with the request (keys of issuers that could not be fetched are 503 and no error).',
      },
      duration: {
        check:
          "It reads nothing from outside but the issuers' keys, when a request brings a token: does their address answer? They are kept once fetched.",
      },
    },
  ]),
};
