import type { ContactService } from '../../identity/service/contacts.ts';
import type { Language } from '../../platform/contract.ts';
import type { Log } from '../../platform/log.ts';
import { fill, textsOf } from '../../platform/texts.ts';
import type { ResourceEvent } from '../../resources/history/contract.ts';
import type { ResourceService } from '../../resources/service.ts';
import { logs } from '../contract.ts';
import { type Notice, noticesOfStep } from '../model.ts';
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
export type Sending = 'sent' | 'refused' | 'later' | 'unknown';

export type TellingNeeds = {
  readonly store: Pick<NoticeStore, 'tell' | 'mailMoved'>;
  readonly headNow: ResourceService['headNow'];
  readonly contactOf: ContactService['contactOf'];
  /** Undefined where the stage sends no mail. */
  readonly send: ((mail: Mail) => Promise<Sending>) | undefined;
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

/**
 * Tells all whom a resource's step is news to. Told again, nobody is told
 * twice. Cost: 1 RRU per 4 KB of the head; for each person 1 WRU, with mail 3
 * and one request to the mail service.
 */
export async function tellOfStep(
  needs: TellingNeeds,
  event: ResourceEvent,
): Promise<void> {
  const head = await needs.headNow(event.resourceId);
  if (!head) return;
  const notices = noticesOfStep(event, head);
  await tellAll(needs, notices, event);
}

/** Tells people, one after the other; throws when a mail must wait. */
async function tellAll(
  needs: TellingNeeds,
  notices: readonly Notice[],
  { epoch, seq }: Pick<ResourceEvent, 'epoch' | 'seq'>,
): Promise<void> {
  let delayed = 0;
  for (const notice of notices) {
    const { at, title: _, ...told } = notice;
    const kept: KeptNotice = {
      ...notice,
      id: needs.newId(at, { ...told, epoch, seq }),
      mail: mayMail(needs, epoch) ? 'due' : 'none',
      expiresAt: Math.floor(needs.now().getTime() / 1_000) + keptSeconds,
    };
    const mail = await needs.store.tell(kept);
    if (mail === 'due' && !(await mailOnce(needs, kept))) delayed += 1;
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
): Promise<boolean> {
  const { id, person } = notice;
  const contact = await contactOf(person);
  if (!contact?.email || !send) {
    await store.mailMoved(notice, 'due', 'none');
    return true;
  }
  if (!(await store.mailMoved(notice, 'due', 'sending'))) return true;
  const { language, email: to } = contact;
  const { subject, text } = wordsOf(notice, language);
  const sending = await send({ to, language, subject, text });
  if (sending === 'unknown') log.warn(logs.mailUncertain, { id, person });
  if (sending === 'refused') log.warn(logs.mailRefused, { id, person });
  if (sending === 'sent') log.info(logs.mailed, { id, person });
  const next = { sent: 'sent', refused: 'refused', later: 'due' } as const;
  if (sending !== 'unknown') {
    await store.mailMoved(notice, 'sending', next[sending]);
  }
  return sending !== 'later';
}

/** What a notice says, in one language. */
export function wordsOf(
  { kind, title }: Pick<Notice, 'kind' | 'title'>,
  language: Language,
): { readonly subject: string; readonly text: string } {
  const words = textsOf(language).notices[kind];
  return {
    subject: fill(words.title, { title }),
    text: fill(words.text, { title }),
  };
}
