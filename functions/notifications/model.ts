import type { Head } from '../resources/head/contract.ts';
import type { ResourceEvent, Step } from '../resources/history/contract.ts';
import type { NewsType, ReviewEvent } from '../review/news/contract.ts';
import type { MutedMail, NoticeKind } from './contract.ts';

/** One piece of news for one person; ids, codes and a title, no names. */
export type Notice = {
  readonly person: string;
  readonly kind: NoticeKind;
  /** When it happened, a moment in UTC. */
  readonly at: string;
  /** Of the resource, as the person sees it. */
  readonly title: string;
  readonly resource?: string | undefined;
  readonly version?: number | undefined;
  readonly review?: string | undefined;
  /** Until when something is to be done: a date in UTC. */
  readonly due?: string | undefined;
};

/** The same for everybody whom one piece of news concerns. */
type Told = Omit<Notice, 'person'>;

type KnownHead = Pick<
  Head,
  'contributors' | 'workTitle' | 'closed' | 'published' | 'review'
>;

/** Which steps of a resource its contributors are told of, and as what. */
const kindByStep: Readonly<Partial<Record<Step, NoticeKind>>> = {
  accept: 'resource-accepted',
  publish: 'resource-published',
  reject: 'resource-rejected',
  'request-changes': 'resource-changes-requested',
  withdraw: 'resource-withdrawn',
  restore: 'resource-restored',
  remind: 'resource-due',
  'fall-due': 'resource-overdue',
  renew: 'resource-renewed',
};

/** The steps of a resource that are news to anybody. */
export const toldSteps = Object.keys(kindByStep) as Step[];

/** Whom a resource's step is news to: its contributors, each once. */
export function noticesOfStep(
  { step, resourceId: resource, time: at, version }: ResourceEvent,
  head: KnownHead,
): Notice[] {
  const kind = kindByStep[step];
  if (!kind) return [];
  const title = titleOf(version, head);
  const review = reviewBehind(step, version, head);
  // A machine client reads no notices.
  const people = head.contributors.filter((one) => one.startsWith('per_'));
  const due = dated.includes(step) ? head.published?.reviewDue : undefined;
  return to(people, { kind, at, title, resource, version, review, due });
}

/** What reviewers are told of. */
const kindByNews: Readonly<Record<NewsType, NoticeKind>> = {
  'review.assigned': 'review-assigned',
  'review.due': 'review-due',
  'review.reviewer-replaced': 'review-left',
  'review.seat-empty': 'review-seat-empty',
  'review.decided': 'review-ended',
};

/**
 * Whom news of a review are news to: the reviewer whose seat it is, of an empty
 * seat who convened the panel, and of its end those who were still to score. Contributors hear of a decision by the
 * step of their resource, and nobody who reviews is told of them.
 */
export function noticesOfReview(
  { type, detail }: ReviewEvent,
  head: KnownHead,
  waiting: readonly string[],
): Notice[] {
  const { reviewId: review, resourceId: resource, time: at } = detail;
  const kind = kindByNews[type];
  const title =
    head.workTitle ?? head.closed?.title ?? head.published?.edition.title ?? '';
  const due = 'due' in detail ? detail.due.slice(0, 10) : undefined;
  const told = { kind, at, title, resource, review, due };
  if ('reviewer' in detail) return to([detail.reviewer], told);
  if ('convener' in detail) return to([detail.convener], told);
  return to(waiting, told);
}

/** Whether somebody wants no mail of such notices. */
export function isMuted(muted: MutedMail | undefined, kind: NoticeKind) {
  return muted === 'all' || muted?.includes(kind) === true;
}

function to(people: readonly string[], told: Told): Notice[] {
  return [...new Set(people)].map((person) => ({ person, ...told }));
}

/** The title of one version, as far as the head knows it now. */
function titleOf(
  version: number,
  { published, workTitle, closed }: KnownHead,
): string {
  const ofPublished = published?.edition.title;
  if (published?.version === version && ofPublished) return ofPublished;
  if (closed?.version === version) return closed.title;
  return workTitle ?? ofPublished ?? closed?.title ?? '';
}

/** The review that a decision stands in, as far as the head knows it now. */
function reviewBehind(
  step: Step,
  version: number,
  { review, published, closed }: KnownHead,
): string | undefined {
  if (!decisions.includes(step)) return undefined;
  if (closed?.version === version) return closed.review;
  if (published?.version === version) return published.decision.review;
  return review?.version === version ? review.id : undefined;
}

/** Steps that carry a decision on a version. */
const decisions: readonly Step[] = [
  'accept',
  'publish',
  'reject',
  'request-changes',
  'renew',
];

/** Steps that are of the date on which the published version is due again. */
const dated: readonly Step[] = ['remind', 'fall-due', 'renew'];

/**
 * Where the mail of a notice stands. `sending` is left only when it is known
 * how the sending ended: a notice that was found so is never sent again.
 */
export const mailStates = [
  'due',
  'sending',
  'sent',
  'refused',
  'none',
] as const;
export type MailState = (typeof mailStates)[number];
