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
  tellOfReview,
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
import type { ReviewEnd } from '../../../functions/review/ends.ts';
import type { ReviewEvent } from '../../../functions/review/news/contract.ts';
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

const review = head.published?.decision.review ?? '';
/** How each review of these tests ended. */
const decided: ReviewEnd = {
  reasonIn: (language) => (language === 'en' ? 'Well made' : '很好'),
  waiting: [other],
};

/** Notices and mails in memory; `sendings` are how the next mails end. */
function world(
  given: Partial<TellingNeeds> & { sendings?: Sending['end'][] } = {},
) {
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
    endsOf: async (ids) => new Map(ids.map((one) => [one, decided])),
    contactOf: async () => contact,
    send: async (mail) => {
      const end = sendings.shift() ?? 'sent';
      if (end === 'sent') mails.push(mail);
      return { end };
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

test('given ten deliveries at once, then each has one notice and one mail', async () => {
  const { needs, notices, mails } = world();
  await Promise.all(Array.from({ length: 10 }, () => tellOfStep(needs, event)));
  expect(notices.size).toBe(2);
  expect(mails).toHaveLength(2);
});

test('given a Region that took over, then what was told before it is told nobody again', async () => {
  const { needs, notices, mails } = world();
  await tellOfStep(needs, event);
  const after = { ...needs, epoch: 2 };
  await tellOfStep(after, event);
  await tellOfStep(after, { ...event, seq: 5, step: 'withdraw' });
  expect(notices.size).toBe(4);
  expect(mails).toHaveLength(2);
  await tellOfStep(after, { ...event, epoch: 2, seq: 5, step: 'restore' });
  expect(mails).toHaveLength(4);
});

test('given a head that moved meanwhile, then the same news is still the same', async () => {
  const { needs, notices } = world();
  await tellOfStep(needs, event);
  const moved = cases.withdrawn().head;
  const later = { ...moved, id: head.id, contributors: [author, other] };
  await tellOfStep({ ...needs, headNow: async () => later }, event);
  expect(notices.size).toBe(2);
});

describe('given a decision', () => {
  test('then its mail says why, and how to have no more of them', async () => {
    const { needs, mails } = world();
    await tellOfStep(needs, event);
    expect(mails[0]?.text.split('\n\n')).toEqual([
      `"${edition.title}" is published. Readers see it from now on.`,
      'The reason: Well made',
      expect.stringContaining('You can choose in your account'),
    ]);
  });

  test('then its notice leads to the review that says why', async () => {
    const { needs, notices } = world();
    await tellOfStep(needs, event);
    const shown = [...notices.values()].map((one) => one.review);
    expect(shown).toEqual([review, review]);
  });
});

test.each(['remind', 'fall-due', 'renew'] as const)(
  'given the step %s, then its mail names the date',
  async (step) => {
    const { needs, mails } = world();
    await tellOfStep(needs, { ...event, step });
    const { reviewDue = '' } = head.published ?? {};
    expect(reviewDue).not.toBe('');
    expect(mails[0]?.text).toContain(reviewDue);
  },
);

describe('given news of a review', () => {
  const about = {
    reviewId: review,
    resourceId: head.id,
    time: event.time,
    epoch: 1,
  };
  const seat = { ...about, reviewer: other };
  const due = '2026-09-15T08:00:00.000Z';
  const news: readonly ReviewEvent[] = [
    { type: 'review.assigned', detail: { ...seat, due } },
    { type: 'review.due', detail: { ...seat, due } },
    { type: 'review.reviewer-replaced', detail: seat },
    { type: 'review.seat-empty', detail: { ...about, convener: other } },
    { type: 'review.decided', detail: { ...about, outcome: 'accept' } },
  ];

  test.each(news)('of $type one person hears, once', async (one) => {
    const { needs, notices, mails } = world();
    await Promise.all([tellOfReview(needs, one), tellOfReview(needs, one)]);
    await tellOfReview(needs, one);
    expect([...notices.values()].map(({ person }) => person)).toEqual([other]);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toContain(edition.title);
    expect(mails[0]?.text).not.toContain('Well made');
    if ('due' in one.detail) expect(mails[0]?.text).toContain('2026-09-15');
  });

  test('of its end nobody hears who has scored', async () => {
    const all = { ...decided, waiting: [] };
    const { needs, notices } = world({
      endsOf: async () => new Map([[review, all]]),
    });
    for (const one of news.slice(4)) await tellOfReview(needs, one);
    expect(notices.size).toBe(0);
  });
});

test.each([
  ['all', 0],
  [['resource-published'], 0],
  [['review-due'], 2],
  [[], 2],
] as const)(
  'given mail muted for %j, then %i mails go out, and the notices stand',
  async (muted, sent) => {
    const mutedMail = muted === 'all' ? muted : [...muted];
    const { needs, mails, notices } = world({
      contactOf: async () => ({
        language: 'en',
        email: 'one@school.example',
        mutedMail,
      }),
    });
    await tellOfStep(needs, event);
    expect(mails).toHaveLength(sent);
    expect(notices.size).toBe(2);
  },
);

test('given a resource that is no more, then nobody is told', async () => {
  const { needs, notices } = world();
  await tellOfStep(needs, { ...event, resourceId: idOf('res', 99) });
  expect(notices.size).toBe(0);
});

test('every kind but those of reviewers is reached by a step, and has words', () => {
  const kinds = toldSteps.flatMap((step) =>
    noticesOfStep({ ...event, step }, head).map(({ kind }) => kind),
  );
  const ofResources = noticeKinds.filter((kind) => kind.startsWith('resource'));
  expect(new Set(kinds)).toEqual(new Set(ofResources));
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
