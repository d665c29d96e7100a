import type { ProblemCode } from '../problems.ts';

/**
 * Every text that people read, in English. `{name}` stands for a fact. A
 * problem's detail shows the value and says what to do.
 */
export const en = {
  problems: {
    malformed: {
      title: 'The request is malformed',
      detail:
        'The request does not fit its schema; each field is named under "errors". Correct them and send it again.',
    },
    'cursor-invalid': {
      title: 'The cursor does not fit',
      detail:
        'The cursor belongs to another query or is too old. Begin again without a cursor.',
    },
    'token-missing': {
      title: 'Sign in first',
      detail:
        'This needs a sign-in. Send an access token: "Authorization: Bearer …".',
    },
    'token-invalid': {
      title: 'The token does not count',
      detail:
        'The access token was refused ({reason}). Sign in again and send the new access token.',
    },
    forbidden: {
      title: 'Not allowed',
      detail: '{reason}',
    },
    unknown: {
      title: 'Not found',
      detail:
        'There is nothing here, or nothing that you may see. Check the id, or sign in with another account.',
    },
    'route-unknown': {
      title: 'No such address',
      detail:
        'There is no {method} {path}. The addresses are listed at /v1/docs.',
    },
    state: {
      title: 'Its state does not allow this',
      detail: 'It is {state}. Possible now: {possible}.',
    },
    'idempotency-key-reused': {
      title: 'The idempotency key is taken',
      detail:
        'This Idempotency-Key came before with another body. Use a new key for a new request.',
    },
    withdrawn: {
      title: 'Withdrawn',
      detail:
        'It was withdrawn at {at} ({kind}). Ask the organisation that answers for it: {holder}.',
    },
    changed: {
      title: 'It has changed since',
      detail:
        'Somebody changed it after you read it. Read it again and repeat with the new ETag in If-Match.',
    },
    'too-large': {
      title: 'The request is too large',
      detail:
        'The body has {sizeBytes} bytes; at most {limitBytes} are taken. Files are uploaded by POST /v1/uploads.',
    },
    'media-type': {
      title: 'The media type is not supported',
      detail: 'The body is "{mediaType}"; send application/json in UTF-8.',
    },
    'rule-broken': {
      title: 'It breaks a rule',
      detail:
        'The request is well-formed but breaks a rule; each is named under "errors". Correct them and send it again.',
    },
    'precondition-missing': {
      title: 'If-Match is missing',
      detail: 'Send the ETag that you read in the header If-Match.',
    },
    'too-many': {
      title: 'Too many requests',
      detail: 'Wait as long as Retry-After says, then send it again.',
    },
    internal: {
      title: 'Something went wrong here',
      detail:
        'This is our fault and has been recorded. Send it again; if it stays, give us the request id {requestId}.',
    },
    unavailable: {
      title: 'Not available for the moment',
      detail:
        'A part that this needs does not answer. Wait as long as Retry-After says, then send it again.',
    },
  } satisfies Record<ProblemCode, { title: string; detail: string }>,
  /** Why something is or is not allowed, and what a broken rule asks for. */
  rules: {
    'no-person':
      'Your account is not known in this district. Ask your organisation to add you.',
  },
} as const;

/** Every language has the same texts under the same names. */
export type Catalogue = {
  readonly problems: Readonly<
    Record<ProblemCode, { readonly title: string; readonly detail: string }>
  >;
  readonly rules: Readonly<Record<keyof typeof en.rules, string>>;
};
