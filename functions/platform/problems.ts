/**
 * Every problem that the API can answer, with its HTTP status. The texts stand
 * under the same codes in `texts/<language>.ts`; a route lists the codes that
 * are its own, the pipeline answers the `pipeline` ones on any route.
 * Source of the statuses: docs/api.md, "Shape". Codes never change.
 */
export const problems = {
  malformed: 400,
  'cursor-invalid': 400,
  'token-missing': 401,
  'token-invalid': 401,
  forbidden: 403,
  unknown: 404,
  'route-unknown': 404,
  state: 409,
  'idempotency-key-reused': 409,
  withdrawn: 410,
  changed: 412,
  'too-large': 413,
  'media-type': 415,
  'rule-broken': 422,
  'precondition-missing': 428,
  'too-many': 429,
  internal: 500,
  unavailable: 503,
  standby: 503,
} as const satisfies Record<string, number>;

export type ProblemCode = keyof typeof problems;
