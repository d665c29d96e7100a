import type { ContactService } from '../../identity/service/contacts.ts';
import type { Language } from '../../platform/contract.ts';
import type { Log } from '../../platform/log.ts';
import { fill, textsOf } from '../../platform/texts.ts';
import type { ResourceEvent } from '../../resources/history/contract.ts';
import type { ResourceService } from '../../resources/service.ts';
import type { EndsOf, ReviewEnd } from '../../review/ends.ts';
import type { ReviewEvent } from '../../review/news/contract.ts';
import { logs } from '../contract.ts';
import {
  isMuted,
  type Notice,
  noticesOfReview,
  noticesOfStep,
} from '../model.ts';
import type { KeptNotice, NoticeStore } from '../store/notices.ts';

/** Half a year: a notice points to what stays in the record anyway. */
const keptSeconds = 180 * 24 * 3_600;

export type Mail = {
  readonly to: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
};

/**
 * How an attempt to send ended: `unknown` when no answer came, `later` when it
 * was surely not sent and may be tried again.
 */
export type Sending = {
  readonly end: 'sent' | 'refused' | 'later' | 'unknown';
  /** A code of what went wrong; never an address. */
  readonly cause?: string;
};

/** Sends one mail, in bounded time, and never throws. */
export type Mailer = (mail: Mail) => Promise<Sending>;

export type TellingNeeds = {
  readonly store: Pick<NoticeStore, 'tell' | 'mailMoved'>;
  readonly headNow: ResourceService['headNow'];
  readonly endsOf: EndsOf;
  readonly contactOf: ContactService['contactOf'];
  /** Undefined where the stage sends no mail. */
  readonly send: Mailer | undefined;
  readonly newId: (at: string, told: object) => string;
  /** The Region's epoch; raised at failover. */
  readonly epoch: number;
  readonly now: () => Date;
  readonly log: Log;
};

/** Thrown to have the queue give the news again: a mail may go later. */
export class MailDelayed extends Error {
  override readonly name = 'MailDelayed';
}

/** What is told, beside to whom. */
type News = {
  readonly notices: readonly Notice[];
  /** By what the news is told from all others; never by what changes later. */
  readonly identity: { readonly epoch: number } & Readonly<
    Record<string, string | number>
  >;
  readonly end?: ReviewEnd | undefined;
};

/**
 * Tells all whom a resource's step is news to. Told again, nobody is told
 * twice. Cost: 1 RRU per 4 KB of the head and 0.5 per 4 KB of the review that
 * decided; for each person 2 WRU, with mail 6 and one request to the mail
 * service.
 */
export async function tellOfStep(
  needs: TellingNeeds,
  event: ResourceEvent,
): Promise<void> {
  const { resourceId, epoch, seq } = event;
  const head = await needs.headNow(resourceId);
  if (!head) return;
  const notices = noticesOfStep(event, head);
  const review = notices[0]?.review;
  const ends = await needs.endsOf(review ? [review] : []);
  const end = review ? ends.get(review) : undefined;
  await tellAll(needs, { notices, end, identity: { resourceId, epoch, seq } });
}

/**
 * Tells the reviewers whom news of a review concern, each once. Cost: that of
 * `tellOfStep`.
 */
export async function tellOfReview(
  needs: TellingNeeds,
  event: ReviewEvent,
): Promise<void> {
  const { reviewId, resourceId, epoch } = event.detail;
  const isEnd = event.type === 'review.decided';
  const [head, ends] = await Promise.all([
    needs.headNow(resourceId),
    needs.endsOf(isEnd ? [reviewId] : []),
  ]);
  if (!head) return;
  const notices = noticesOfReview(
    event,
    head,
    ends.get(reviewId)?.waiting ?? [],
  );
  await tellAll(needs, { notices, identity: { reviewId, epoch } });
}

/** Tells people, one after the other; throws when a mail must wait. */
async function tellAll(
  needs: TellingNeeds,
  { notices, identity, end }: News,
): Promise<void> {
  const mail = mayMail(needs, identity.epoch) ? 'due' : 'none';
  let delayed = 0;
  for (const notice of notices) {
    const { at, kind, person } = notice;
    const kept: KeptNotice = {
      ...notice,
      id: needs.newId(at, { ...identity, kind, person }),
      mail,
      expiresAt: Math.floor(needs.now().getTime() / 1_000) + keptSeconds,
    };
    const stands = await needs.store.tell(kept);
    if (stands === 'due' && !(await mailOnce(needs, kept, end))) delayed += 1;
  }
  needs.log.info(logs.told, { people: notices.length, delayed });
  if (delayed > 0) throw new MailDelayed(`${delayed} mails wait.`);
}

/**
 * Mail goes out only from the Region in which the news happened: after a
 * failover nobody can know which mails the lost Region had sent.
 */
function mayMail({ send, epoch }: TellingNeeds, newsEpoch: number): boolean {
  return send !== undefined && newsEpoch === epoch;
}

/**
 * Sends the mail of a notice at most once: it is claimed before it is sent, and
 * a claim is given back only when it was surely not sent. False: it waits.
 */
async function mailOnce(
  { store, contactOf, send, log }: TellingNeeds,
  notice: KeptNotice,
  end: ReviewEnd | undefined,
): Promise<boolean> {
  const { id, person, kind } = notice;
  const contact = await contactOf(person);
  if (!contact?.email || !send || isMuted(contact.mutedMail, kind)) {
    await store.mailMoved(notice, 'due', 'none');
    return true;
  }
  if (!(await store.mailMoved(notice, 'due', 'sending'))) return true;
  const { language, email: to } = contact;
  const sending = await send({
    to,
    language,
    ...mailOf(notice, language, end),
  });
  const { level, line, next } = endings[sending.end];
  log[level](line, { id, person, cause: sending.cause });
  if (next) await store.mailMoved(notice, 'sending', next);
  return sending.end !== 'later';
}

/** What is said of each end of a sending, and where the mail stands then. */
const endings = {
  sent: { level: 'info', line: logs.mailed, next: 'sent' },
  refused: { level: 'warn', line: logs.mailRefused, next: 'refused' },
  later: { level: 'warn', line: logs.mailDelayed, next: 'due' },
  unknown: { level: 'warn', line: logs.mailUncertain, next: undefined },
} as const;

/** A mail: what the notice says, why, and how to have no more of them. */
function mailOf(
  notice: KeptNotice,
  language: Language,
  end: ReviewEnd | undefined,
): Pick<Mail, 'subject' | 'text'> {
  const { subject, text } = wordsOf(notice, language);
  const { reason, foot } = textsOf(language).mail;
  const why = end?.reasonIn(language);
  const paragraphs = [text, ...(why ? [fill(reason, { why })] : []), foot];
  return { subject, text: paragraphs.join('\n\n') };
}

/** What a notice says, in one language. */
export function wordsOf(
  { kind, title, due }: Pick<Notice, 'kind' | 'title' | 'due'>,
  language: Language,
): { readonly subject: string; readonly text: string } {
  const words = textsOf(language).notices[kind];
  return {
    subject: fill(words.title, { title }),
    text: fill(words.text, { title, due }),
  };
}
