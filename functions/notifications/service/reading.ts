import type { Language, Person } from '../../platform/contract.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { EndsOf, ReviewEnd } from '../../review/ends.ts';
import type { Notification } from '../contract.ts';
import type { KeptNotice, NoticeStore } from '../store/notices.ts';
import { wordsOf } from './telling.ts';

export type ReadingNeeds = {
  readonly store: Pick<NoticeStore, 'page' | 'unread' | 'markRead'>;
  readonly endsOf: EndsOf;
  readonly now: () => Date;
};

/** A page of notices: of all or of those not read, after one of them. */
export type NoticePage = {
  readonly limit: number;
  readonly after: string | undefined;
  readonly isUnread: boolean;
};

/**
 * A page of one's own notices, newest first. 0.5 RRU per 4 KB of them, some
 * ten; and 0.5 RRU per 4 KB of each review whose decision they tell of.
 */
export async function listNotices(
  { store, endsOf }: Pick<ReadingNeeds, 'store' | 'endsOf'>,
  principal: Person,
  { isUnread, ...page }: NoticePage,
  language: Language,
): Promise<{ items: Notification[]; next?: string }> {
  const { items, next } = await (isUnread
    ? store.unread(principal.id, page)
    : store.page(principal.id, page));
  const ends = await endsOf(items.flatMap(decidedIn));
  return {
    items: items.map((notice) => represent(notice, language, ends)),
    ...(next !== undefined && { next }),
  };
}

/**
 * Marks one of one's own notices as read. 1 RRU and at most 2 WRU; 0.5 RRU per
 * 4 KB of the review whose decision it tells of.
 */
export async function readNotice(
  { store, endsOf, now }: ReadingNeeds,
  principal: Person,
  id: string,
  language: Language,
): Promise<Result<Notification, { readonly code: 'unknown' }>> {
  const notice = await store.markRead(principal.id, id, now().toISOString());
  if (!notice) return fail({ code: 'unknown' });
  return ok(represent(notice, language, await endsOf(decidedIn(notice))));
}

/** The review whose reason its contributor may read; reviewers get none. */
function decidedIn({ kind, review }: KeptNotice): string[] {
  return review && kind.startsWith('resource-') ? [review] : [];
}

function represent(
  notice: KeptNotice,
  language: Language,
  ends: ReadonlyMap<string, ReviewEnd>,
): Notification {
  const { person: _, mail: __, expiresAt: ___, ...shown } = notice;
  const { subject: title, text } = wordsOf(notice, language);
  const [review] = decidedIn(notice);
  const reason = review && ends.get(review)?.reasonIn(language);
  return { ...shown, title, text, ...(reason && { reason }) };
}
