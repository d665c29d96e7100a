import type { Language } from './contract.ts';
import { type ProblemCode, problems } from './problems.ts';
import { type Facts, fill, ruleText, textsOf } from './texts.ts';

/** One thing wrong with a request: where, and what to do. */
export type FieldError = {
  /** JSON pointer into the body, or `?name` of a query parameter. */
  readonly pointer: string;
  readonly message: string;
};

/** A failure with the facts that its text shows. */
export type Trouble = { readonly code: ProblemCode } & Facts;

/** A response as API Gateway takes it. */
export type HttpAnswer = {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
};

/**
 * Problem details in the reader's language. A fact `rule` becomes its text as
 * `{reason}`; a fact `errors` becomes the list of fields.
 * Source: RFC 9457.
 */
export function problemAnswer(
  trouble: Trouble,
  request: {
    readonly language: Language;
    readonly requestId: string;
    readonly docsUrl: string;
  },
): HttpAnswer {
  const { language, requestId, docsUrl } = request;
  const { code } = trouble;
  const { title, detail } = textsOf(language).problems[code];
  const facts = { ...trouble, ...reasonOf(trouble, language), requestId };
  const status = problems[code];
  const errors = fieldErrors(trouble, language);
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      'content-language': language,
      'cache-control': 'no-store',
      ...retryHeader(status),
      ...challengeHeader(status),
    },
    body: JSON.stringify({
      type: `${docsUrl}/problems/${code}`,
      title,
      status,
      detail: fill(detail, facts),
      instance: requestId,
      ...(errors.length > 0 && { errors }),
      ...(typeof trouble.rule === 'string' && { rule: trouble.rule }),
    }),
  };
}

/** How long a client waits before it asks a missing dependency again. */
const retrySeconds = 5;

function retryHeader(status: number): Record<string, string> {
  const isPassing = status === 503 || status === 429;
  return isPassing ? { 'retry-after': String(retrySeconds) } : {};
}

function challengeHeader(status: number): Record<string, string> {
  return status === 401 ? { 'www-authenticate': 'Bearer' } : {};
}

function reasonOf(trouble: Trouble, language: Language): Facts {
  return typeof trouble.rule === 'string'
    ? { reason: fill(ruleText(language, trouble.rule), trouble) }
    : {};
}

type Breach = { readonly pointer: string } & Facts;

function fieldErrors(trouble: Trouble, language: Language): FieldError[] {
  if (!Array.isArray(trouble.errors)) return [];
  return (trouble.errors as readonly Breach[]).map((breach) => ({
    pointer: breach.pointer,
    message:
      typeof breach.message === 'string'
        ? breach.message
        : fill(ruleText(language, String(breach.rule)), breach),
  }));
}
