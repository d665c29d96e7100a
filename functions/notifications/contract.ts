import * as z from 'zod';
import {
  id,
  type Logs,
  Moment,
  PageQuery,
  pageOf,
  type Routes,
} from '../platform/contract.ts';

/**
 * What a person is told of. Their texts stand under the same names in `notices`
 * of the language catalogues; names never change.
 */
export const noticeKinds = [
  'resource-accepted',
  'resource-published',
  'resource-rejected',
  'resource-changes-requested',
  'resource-withdrawn',
  'resource-restored',
  'resource-due',
  'resource-overdue',
  'resource-renewed',
  'review-assigned',
  'review-due',
  'review-left',
  'review-seat-empty',
  'review-ended',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** A notice as its person reads it, in their language. */
export const Notification = z.strictObject({
  id: id('ntf'),
  kind: z.enum(noticeKinds),
  /** When what it tells of happened. */
  at: Moment,
  title: z.string(),
  text: z.string(),
  /** Why it was decided so. */
  reason: z.string().optional(),
  resource: id('res').optional(),
  version: z.int().positive().optional(),
  review: id('rev').optional(),
  /** Until when something is to be done, or was: a date in UTC. */
  due: z.iso.date().optional(),
  readAt: Moment.optional(),
});
export type Notification = z.infer<typeof Notification>;

/** Notices not read are counted to this many. */
export const mostCounted = 100;

export const UnreadCount = z.strictObject({
  unread: z.int().nonnegative().max(mostCounted),
  /** There may be more than were counted. */
  isMore: z.boolean(),
});
export type UnreadCount = z.infer<typeof UnreadCount>;

/** Of which notices somebody wants no mail; in the platform all are shown. */
export const MutedMail = z
  .union([
    z.literal('all'),
    z.array(z.enum(noticeKinds)).max(noticeKinds.length),
  ])
  .meta({ description: 'Kinds of notices that I want no mail of, or all' });
export type MutedMail = z.infer<typeof MutedMail>;

export const routes = {
  list: {
    method: 'GET',
    path: '/v1/notifications',
    summary: 'What I was told, newest first',
    access: 'signed-in',
    query: PageQuery.extend({ state: z.literal('unread').optional() }),
    answer: { status: 200, body: pageOf(Notification) },
    problems: ['cursor-invalid'],
  },
  count: {
    method: 'GET',
    path: '/v1/notifications/count',
    summary: 'How many notices I have not read',
    access: 'signed-in',
    answer: { status: 200, body: UnreadCount },
    problems: [],
  },
  read: {
    method: 'PATCH',
    path: '/v1/notifications/{id}',
    summary: 'Marks a notice as read',
    access: 'signed-in',
    params: z.strictObject({ id: id('ntf') }),
    body: z.strictObject({ isRead: z.literal(true) }),
    answer: { status: 200, body: Notification },
    problems: ['unknown'],
  },
} as const satisfies Routes;

/** Codes never change: alarms, metric filters and runbooks name them. */
export const logs = {
  told: { code: 'NOTICE_TOLD', message: 'People were told in the platform' },
  mailed: { code: 'NOTICE_MAILED', message: 'A notice was sent by e-mail' },
  mailRefused: {
    code: 'NOTICE_MAIL_REFUSED',
    message: 'The mail service refused a notice for good',
  },
  mailDelayed: {
    code: 'NOTICE_MAIL_DELAYED',
    message: 'The mail service did not take a notice now; it is tried again',
  },
  mailUncertain: {
    code: 'NOTICE_MAIL_UNCERTAIN',
    message: 'It is not known whether a notice was sent; it is not sent again',
  },
} as const satisfies Logs;
