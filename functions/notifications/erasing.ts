import { noticeStore } from './store/notices.ts';

/** What is kept of a person in notices, and how it is erased. */
export const noticesErasing = { erase: noticeStore.eraseAll };
export type NoticesErasure = typeof noticesErasing;
