import * as z from 'zod';
import { contacts } from '../identity/contacts.ts';
import { environment } from '../platform/environment.ts';
import { eventConsumer } from '../platform/events.ts';
import { log } from '../platform/log.ts';
import { ResourceEvent } from '../resources/history/contract.ts';
import { resources } from '../resources/resources.ts';
import { endsOf } from '../review/ends.ts';
import { ReviewEvent } from '../review/news/contract.ts';
import { noticeId } from './notice-id.ts';
import {
  type TellingNeeds,
  tellOfReview,
  tellOfStep,
} from './service/telling.ts';
import { mailer } from './store/mail.ts';
import { noticeStore } from './store/notices.ts';

const needs: TellingNeeds = {
  store: noticeStore,
  headNow: resources.headNow,
  endsOf,
  contactOf: contacts.contactOf,
  send: process.env.MAIL === undefined ? undefined : mailer(process.env.MAIL),
  newId: noticeId,
  epoch: Number(environment('EPOCH')),
  now: () => new Date(),
  log,
};

/** Tells people of what happened to what is theirs; repeats tell nobody twice. */
export const handler = eventConsumer({
  capability: 'notifications',
  event: z.looseObject({}),
  consume: (detail, type) =>
    type.startsWith('review.')
      ? tellOfReview(needs, ReviewEvent.parse({ type, detail }))
      : tellOfStep(needs, ResourceEvent.parse(detail)),
});
