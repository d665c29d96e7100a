import type { Language, Person } from '../../platform/contract.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Notification } from '../contract.ts';
import type { KeptNotice, NoticeStore } from '../store/notices.ts';
import { wordsOf } from './telling.ts';

export type ReadingNeeds = {
  readonly store: Pick<NoticeStore, 'page' | 'markRead'>;
  readonly now: () => Date;
};

/** A page of one's own notices. 0.5 RRU per 4 KB of them, some ten. */
export async function listNotices(
  { store }: Pick<ReadingNeeds, 'store'>,
  principal: Person,
  page: { readonly limit: number; readonly after: string | undefined },
  language: Language,
): Promise<{ items: Notification[]; next?: string }> {
  const { items, next } = await store.page(principal.id, page);
  return {
    items: items.map((notice) => represent(notice, language)),
    ...(next !== undefined && { next }),
  };
}

/** Marks one of one's own notices as read. 1 RRU and at most 1 WRU. */
export async function readNotice(
  { store, now }: ReadingNeeds,
  principal: Person,
  id: string,
  language: Language,
): Promise<Result<Notification, { readonly code: 'unknown' }>> {
  const notice = await store.markRead(principal.id, id, now().toISOString());
  return notice ? ok(represent(notice, language)) : fail({ code: 'unknown' });
}

function represent(notice: KeptNotice, language: Language): Notification {
  const { person: _, mail: __, expiresAt: ___, ...shown } = notice;
  const { subject: title, text } = wordsOf(notice, language);
  return { ...shown, title, text };
}
