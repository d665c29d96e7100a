import type * as z from 'zod';
import {
  type CursorInvalid,
  decodeCursor,
  encodeCursor,
} from '../platform/cursor.ts';
import { httpApi } from '../platform/pipeline.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { route } from '../platform/route.ts';
import { routes } from './contract.ts';
import { SealStatement } from './seal/contract.ts';
import { listKeys, listSeals, readSeal } from './service.ts';
import { sealReads } from './store/reads.ts';

/** A seal never changes; a list, and the keys, may grow each hour. */
const caching = {
  seal: 'public, max-age=31536000, immutable',
  growing: 'public, max-age=60',
} as const;

const now = () => new Date();

/** What cursors hold: the seal after which the list goes on. */
const AfterSeal = SealStatement.pick({ epoch: true, number: true });
type AfterSeal = z.infer<typeof AfterSeal>;
const list = { list: 'seals' } as const;

const table = [
  route(
    routes.list,
    async ({ query: { cursor, limit } }) => {
      const after = keyIn(cursor);
      if (!after.ok) return after;
      return listSeals(sealReads, { limit, after: after.value });
    },
    ({ items, isMore }) => {
      const last = isMore ? items.at(-1)?.statement : undefined;
      const key = last && { epoch: last.epoch, number: last.number };
      const next = key && encodeCursor({ key, query: list }, now());
      return {
        body: { items, ...(next !== undefined && { next }) },
        cacheControl: caching.growing,
      };
    },
  ),
  route(
    routes.keys,
    () => listKeys(sealReads),
    (body) => ({ body, cacheControl: caching.growing }),
  ),
  route(
    routes.read,
    ({ params }) => readSeal(sealReads, params.id),
    (body) => ({
      body,
      etag: `"${body.statement.root.slice(0, 16)}-${body.id}"`,
      cacheControl: caching.seal,
    }),
  ),
];

export const handler = httpApi('seals', table);

function keyIn(
  cursor: string | undefined,
): Result<AfterSeal | undefined, CursorInvalid> {
  if (cursor === undefined) return ok(undefined);
  const key = decodeCursor(cursor, list, now());
  if (!key.ok) return key;
  const parsed = AfterSeal.safeParse(key.value);
  return parsed.success ? ok(parsed.data) : fail({ code: 'cursor-invalid' });
}
