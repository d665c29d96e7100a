import { createHash } from 'node:crypto';
import type { Principal, ResourceFacts } from '../../platform/contract.ts';
import {
  type CursorInvalid,
  decodeCursor,
  encodeCursor,
} from '../../platform/cursor.ts';
import type { Log } from '../../platform/log.ts';
import { may, searchFilter } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Head } from '../../resources/head/contract.ts';
import { type Answer, logs, type Question } from '../contract.ts';
import { answerOf, hitOf } from '../model/answer.ts';
import {
  type After,
  type Asked,
  afterSchema,
  identityOf,
  searchRequest,
} from '../model/question.ts';
import type { SearchStore } from '../store.ts';

export type SearchNeeds = {
  readonly store: Pick<SearchStore, 'search'>;
  /** Heads of up to 100 resources in one batch read; unknown ones are left out. */
  readonly readHeads: (
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, Head>>;
  readonly factsOf: (head: Head) => ResourceFacts;
  readonly now: () => Date;
  readonly log: Log;
};

/**
 * Finds what the reader may read: one request to the engine and one batch read
 * of the hits' heads. What a head says is true: a hit that was withdrawn, or
 * closed to this reader, since it was indexed is dropped, so that a page may
 * hold fewer than `limit`; the rest is shown as its head has it. Cost: half an
 * RRU per 4 KB of each head, so `limit`/2 when they are smaller.
 */
export async function search(
  { store, readHeads, factsOf, now, log }: SearchNeeds,
  { limit, cursor, ...asked }: Question,
  principal: Principal,
): Promise<Result<Answer, CursorInvalid>> {
  const identity = identityOf(asked, readerOf(principal));
  const after = afterOf(cursor, asked, identity, now());
  if (!after.ok) return after;
  const page = { size: limit, after: after.value };
  const request = searchRequest(asked, searchFilter(principal), page);
  const raw = await store.search(request, sessionOf(identity));
  const listed = raw.hits.hits.slice(0, limit);
  const heads = await readHeads(listed.map(({ _id }) => _id));
  const items = listed.flatMap((hit) => {
    const head = heads.get(hit._id);
    const isReadable = head && may(principal, 'read', factsOf(head)).allowed;
    return isReadable ? hitOf(head, hit) : [];
  });
  const dropped = listed.length - items.length;
  if (dropped > 0) log.info(logs.stale, { dropped });
  const last = raw.hits.hits.length > limit ? listed.at(-1) : undefined;
  const key = last && { after: last.sort };
  return ok({
    ...answerOf(raw),
    items,
    ...(key && { next: encodeCursor({ key, query: identity }, now()) }),
  });
}

function readerOf(principal: Principal): string {
  return principal.kind === 'visitor' ? principal.kind : principal.id;
}

function afterOf(
  cursor: string | undefined,
  asked: Asked,
  identity: unknown,
  now: Date,
): Result<After | undefined, CursorInvalid> {
  if (cursor === undefined) return ok(undefined);
  const key = decodeCursor(cursor, identity, now);
  if (!key.ok) return key;
  const parsed = afterSchema(asked).safeParse(key.value);
  return parsed.success
    ? ok(parsed.data.after)
    : fail({ code: 'cursor-invalid' });
}

/** Pages of one reader's list go to the same copies; others are spread. */
function sessionOf(identity: unknown): string {
  const text = JSON.stringify(identity);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
