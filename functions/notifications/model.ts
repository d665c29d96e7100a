import type { Head } from '../resources/head/contract.ts';
import type { ResourceEvent, Step } from '../resources/history/contract.ts';
import type { NoticeKind } from './contract.ts';

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
};

/** Which steps of a resource its contributors are told of, and as what. */
const kindByStep: Readonly<Partial<Record<Step, NoticeKind>>> = {
  accept: 'resource-accepted',
  publish: 'resource-published',
  reject: 'resource-rejected',
  'request-changes': 'resource-changes-requested',
  withdraw: 'resource-withdrawn',
  restore: 'resource-restored',
};

/** The steps of a resource that are news to anybody. */
export const toldSteps = Object.keys(kindByStep) as Step[];

/** Whom a resource's step is news to: its contributors, each once. */
export function noticesOfStep(
  { step, resourceId: resource, time: at, version }: ResourceEvent,
  head: Pick<Head, 'contributors' | 'workTitle' | 'closed' | 'published'>,
): Notice[] {
  const kind = kindByStep[step];
  if (!kind) return [];
  const title = titleOf(head);
  // A machine client reads no notices.
  const people = head.contributors.filter((one) => one.startsWith('per_'));
  return [...new Set(people)].map((person) => ({
    person,
    kind,
    at,
    title,
    resource,
    version,
  }));
}

function titleOf({
  published,
  workTitle,
  closed,
}: Pick<Head, 'workTitle' | 'closed' | 'published'>): string {
  return published?.edition.title ?? workTitle ?? closed?.title ?? '';
}

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
