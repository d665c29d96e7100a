import * as z from 'zod';
import { principals } from '../identity/principals.ts';
import { decodeCursor, encodeCursor } from '../platform/cursor.ts';
import { environment } from '../platform/environment.ts';
import { log } from '../platform/log.ts';
import { httpApi } from '../platform/pipeline.ts';
import { fail } from '../platform/result.ts';
import { type RequestOf, route } from '../platform/route.ts';
import { resources } from '../resources/resources.ts';
import { routes } from './contract.ts';
import { etagOf } from './model/review.ts';
import { rubricTag } from './model/rubric.ts';
import { readRubric, writeRubric } from './service/rubrics.ts';
import { decideReview, listReviews, readReview } from './service.ts';
import { reviewStore } from './store/reviews.ts';
import { rubricStore } from './store/rubrics.ts';

const now = () => new Date();
const needs = {
  store: reviewStore,
  rubrics: rubricStore,
  resources,
  now,
  log,
};

/** What a cursor holds: the place in the queue after which it goes on. */
const After = z.strictObject({ after: z.string().min(1).optional() });

const table = [
  route(
    routes.list,
    async (request) => {
      const { query, principal } = request;
      const { cursor, limit, holder } = query;
      const key =
        cursor === undefined
          ? undefined
          : decodeCursor(cursor, queueAsked(request), now());
      if (key?.ok === false) return key;
      const place = After.safeParse(key?.value ?? {});
      if (!place.success) return fail({ code: 'cursor-invalid' });
      const { after } = place.data;
      return listReviews(needs, principal, { limit, holder, after });
    },
    ({ items, next }, request) => ({
      body: {
        items,
        ...(next !== undefined && {
          next: encodeCursor(
            { key: { after: next }, query: queueAsked(request) },
            now(),
          ),
        }),
      },
    }),
  ),
  route(
    routes.read,
    ({ params, principal }) => readReview(needs, principal, params.id),
    ({ kept, review }) => ({ body: review, etag: etagOf(kept) }),
  ),
  route(
    routes.decide,
    ({ params, body, ifMatch, principal, commit }) =>
      decideReview({ ...needs, commit }, principal, {
        id: params.id,
        ifMatch,
        decision: body,
      }),
    ({ kept, review, resource }) => ({
      body: { review, resource },
      etag: etagOf(kept),
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

/** What shapes the queue, besides its pages. */
function queueAsked({
  query: { holder },
  principal,
}: Pick<RequestOf<typeof routes.list>, 'query' | 'principal'>) {
  return { reader: principal.id, holder };
}
