import * as z from 'zod';
import { principals } from '../identity/principals.ts';
import type { Person } from '../platform/contract.ts';
import { decodeCursor, encodeCursor } from '../platform/cursor.ts';
import { httpApi } from '../platform/pipeline.ts';
import { fail, ok } from '../platform/result.ts';
import { route } from '../platform/route.ts';
import { endsOf } from '../review/ends.ts';
import { routes } from './contract.ts';
import { listNotices, readNotice } from './service/reading.ts';
import { noticeStore } from './store/notices.ts';

const now = () => new Date();
const needs = { store: noticeStore, endsOf, now };

/** What a cursor holds: the notice after which the list goes on. */
const After = z.strictObject({ after: z.string().min(1) });

const table = [
  route(
    routes.list,
    async ({ query: { cursor, limit, state }, principal, language }) => {
      const after = afterOf(cursor, queryOf(principal, state));
      if (!after.ok) return after;
      const isUnread = state === 'unread';
      const page = { limit, after: after.value, isUnread };
      return ok(await listNotices(needs, principal, page, language));
    },
    ({ items, next: after }, { principal, query: { state } }) => {
      const query = queryOf(principal, state);
      const next = after && encodeCursor({ key: { after }, query }, now());
      return { body: { items, ...(next && { next }) } };
    },
  ),
  route(
    routes.count,
    async ({ principal }) => ok(await noticeStore.count(principal.id)),
    (body) => ({ body }),
  ),
  route(
    routes.read,
    ({ params, principal, language }) =>
      readNotice(needs, principal, params.id, language),
    (body) => ({ body }),
  ),
];

export const handler = httpApi('notifications', table, { principals });

/** What a cursor is bound to. */
function queryOf({ id: reader }: Person, state: 'unread' | undefined) {
  return { reader, state };
}

function afterOf(cursor: string | undefined, query: object) {
  if (cursor === undefined) return ok(undefined);
  const key = decodeCursor(cursor, query, now());
  if (!key.ok) return key;
  const place = After.safeParse(key.value);
  return place.success
    ? ok(place.data.after)
    : fail({ code: 'cursor-invalid' });
}
