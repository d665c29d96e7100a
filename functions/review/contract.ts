import * as z from 'zod';
import {
  actions,
  id,
  type Logs,
  Moment,
  PageQuery,
  pageOf,
  type Routes,
} from '../platform/contract.ts';
import { Reason } from '../resources/edition/contract.ts';
import { OpenReview, Resource } from '../resources/view/contract.ts';
import { Rubric, RubricId, RubricText } from './rubric/contract.ts';

/** What a decision can be. Source: docs/domain.md, "Life of a version". */
export const outcomes = ['accept', 'reject', 'request-changes'] as const;
export type Outcome = (typeof outcomes)[number];

/** How a review ended; the last two without a decision. */
export const endings = [...outcomes, 'taken-back', 'withdrawn'] as const;
export type Ending = (typeof endings)[number];

/** A review of one version: opened by its submission, ended by its decision. */
export const Review = OpenReview.extend({
  state: z.enum(['open', 'closed']),
  outcome: z.enum(endings).optional(),
  /** Why; the contributors read it. */
  reason: Reason.optional(),
  decidedBy: id('per').optional(),
  closedAt: Moment.optional(),
  /** The version is accepted and published on this date, in UTC. */
  publishOn: z.iso.date().optional(),
  /** What this reader may do now. */
  actions: z.array(z.enum(actions)),
});
export type Review = z.infer<typeof Review>;

export const Decision = z.strictObject({
  outcome: z.enum(outcomes),
  /** Needed to reject and to ask for changes. */
  reason: Reason.optional(),
  /** Only with `accept`: publish then, not now. A later date in UTC. */
  publishOn: z.iso.date().optional(),
});
export type Decision = z.infer<typeof Decision>;

const OfReview = z.strictObject({ id: id('rev') });

export const routes = {
  list: {
    method: 'GET',
    path: '/v1/reviews',
    summary: 'Open reviews, oldest first: of one organisation or of all',
    access: 'signed-in',
    permission: 'decide',
    query: PageQuery.extend({ holder: id('org').optional() }),
    answer: { status: 200, body: pageOf(OpenReview) },
    problems: ['cursor-invalid'],
  },
  read: {
    method: 'GET',
    path: '/v1/reviews/{id}',
    summary: 'One review; contributors read its outcome and the reason',
    access: 'signed-in',
    params: OfReview,
    answer: { status: 200, body: Review },
    problems: ['unknown'],
  },
  rubric: {
    method: 'GET',
    path: '/v1/rubrics/{id}',
    summary: 'A rubric: its newest version, or the one that is asked for',
    access: 'signed-in',
    params: z.strictObject({ id: RubricId }),
    query: z.strictObject({
      version: z.coerce.number().int().positive().optional(),
    }),
    answer: { status: 200, body: Rubric },
    problems: ['unknown'],
  },
  writeRubric: {
    method: 'PUT',
    path: '/v1/rubrics/{id}',
    summary:
      'Writes the next version of a rubric; one that is new has the ETag "0"',
    access: 'signed-in',
    permission: 'write-rubric',
    ifMatch: true,
    params: z.strictObject({ id: RubricId }),
    body: RubricText,
    answer: { status: 200, body: Rubric },
    problems: ['unknown', 'rule-broken'],
  },
  decide: {
    method: 'POST',
    path: '/v1/reviews/{id}/decision',
    summary: 'Decides on the version; accepting publishes it, now or on a date',
    access: 'signed-in',
    permission: 'decide',
    ifMatch: true,
    idempotent: true,
    params: OfReview,
    body: Decision,
    answer: {
      status: 201,
      body: z.strictObject({ review: Review, resource: Resource }),
    },
    problems: ['unknown', 'withdrawn', 'state', 'rule-broken'],
  },
} as const satisfies Routes;

/** Codes never change: alarms, metric filters and runbooks name them. */
export const logs = {
  decided: { code: 'REVIEW_DECIDED', message: 'A review was decided' },
  rubricWritten: {
    code: 'RUBRIC_WRITTEN',
    message: 'A new version of a rubric was written',
  },
} as const satisfies Logs;
