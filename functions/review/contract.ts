import * as z from 'zod';
import { Speciality } from '../identity/member/contract.ts';
import {
  actions,
  id,
  type Logs,
  Moment,
  PageQuery,
  pageOf,
  type Routes,
  RuleId,
} from '../platform/contract.ts';
import { Reason } from '../resources/edition/contract.ts';
import { OpenReview, Resource } from '../resources/view/contract.ts';
import { termOf } from '../vocabularies/contract.ts';
import {
  Comment,
  conflicts,
  kindsOfPanel,
  NewComment,
  Panel,
  panelLimits,
  Scores,
  Seat,
  Sheet,
  Tally,
} from './panel/contract.ts';
import { Rubric, RubricId, RubricRef, RubricText } from './rubric/contract.ts';

/** What a decision can be. Source: docs/domain.md, "Life of a version". */
export const outcomes = ['accept', 'reject', 'request-changes'] as const;
export type Outcome = (typeof outcomes)[number];

/** How a review ended; the last two without a decision. */
export const endings = [...outcomes, 'taken-back', 'withdrawn'] as const;
export type Ending = (typeof endings)[number];

/** A review of one version: opened by its submission, ended by its decision. */
export const Review = OpenReview.extend({
  state: z.enum(['open', 'closed']),
  /** Who sits on it; without names where it is anonymous to the reader. */
  panel: Panel.extend({
    seats: z.array(Seat.partial({ reviewer: true })),
  }).optional(),
  /** What the panel's scores come to; before the decision for who decides. */
  result: Tally.optional(),
  /** The scores that this reader may see. */
  sheets: z.array(Sheet.partial({ reviewer: true })).optional(),
  outcome: z.enum(endings).optional(),
  /** Why; the contributors read it. */
  reason: z.string().optional(),
  decidedBy: z.union([id('per'), RuleId]).optional(),
  closedAt: Moment.optional(),
  /** The version is accepted and published on this date, in UTC. */
  publishOn: z.iso.date().optional(),
  /** What this reader may do now. */
  actions: z.array(z.enum(actions)),
});
export type Review = z.infer<typeof Review>;

/** The reviewers who are to sit on a panel from now on. */
export const PanelWish = z.strictObject({
  kind: z.enum(kindsOfPanel),
  /** @default the one that the review has, else the district's `default` */
  rubric: RubricId.optional(),
  speciality: Speciality.optional(),
  reviewers: z.array(id('per')).max(panelLimits.seats),
  /** @default that of the kind, from now on */
  due: Moment.optional(),
});
export type PanelWish = z.infer<typeof PanelWish>;

/** Who could sit on a panel, who has least to do first, and who may not. */
export const Candidates = z.strictObject({
  speciality: Speciality.optional(),
  items: z.array(
    z.strictObject({
      person: id('per'),
      name: z.string(),
      organisations: z.array(id('org')),
      /** Open reviews that wait for them. */
      load: z.int().nonnegative(),
      reason: z.string(),
    }),
  ),
  excluded: z.array(
    z.strictObject({
      person: id('per'),
      name: z.string(),
      conflict: z.enum(conflicts),
      reason: z.string(),
    }),
  ),
  next: z.string().optional(),
});

/** One's own scores. */
export const OwnScores = z.strictObject({ scores: Scores });

const Deviation = z.strictObject({
  reviewer: id('per'),
  /** Scores that others gave for the same. */
  units: z.int().nonnegative(),
  /** Mean of theirs less that of the others, in percent of the scale. */
  signed: z.number(),
  /** Mean distance from the others, in percent of the scale. */
  absolute: z.number(),
});

/** How far one panel agreed. */
export const PanelAgreement = z.strictObject({
  review: id('rev'),
  reviewers: z.int().nonnegative(),
  /** Krippendorff’s α (interval) over the criteria; none without variation. */
  alpha: z.number().optional(),
  criteria: z.array(
    z.strictObject({
      criterion: z.string(),
      /** Between the highest and the lowest, in percent of the scale. */
      spread: z.number(),
    }),
  ),
  deviations: z.array(Deviation),
});
export type PanelAgreement = z.infer<typeof PanelAgreement>;

/** How far the panels agreed that used one version of a rubric. */
export const Agreement = z.strictObject({
  rubric: RubricRef,
  /** Krippendorff’s α (interval) over the versions judged, by criterion. */
  criteria: z.array(
    z.strictObject({ criterion: z.string(), alpha: z.number().optional() }),
  ),
  panels: z.array(PanelAgreement),
  deviations: z.array(Deviation),
  next: z.string().optional(),
});
export type Agreement = z.infer<typeof Agreement>;

export const Decision = z.strictObject({
  outcome: z.enum(outcomes),
  /** Needed to reject and to ask for changes, and always with a panel. */
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
    summary:
      'Open reviews: of one organisation or of all, or those assigned to me',
    access: 'signed-in',
    query: PageQuery.extend({
      holder: id('org').optional(),
      assigned: z.literal('me').optional(),
    }),
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
  candidates: {
    method: 'GET',
    path: '/v1/reviews/{id}/candidates',
    summary: 'Experts who could sit on its panel, and who is excluded and why',
    access: 'signed-in',
    permission: 'assign',
    params: OfReview,
    query: PageQuery.extend({
      kind: z.enum(kindsOfPanel).default('expert'),
      learningStage: termOf('learning-stage').optional(),
      subject: termOf('subject').optional(),
    }),
    answer: { status: 200, body: Candidates },
    problems: ['unknown', 'state', 'cursor-invalid'],
  },
  putPanel: {
    method: 'PUT',
    path: '/v1/reviews/{id}/panel',
    summary: 'Puts reviewers on its panel; who is left out gives way',
    access: 'signed-in',
    permission: 'assign',
    ifMatch: true,
    params: OfReview,
    body: PanelWish,
    answer: { status: 200, body: Review },
    problems: ['unknown', 'withdrawn', 'state', 'rule-broken'],
  },
  ownScores: {
    method: 'GET',
    path: '/v1/reviews/{id}/scores/me',
    summary: 'My scores; the ETag is "0" before the first',
    access: 'signed-in',
    permission: 'score',
    params: OfReview,
    answer: { status: 200, body: OwnScores },
    problems: ['unknown'],
  },
  putScores: {
    method: 'PUT',
    path: '/v1/reviews/{id}/scores/me',
    summary: 'Gives or changes my scores, until the deadline or the decision',
    access: 'signed-in',
    permission: 'score',
    ifMatch: true,
    params: OfReview,
    body: OwnScores,
    answer: { status: 200, body: OwnScores },
    problems: ['unknown', 'state', 'rule-broken'],
  },
  comments: {
    method: 'GET',
    path: '/v1/reviews/{id}/comments',
    summary: 'What reviewers say of fields and files, as far as I may see it',
    access: 'signed-in',
    params: OfReview,
    query: PageQuery,
    answer: { status: 200, body: pageOf(Comment) },
    problems: ['unknown', 'cursor-invalid'],
  },
  comment: {
    method: 'POST',
    path: '/v1/reviews/{id}/comments',
    summary: 'Comments on a field, a file or the whole, while it is open',
    access: 'signed-in',
    idempotent: true,
    params: OfReview,
    body: NewComment,
    answer: { status: 201, body: Comment },
    problems: ['unknown', 'state', 'rule-broken'],
  },
  panelAgreement: {
    method: 'GET',
    path: '/v1/reviews/{id}/agreement',
    summary: 'How far its panel agreed, after the decision',
    access: 'signed-in',
    permission: 'read-agreement',
    params: OfReview,
    answer: { status: 200, body: PanelAgreement },
    problems: ['unknown'],
  },
  agreement: {
    method: 'GET',
    path: '/v1/rubrics/{id}/agreement',
    summary: 'How far the panels agreed that used a version of this rubric',
    access: 'signed-in',
    permission: 'read-agreement',
    params: z.strictObject({ id: RubricId }),
    query: PageQuery.extend({
      version: z.coerce.number().int().positive().optional(),
    }),
    answer: { status: 200, body: Agreement },
    problems: ['unknown', 'cursor-invalid'],
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
  assigned: { code: 'PANEL_ASSIGNED', message: 'A panel was put together' },
  scored: { code: 'REVIEW_SCORED', message: 'A reviewer gave scores' },
  ruleFailed: {
    code: 'RULE_FAILED',
    message: 'The panel is complete, but its rule could not decide yet',
  },
  reminded: { code: 'REVIEWER_REMINDED', message: 'A deadline is near' },
  reviewerReplaced: {
    code: 'REVIEWER_REPLACED',
    message: 'Somebody who had not scored in time gave way',
  },
  dueFailed: {
    code: 'REVIEW_DUE_FAILED',
    message: 'An assignment that is due could not be worked off',
  },
  dueWorkedOff: {
    code: 'REVIEW_DUE_WORKED_OFF',
    message: 'What was due has been worked off',
  },
  rubricWritten: {
    code: 'RUBRIC_WRITTEN',
    message: 'A new version of a rubric was written',
  },
} as const satisfies Logs;
