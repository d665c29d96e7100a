import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noticeKinds } from '../../../functions/notifications/contract.ts';
import {
  type MailState,
  noticesOfStep,
  toldSteps,
} from '../../../functions/notifications/model.ts';
import { noticeId } from '../../../functions/notifications/notice-id.ts';
import {
  type Mail,
  MailDelayed,
  type Sending,
  type TellingNeeds,
  tellOfStep,
  wordsOf,
} from '../../../functions/notifications/service/telling.ts';
import type { KeptNotice } from '../../../functions/notifications/store/notices.ts';
import { id } from '../../../functions/platform/contract.ts';
import {
  type ResourceEvent,
  type Step,
  steps,
} from '../../../functions/resources/history/contract.ts';
import { author, cases, edition, idOf } from '../resources/case.ts';

const other = idOf('per', 7);
/** A system contributed too: it is told of nothing. */
const system = 'cli_00000000000000000000000001';
const contributors = [author, system, other];
const head = { ...cases.published().head, contributors };
const event: ResourceEvent = {
  resourceId: head.id,
  epoch: 1,
  seq: 4,
  step: 'publish',
  version: 1,
  time: '2026-09-01T08:00:00.000Z',
};

/** Notices and mails in memory; `sendings` are how the next mails end. */
function world(given: Partial<TellingNeeds> & { sendings?: Sending[] } = {}) {
  const { sendings = [], ...more } = given;
  const notices = new Map<string, KeptNotice>();
  const mails: Mail[] = [];
  const contact = { language: 'en', email: 'one@school.example' } as const;
  const needs: TellingNeeds = {
    store: {
      tell: async (notice) => {
        const kept = notices.get(notice.id);
        if (!kept) notices.set(notice.id, notice);
        return (kept ?? notice).mail;
      },
      mailMoved: async ({ id: key }, from, to) => {
        const kept = notices.get(key);
        if (kept?.mail !== from) return false;
        notices.set(key, { ...kept, mail: to });
        return true;
      },
    },
    headNow: async (wanted) => (wanted === head.id ? head : undefined),
    contactOf: async () => contact,
    send: async (mail) => {
      const sending = sendings.shift() ?? 'sent';
      if (sending === 'sent') mails.push(mail);
      return sending;
    },
    newId: noticeId,
    epoch: 1,
    now: () => new Date('2026-09-01T08:00:01.000Z'),
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
    },
    ...more,
  };
  const states = (): MailState[] => [...notices.values()].map((n) => n.mail);
  return { needs, notices, mails, states };
}

describe('given a publication with two contributors', () => {
  test('when it is told, then each has one notice and one mail', async () => {
    const { needs, notices, mails, states } = world();
    await tellOfStep(needs, event);
    expect([...notices.values()].map(({ person }) => person)).toEqual([
      author,
      other,
    ]);
    expect(states()).toEqual(['sent', 'sent']);
    expect(mails.map(({ subject }) => subject)).toEqual(
      Array(2).fill(`Published: ${edition.title}`),
    );
  });

  test('when it is told again, then nobody hears of it twice', async () => {
    const { needs, notices, mails } = world();
    await tellOfStep(needs, event);
    await tellOfStep(needs, event);
    expect(notices.size).toBe(2);
    expect(mails).toHaveLength(2);
  });

  test('when a mail must wait, then only that one goes later', async () => {
    const { needs, mails, states } = world({ sendings: ['later'] });
    await expect(tellOfStep(needs, event)).rejects.toThrow(MailDelayed);
    expect(states()).toEqual(['due', 'sent']);
    await tellOfStep(needs, event);
    expect(states()).toEqual(['sent', 'sent']);
    expect(mails).toHaveLength(2);
  });

  test.each([
    ['unknown', 'sending'],
    ['refused', 'refused'],
  ] as const)(
    'when a mail ends %s, then it is never sent again',
    async (sending, state) => {
      const { needs, mails, states } = world({ sendings: [sending] });
      await tellOfStep(needs, event);
      await tellOfStep(needs, event);
      expect(states()).toEqual([state, 'sent']);
      expect(mails).toHaveLength(1);
    },
  );

  test.each([
    ['the news is of another epoch', { epoch: 2 }],
    ['the stage sends no mail', { send: undefined }],
    ['no address is known', { contactOf: async () => undefined }],
  ])('when %s, then they are told in the platform alone', async (_, more) => {
    const { needs, mails, states } = world(more);
    await tellOfStep(needs, event);
    expect(states()).toEqual(['none', 'none']);
    expect(mails).toEqual([]);
  });
});

test('given two deliveries at once, then one mail is sent', async () => {
  const { needs, mails } = world();
  await Promise.all([tellOfStep(needs, event), tellOfStep(needs, event)]);
  expect(mails).toHaveLength(2);
});

test('given a resource that is no more, then nobody is told', async () => {
  const { needs, notices } = world();
  await tellOfStep(needs, { ...event, resourceId: idOf('res', 99) });
  expect(notices.size).toBe(0);
});

test('every kind but none is reached by a step, and has words', () => {
  const kinds = toldSteps.flatMap((step) =>
    noticesOfStep({ ...event, step }, head).map(({ kind }) => kind),
  );
  expect(new Set(kinds)).toEqual(new Set(noticeKinds));
  for (const kind of noticeKinds) {
    expect(wordsOf({ kind, title: 'T' }, 'zh-CN').subject).toContain('T');
  }
});

test('a step that is nobody’s news makes no notice', () => {
  const silent = (Object.keys(steps) as Step[]).filter(
    (step) => !toldSteps.includes(step),
  );
  expect(silent.length).toBeGreaterThan(0);
  for (const step of silent) {
    expect(noticesOfStep({ ...event, step }, head)).toEqual([]);
  }
});

test('an id follows from the news and its person, and sorts by time', () => {
  const at = fc.date({
    min: new Date('2020-01-01T00:00:00Z'),
    max: new Date('2100-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(at, at, fc.string(), (one, two, person) => {
      const idOfOne = noticeId(one.toISOString(), { person });
      expect(noticeId(one.toISOString(), { person })).toBe(idOfOne);
      expect(id('ntf').safeParse(idOfOne).success).toBe(true);
      const idOfTwo = noticeId(two.toISOString(), { person });
      if (one < two) expect(idOfOne < idOfTwo).toBe(true);
    }),
  );
  const when = event.time;
  expect(noticeId(when, { person: author })).not.toBe(
    noticeId(when, { person: other }),
  );
});
