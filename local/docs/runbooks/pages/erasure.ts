import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const erasure: Page = {
  title: 'Erasure',
  intro:
    'An erasure is a job of kind `erasure`: `GET /v1/people/{id}/erasure` and `GET /v1/jobs/{id}` tell where it stands. Each of its steps may be done again, and the whole from the beginning; nothing is lost by that. What is kept where: [personal-data.md](../personal-data.md); what a restore must do: [erasure-ledger.md](../erasure-ledger.md).',
  sections: sectionsOf('erasure', [
    {
      entry: 'api',
      trigger: 'request',
      does: 'answers `/v1/people`',
      users:
        'Nobody can ask what is held about them, or for an erasure; erasures that were begun go on.',
      errors: {
        check:
          "The lines name the person's id and never their name. If they name DynamoDB, see the health of the Region.",
        act: 'A request for an erasure is one transaction: asked for again, the job that it began is answered.',
      },
      duration: {
        check: 'A record reads the whole history of each resource in its page.',
        act: 'Whoever asks takes a smaller page (`?limit=`).',
      },
    },
    {
      entry: 'on-erasure-requested',
      trigger: 'queue',
      does: 'erases people',
      users: 'Somebody who is to be erased is not yet, or only in part.',
      errors: {
        check:
          '`ERASURE_STEP` tells which step was done last. A crash in the step `resources` is of one resource: the trace has the key that DynamoDB or S3 refused.',
      },
      duration: {
        check:
          'It stops by itself after a minute and goes on in another call, so that a single step is slow. Deleting files in several Regions is the slow one: each version is one request.',
        act: 'If one person has very many resources, nothing is wrong: it takes ten at a time.',
      },
      'dead-letters': {
        check:
          "The letter holds the job's id; `GET /v1/jobs/{id}` tells where it stands. `AccessDenied` of STS or S3 names the copy that could not be cleared: has the recovery Region still its role `xueyuan-<stage>-<recovery-region>-storage-eraser`, and does it trust the account?",
        afterwards:
          'The law may set a date by which it must be done: see `askedAt` of `GET /v1/people/{id}/erasure`.',
      },
      delay: {
        check:
          'Two people are erased at once; a school that erases a whole year queues.',
      },
    },
  ]),
};
