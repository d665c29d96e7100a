import { createHash } from 'node:crypto';
import * as z from 'zod';
import { fail, ok, type Result } from './result.ts';

/** How long a cursor counts: an hour outlasts any reader who still pages. */
const lifeSeconds = 3_600;

const Envelope = z.strictObject({
  query: z.string(),
  until: z.int(),
  key: z.record(z.string(), z.json()),
});

/** What the next page begins after: a table key, or a hit's sort values. */
export type CursorKey = z.infer<typeof Envelope>['key'];
export type CursorInvalid = { readonly code: 'cursor-invalid' };

/**
 * An opaque cursor, bound to `query` (all that shaped the list, the reader
 * included) and good for an hour. It is no secret and grants nothing: whoever
 * makes one up pages through what they may see anyway.
 */
export function encodeCursor(
  { key, query }: { key: CursorKey; query: unknown },
  now: Date,
): string {
  const until = Math.floor(now.getTime() / 1_000) + lifeSeconds;
  const envelope = { query: fingerprint(query), until, key };
  return Buffer.from(JSON.stringify(envelope)).toString('base64url');
}

/** The key inside a cursor, unless it is foreign, old or not a cursor. */
export function decodeCursor(
  text: string,
  query: unknown,
  now: Date,
): Result<CursorKey, CursorInvalid> {
  const envelope = parse(text);
  const isFresh =
    envelope !== undefined && envelope.until * 1_000 > now.getTime();
  if (!isFresh || envelope.query !== fingerprint(query)) {
    return fail({ code: 'cursor-invalid' });
  }
  return ok(envelope.key);
}

function parse(text: string): z.infer<typeof Envelope> | undefined {
  try {
    const decoded: unknown = JSON.parse(
      Buffer.from(text, 'base64url').toString('utf8'),
    );
    return Envelope.safeParse(decoded).data;
  } catch {
    return undefined;
  }
}

function fingerprint(query: unknown): string {
  const text = JSON.stringify(query, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value,
  );
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
