import * as z from 'zod';
import { principals } from '../identity/principals.ts';
import { decodeCursor, encodeCursor } from '../platform/cursor.ts';
import { httpApi } from '../platform/pipeline.ts';
import { fail, ok } from '../platform/result.ts';
import { route } from '../platform/route.ts';
import { routes } from './contract.ts';
import { listNotices, readNotice } from './service/reading.ts';
import { noticeStore } from './store/notices.ts';

const now = () => new Date();
const needs = { store: noticeStore, now };

/** What a cursor holds: the notice after which the list goes on. */
const After = z.strictObject({ after: z.string().min(1) });

const table = [
  route(
    routes.list,
    async ({ query: { cursor, limit }, principal, language }) => {
      const after = afterOf(cursor, principal.id);
      if (!after.ok) return after;
      const page = { limit, after: after.value };
      return ok(await listNotices(needs, principal, page, language));
    },
    ({ items, next: after }, { principal }) => ({
      body: {
        items,
        ...(after !== undefined && {
          next: encodeCursor(
            { key: { after }, query: { reader: principal.id } },
            now(),
          ),
        }),
      },
    }),
  ),
  route(
    routes.read,
    ({ params, principal, language }) =>
      readNotice(needs, principal, params.id, language),
    (body) => ({ body }),
  ),
];

export const handler = httpApi('notifications', table, { principals });

function afterOf(cursor: string | undefined, reader: string) {
  if (cursor === undefined) return ok(undefined);
  const key = decodeCursor(cursor, { reader }, now());
  if (!key.ok) return key;
  const place = After.safeParse(key.value);
  return place.success
    ? ok(place.data.after)
    : fail({ code: 'cursor-invalid' });
}
