import { setTimeout } from 'node:timers/promises';
import { ulid } from 'ulid';
import * as z from 'zod';
import { principals } from '../identity/principals.ts';
import type { Language } from '../platform/contract.ts';
import {
  type CursorInvalid,
  decodeCursor,
  encodeCursor,
} from '../platform/cursor.ts';
import { environment } from '../platform/environment.ts';
import { log } from '../platform/log.ts';
import { httpApi } from '../platform/pipeline.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { route } from '../platform/route.ts';
import { fill, ruleText } from '../platform/texts.ts';
import { resources } from '../resources/resources.ts';
import { type Review, routes } from './contract.ts';
import { etagOf } from './model/review.ts';
import { rubricTag, sheetTag } from './model/rubric.ts';
import { institutes, people } from './people.ts';
import { reasonIn } from './reasons.ts';
import { readAgreement, readPanelAgreement } from './service/agreement.ts';
import { listCandidates } from './service/candidates.ts';
import { decideReview } from './service/deciding.ts';
import { putPanel } from './service/panels.ts';
import {
  listComments,
  listReviews,
  readOwnSheet,
  readReview,
  type SeenReview,
} from './service/reading.ts';
import { readRubric, writeRubric } from './service/rubrics.ts';
import { addComment, putScores } from './service/scoring.ts';
import { panelStore } from './store/panels.ts';
import { reviewerStore } from './store/reviewers.ts';
import { reviewStore } from './store/reviews.ts';
import { rubricStore } from './store/rubrics.ts';

const now = () => new Date();
const needs = {
  reviews: reviewStore,
  panels: panelStore,
  rubrics: rubricStore,
  reviewers: reviewerStore,
  people,
  institutes,
  resources,
  settings: {
    authorSeesScores: environment('AUTHOR_SEES_SCORES') === 'at-once',
  },
  now,
  log,
  newCommentId: () => `com_${ulid()}`,
  /** A random wait that doubles with each attempt, from 40 ms up. */
  pause: (attempt: number) => setTimeout(Math.random() * 40 * 2 ** attempt),
};

/** What a cursor holds: the place in a list after which it goes on. */
const After = z.strictObject({ after: z.string().min(1) });

const table = [
  route(
    routes.list,
    async ({ query: { cursor, limit, holder, assigned }, principal }) => {
      const list = { list: 'reviews', holder, assigned, reader: principal.id };
      const after = afterOf(cursor, list);
      if (!after.ok) return after;
      const isAssigned = assigned === 'me';
      const page = { limit, holder, isAssigned, after: after.value };
      return listReviews(needs, principal, page);
    },
    ({ items, next }, { query: { holder, assigned }, principal }) => {
      const list = { list: 'reviews', holder, assigned, reader: principal.id };
      return { body: { items, ...nextOf(next, list) } };
    },
  ),
  route(
    routes.read,
    ({ params, principal }) => readReview(needs, principal, params.id),
    (seen, { language }) => represented(seen, language),
  ),
  route(
    routes.candidates,
    async ({ params, query, principal }) => {
      const { kind, learningStage, subject, limit, cursor } = query;
      const after = afterOf(cursor, {
        ...params,
        kind,
        learningStage,
        subject,
      });
      if (!after.ok) return after;
      return listCandidates(needs, principal, {
        ...params,
        kind,
        limit,
        after: after.value,
        speciality: {
          ...(learningStage !== undefined && { learningStage }),
          ...(subject !== undefined && { subject }),
        },
      });
    },
    ({ items, excluded, next, speciality }, { params, query, language }) => {
      const { kind, learningStage, subject } = query;
      const list = { ...params, kind, learningStage, subject };
      return {
        body: {
          ...(speciality && { speciality }),
          items: items.map((one) => ({
            ...one,
            organisations: [...one.organisations],
            reason: said(language, 'candidate-fits', one),
          })),
          excluded: excluded.map((one) => ({
            ...one,
            reason: said(language, `conflict-${one.conflict}`),
          })),
          ...nextOf(next, list),
        },
      };
    },
  ),
  route(
    routes.putPanel,
    ({ params, body, ifMatch, principal, commit }) =>
      putPanel({ ...needs, commit }, principal, {
        id: params.id,
        ifMatch,
        wish: body,
      }),
    (seen, { language }) => represented(seen, language),
  ),
  route(
    routes.ownScores,
    ({ params, principal }) => readOwnSheet(needs, principal, params.id),
    ({ seq, scores }) => ({ body: { scores }, etag: sheetTag(seq) }),
  ),
  route(
    routes.putScores,
    ({ params, body, ifMatch, principal, commit }) =>
      putScores({ ...needs, commit }, principal, {
        id: params.id,
        ifMatch,
        scores: body.scores,
      }),
    ({ seq, scores }) => ({ body: { scores }, etag: sheetTag(seq) }),
  ),
  route(
    routes.comments,
    async ({ params, query: { cursor, limit }, principal }) => {
      const list = { list: 'comments', ...params, reader: principal.id };
      const after = afterOf(cursor, list);
      if (!after.ok) return after;
      const page = { ...params, limit, after: after.value };
      return listComments(needs, principal, page);
    },
    ({ items, next }, { params, principal }) => {
      const list = { list: 'comments', ...params, reader: principal.id };
      return { body: { items, ...nextOf(next, list) } };
    },
  ),
  route(
    routes.comment,
    ({ params, body, principal, commit }) =>
      addComment({ ...needs, commit }, principal, {
        id: params.id,
        comment: body,
      }),
    (body) => ({ body }),
  ),
  route(
    routes.decide,
    ({ params, body, ifMatch, principal, commit }) =>
      decideReview({ ...needs, commit }, principal, {
        id: params.id,
        ifMatch,
        decision: body,
      }),
    (decided, { language }) => {
      const { body, etag } = represented(decided, language);
      return { body: { review: body, resource: decided.resource }, etag };
    },
  ),
  route(
    routes.panelAgreement,
    ({ params, principal }) => readPanelAgreement(needs, principal, params.id),
    (body) => ({ body }),
  ),
  route(
    routes.agreement,
    async ({ params, query: { cursor, limit, version }, principal }) => {
      const after = afterOf(cursor, { ...params, version });
      if (!after.ok) return after;
      const page = { ...params, version, limit, after: after.value };
      return readAgreement(needs, principal, page);
    },
    ({ next, ...body }, { params, query: { version } }) => ({
      body: { ...body, ...nextOf(next, { ...params, version }) },
    }),
  ),
  route(
    routes.rubric,
    ({ params, query }) => readRubric(needs, { ...params, ...query }),
    (body) => ({ body, etag: rubricTag(body.version) }),
  ),
  route(
    routes.writeRubric,
    ({ params, body, ifMatch, principal, commit }) =>
      writeRubric({ ...needs, commit }, principal, {
        id: params.id,
        ifMatch,
        text: body,
      }),
    (body) => ({ body, etag: rubricTag(body.version) }),
  ),
];

export const handler = httpApi('review', table, {
  principals,
  markers: environment('CATALOGUE_TABLE'),
});

/** A review in its reader's language: its author always reads a reason. */
function represented({ kept, review }: SeenReview, language: Language) {
  const reason = review.reason ?? reasonIn(kept, language);
  const body: Review = { ...review, ...(reason && { reason }) };
  return { body, etag: etagOf(kept) };
}

function said(
  language: Language,
  rule: string,
  facts: Readonly<Record<string, unknown>> = {},
): string {
  return fill(ruleText(language, rule), facts);
}

/** A list goes on after the place in its cursor. */
function afterOf(
  cursor: string | undefined,
  query: unknown,
): Result<string | undefined, CursorInvalid> {
  if (cursor === undefined) return ok(undefined);
  const key = decodeCursor(cursor, query, now());
  if (!key.ok) return key;
  const place = After.safeParse(key.value);
  return place.success
    ? ok(place.data.after)
    : fail({ code: 'cursor-invalid' });
}

function nextOf(next: string | undefined, query: unknown): { next?: string } {
  return next === undefined
    ? {}
    : { next: encodeCursor({ key: { after: next }, query }, now()) };
}
