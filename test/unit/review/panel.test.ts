import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Person } from '../../../functions/platform/contract.ts';
import {
  conflictOf,
  type Nearness,
} from '../../../functions/review/model/candidates.ts';
import { seat, seated } from '../../../functions/review/model/panel.ts';
import { etagOf } from '../../../functions/review/model/review.ts';
import {
  type Panel,
  panelKinds,
  type Scores,
} from '../../../functions/review/panel/contract.ts';
import {
  readAgreement,
  readPanelAgreement,
} from '../../../functions/review/service/agreement.ts';
import { listCandidates } from '../../../functions/review/service/candidates.ts';
import { decideReview } from '../../../functions/review/service/deciding.ts';
import { workOffDue } from '../../../functions/review/service/due.ts';
import { putPanel } from '../../../functions/review/service/panels.ts';
import {
  listComments,
  readOwnSheet,
  readReview,
} from '../../../functions/review/service/reading.ts';
import {
  addComment,
  putScores,
} from '../../../functions/review/service/scoring.ts';
import {
  author,
  bureau,
  idOf,
  person,
  review,
  school,
} from '../resources/case.ts';
import {
  asking,
  type Desk,
  deskOf,
  expert,
  experts,
  inCharge,
  physics,
  teacher,
} from './desk.ts';

const reviewers = experts.slice(0, 3);
const [first, second, third] = reviewers.map(asking) as [
  Person,
  Person,
  Person,
];
const good: Scores = {
  'scientific-soundness': 4,
  currency: 4,
  usefulness: 4,
  conformity: 4,
  'technical-quality': 4,
};
const poor = Object.fromEntries(Object.keys(good).map((id) => [id, 2]));

async function sitting(desk: Desk, who = reviewers, kind = 'expert' as const) {
  const ifMatch = etagOf(desk.state.review);
  const wish = { kind, reviewers: who.map((one) => one.person) };
  return putPanel(desk.needs, inCharge, { id: review, ifMatch, wish });
}

const scoring = (desk: Desk, who: Person, scores = good, ifMatch = '"0"') =>
  putScores(desk.needs, who, { id: review, ifMatch, scores });

describe('given an expert panel', () => {
  test('then the last score lets its rule accept and publish, and the record has no names', async () => {
    const desk = deskOf();
    expect(await sitting(desk)).toMatchObject({ ok: true });
    for (const who of [first, second, third]) {
      expect(await scoring(desk, who)).toMatchObject({ ok: true });
    }
    expect(desk.state.review).toMatchObject({
      state: 'closed',
      outcome: 'accept',
      decidedBy: 'rule:expert-panel',
      result: { mean: 75, scored: 3, verdict: 'accept' },
    });
    const steps = desk.moves.map(({ entry }) => entry.header.action);
    expect(steps).toEqual(['assign', 'publish']);
    const record = JSON.stringify(desk.moves.map(({ entry }) => entry));
    for (const { person: id } of reviewers) expect(record).not.toContain(id);
    expect(desk.state.head.published?.decision.by).toBe('rule:expert-panel');
    expect(desk.news.map(({ type }) => type)).toEqual([
      ...Array(3).fill('review.assigned'),
      'review.decided',
    ]);
    expect(JSON.stringify(desk.news)).not.toContain('scores');
  });

  test.each([
    {
      name: 'low scores ask for changes',
      scores: poor,
      outcome: 'request-changes',
    },
    {
      name: 'a veto rejects',
      scores: { ...good, 'scientific-soundness': 1 },
      outcome: 'reject',
    },
  ])('then $name', async ({ scores, outcome }) => {
    const desk = deskOf();
    await sitting(desk);
    for (const who of [first, second, third]) await scoring(desk, who, scores);
    expect(desk.state.review.outcome).toBe(outcome);
  });

  test('then nobody sees a score of another before the decision, and all after it', async () => {
    const desk = deskOf();
    await sitting(desk);
    await scoring(desk, first);
    await addComment(desk.needs, first, {
      id: review,
      comment: { target: { field: 'title' }, text: '标题不够具体' },
    });
    const seen = async (who: Person) => {
      const read = await readReview(desk.needs, who, review);
      if (!read.ok) throw new Error(read.error.code);
      const page = { id: review, limit: 20, after: undefined };
      const comments = await listComments(desk.needs, who, page);
      return {
        sheets: read.value.review.sheets?.length ?? 0,
        result: read.value.review.result !== undefined,
        comments: comments.ok ? comments.value.items.length : undefined,
        names: JSON.stringify([read.value.review, comments]).includes(
          experts[0]?.person ?? '?',
        ),
      };
    };
    const own = { sheets: 1, result: false, comments: 1, names: true };
    const other = { sheets: 0, result: false, comments: 0, names: true };
    const authors = { sheets: 0, result: false, comments: 0, names: false };
    expect(await seen(first)).toEqual(own);
    expect(await seen(second)).toEqual(other);
    expect(await seen(teacher)).toEqual(authors);
    expect(await seen(inCharge)).toEqual({ ...own, result: true });
    await scoring(desk, second);
    await scoring(desk, third);
    const after = { sheets: 3, result: true, comments: 1 };
    expect(await seen(second)).toEqual({ ...after, names: true });
    expect(await seen(teacher)).toEqual({ ...after, names: false });
  });

  test.each([
    {
      name: 'after the deadline',
      spoil: (desk: Desk) => {
        desk.state.now = '2026-10-01T00:00:00.000Z';
      },
      error: { code: 'rule-broken', errors: [{ rule: 'deadline-passed' }] },
    },
    {
      name: 'out of range',
      scores: { ...good, currency: 6 },
      error: {
        code: 'rule-broken',
        errors: [{ rule: 'score-out-of-range', allowed: [1, 2, 3, 4, 5] }],
      },
    },
    {
      name: 'by an ETag of another client',
      ifMatch: '"3"',
      error: { code: 'changed' },
    },
    {
      name: 'without a seat',
      who: asking(experts[3] ?? expert(14)),
      error: { code: 'unknown' },
    },
    {
      name: 'on what they contribute to by now',
      spoil: (desk: Desk) => {
        const { head } = desk.state;
        desk.state.head = { ...head, former: [first.id] };
      },
      error: { code: 'forbidden', rule: 'own-contribution' },
    },
  ])(
    'then scoring $name is refused',
    async ({ spoil, scores, ifMatch, who = first, error }) => {
      const desk = deskOf();
      await sitting(desk);
      spoil?.(desk);
      expect(await scoring(desk, who, scores, ifMatch)).toMatchObject({
        ok: false,
        error,
      });
      expect(desk.state.sheets.size).toBe(0);
    },
  );

  test('then it takes 200 comments, and says so to who comes with one more', async () => {
    const desk = deskOf();
    await sitting(desk);
    const one = {
      id: review,
      comment: { target: { whole: true }, text: '内容准确' },
    } as const;
    desk.state.review = { ...desk.state.review, comments: 199 };
    expect(await addComment(desk.needs, first, one)).toMatchObject({
      ok: true,
    });
    expect(await addComment(desk.needs, first, one)).toMatchObject({
      ok: false,
      error: {
        code: 'rule-broken',
        errors: [{ rule: 'comments-full', most: 200 }],
      },
    });
    expect(desk.state.comments).toHaveLength(1);
  });

  test('then a score may be changed, and of two clients one is told', async () => {
    const desk = deskOf();
    await sitting(desk);
    await scoring(desk, first);
    expect(await scoring(desk, first, poor)).toMatchObject({
      error: { code: 'changed' },
    });
    expect(await scoring(desk, first, poor, '"1"')).toMatchObject({ ok: true });
    const own = await readOwnSheet(desk.needs, first, review);
    expect(own).toMatchObject({ value: { seq: 2, scores: poor } });
  });

  test('then reviewers who score at once are all counted, and one decision is made', async () => {
    const desk = deskOf();
    await sitting(desk);
    const all = [first, second, third].map((who) => scoring(desk, who));
    const ifMatch = etagOf(desk.state.review);
    const decision = { outcome: 'reject', reason: '理由' } as const;
    const byHand = decideReview(desk.needs, inCharge, {
      id: review,
      ifMatch,
      decision,
    });
    await Promise.all([...all, byHand]);
    expect(desk.state.review.state).toBe('closed');
    const actions = desk.moves.map(({ before, head }) => [
      before?.seq,
      head.seq,
    ]);
    expect(desk.state.head.seq).toBe(4);
    expect(actions.length).toBeGreaterThan(1);
  });

  test('then the librarian decides with a reason, and whoever scored stays', async () => {
    const desk = deskOf();
    await sitting(desk);
    await scoring(desk, first);
    const asked = () => ({ id: review, ifMatch: etagOf(desk.state.review) });
    const accept = { ...asked(), decision: { outcome: 'accept' } as const };
    expect(await decideReview(desk.needs, inCharge, accept)).toMatchObject({
      error: { errors: [{ rule: 'reason-of-panel' }] },
    });
    const others = experts.slice(1, 4);
    expect(await sitting(desk, others)).toMatchObject({
      error: { errors: [{ rule: 'scored-stays' }] },
    });
    const decision = { outcome: 'accept', reason: '内容可靠' } as const;
    const done = await decideReview(desk.needs, inCharge, {
      ...asked(),
      decision,
    });
    expect(done).toMatchObject({
      value: { review: { reason: '内容可靠', result: { scored: 1 } } },
    });
  });
});

describe('given who may sit', () => {
  test('then each is refused by the name of the rule', async () => {
    const desk = deskOf();
    const atSchool = expert(21, { organisations: [school] });
    const chemist = expert(22, {
      specialities: [{ ...physics, subject: 'xy:subject/chemistry' }],
    });
    const colleague = expert(23, { roles: ['teacher'] });
    desk.known.push(
      atSchool,
      chemist,
      colleague,
      expert(1, { person: author }),
    );
    const who = [
      expert(1, { person: author }),
      atSchool,
      chemist,
      colleague,
      expert(99),
    ];
    const refused = await sitting(desk, who);
    expect(refused).toMatchObject({
      error: {
        errors: [
          { pointer: '/reviewers/0', rule: 'conflict-own-contribution' },
          { pointer: '/reviewers/1', rule: 'conflict-same-school' },
          { pointer: '/reviewers/2', rule: 'reviewer-speciality' },
          { pointer: '/reviewers/3', rule: 'reviewer-role' },
          { pointer: '/reviewers/4', rule: 'reviewer-unknown' },
        ],
      },
    });
    expect(desk.moves).toEqual([]);
  });

  test('then candidates come by load, and conflicts are named', async () => {
    const desk = deskOf();
    desk.known.push(expert(21, { organisations: [school] }));
    desk.loads.set(idOf('per', 11), 3);
    const asked = {
      id: review,
      kind: 'expert',
      speciality: {},
      limit: 20,
      after: undefined,
    } as const;
    const listed = await listCandidates(desk.needs, inCharge, asked);
    if (!listed.ok) throw new Error(listed.error.code);
    expect(listed.value.items.map(({ load }) => load)).toEqual([0, 0, 0, 0, 3]);
    expect(listed.value.excluded).toMatchObject([
      { person: idOf('per', 21), conflict: 'same-school' },
    ]);
    const refused = await listCandidates(desk.needs, teacher, asked);
    expect(refused).toMatchObject({ error: { rule: 'own-contribution' } });
  });

  const near: Nearness = {
    contributed: new Set(['own']),
    creators: new Set(['named']),
    schools: new Set(['here']),
    collaborators: new Set(['friend']),
  };
  test.each([
    {
      who: 'own',
      schools: ['here'],
      expertPanel: 'own-contribution',
      peers: 'own-contribution',
    },
    { who: 'named', schools: [], expertPanel: 'co-author', peers: 'co-author' },
    {
      who: 'else',
      schools: ['here'],
      expertPanel: 'same-school',
      peers: undefined,
    },
    {
      who: 'friend',
      schools: ['there'],
      expertPanel: 'recent-collaboration',
      peers: undefined,
    },
    {
      who: 'else',
      schools: ['there'],
      expertPanel: undefined,
      peers: undefined,
    },
  ])(
    '$who of $schools: $expertPanel, among peers $peers',
    ({ who, schools, expertPanel, peers }) => {
      expect(conflictOf('expert', { person: who }, schools, near)).toBe(
        expertPanel,
      );
      expect(conflictOf('peer', { person: who }, schools, near)).toBe(peers);
    },
  );
});

describe('given a reviewer who stays silent', () => {
  const late = '2026-09-20T00:00:00.000Z';

  test('then they are reminded before the deadline', async () => {
    const desk = deskOf();
    await sitting(desk);
    desk.state.now = '2026-09-14T00:00:00.000Z';
    await workOffDue(desk.needs);
    expect(desk.news.filter(({ type }) => type === 'review.due').length).toBe(
      3,
    );
    expect(desk.moves.length).toBe(1);
  });

  test('then another expert has their seat, and that is recorded', async () => {
    const desk = deskOf();
    await sitting(desk);
    await scoring(desk, first);
    await scoring(desk, second);
    desk.state.now = late;
    expect(await workOffDue(desk.needs)).toEqual({ looked: 3, failed: 0 });
    const { panel } = desk.state.review;
    expect(seated(panel).map(({ reviewer }) => reviewer)).toEqual([
      first.id,
      second.id,
      idOf('per', 14),
    ]);
    expect(panel?.seats[2]).toMatchObject({
      state: 'replaced',
      replacedBy: idOf('per', 14),
    });
    const entry = desk.moves.at(-1)?.entry;
    expect(entry).toMatchObject({
      header: { action: 'assign' },
      body: { actor: 'rule:silent-reviewer', facts: { left: 1, seats: 3 } },
    });
    expect(desk.news.map(({ type }) => type)).toContain(
      'review.reviewer-replaced',
    );
  });

  test('then who convened the panel is told when nobody can follow, once', async () => {
    const desk = deskOf();
    await sitting(desk);
    await scoring(desk, first);
    await scoring(desk, second);
    desk.known.splice(3);
    desk.state.now = late;
    await workOffDue(desk.needs);
    await workOffDue(desk.needs);
    const told = desk.news.filter(({ type }) => type === 'review.seat-empty');
    expect(told).toMatchObject([{ detail: { convener: inCharge.id } }]);
  });

  test('then a panel that has its quorum decides without them', async () => {
    const desk = deskOf();
    await sitting(desk, experts.slice(0, 4));
    for (const who of [first, second, third]) await scoring(desk, who);
    expect(desk.state.review.state).toBe('open');
    desk.state.now = late;
    await workOffDue(desk.needs);
    expect(desk.state.review).toMatchObject({
      state: 'closed',
      outcome: 'accept',
    });
    expect(desk.news.map(({ type }) => type)).not.toContain(
      'review.seat-empty',
    );
  });
});

describe('given a decided panel', () => {
  test.each([
    {
      name: 'an expert of the institute',
      who: person(idOf('per', 31), 'expert', idOf('org', 7)),
      allowed: true,
    },
    {
      name: 'a librarian of the institute',
      who: person(idOf('per', 32), 'librarian', idOf('org', 7)),
      allowed: true,
    },
    {
      name: 'a teacher of the institute',
      who: person(idOf('per', 33), 'teacher', idOf('org', 7)),
      allowed: false,
    },
    {
      name: 'an expert of a school',
      who: person(idOf('per', 34), 'expert'),
      allowed: false,
    },
    {
      name: 'an operator',
      who: person(idOf('per', 35), 'operator', bureau),
      allowed: false,
    },
  ])('then $name reads its agreement: $allowed', async ({ who, allowed }) => {
    const desk = deskOf();
    await sitting(desk);
    expect(await readPanelAgreement(desk.needs, who, review)).toMatchObject({
      error: { code: 'unknown' },
    });
    await scoring(desk, first);
    await scoring(desk, second, { ...good, currency: 5 });
    await scoring(desk, third, { ...good, usefulness: 3 });
    const read = await readPanelAgreement(desk.needs, who, review);
    expect(read.ok).toBe(allowed);
    if (!read.ok) return;
    expect(read.value.criteria).toContainEqual({
      criterion: 'currency',
      spread: 25,
    });
    expect(read.value.deviations).toContainEqual({
      reviewer: second.id,
      units: 5,
      signed: 7.5,
      absolute: 7.5,
    });
    const asked = { id: 'default', version: 1, limit: 20, after: undefined };
    const all = await readAgreement(desk.needs, who, asked);
    expect(all).toMatchObject({
      value: { panels: [{ review, reviewers: 3 }] },
    });
  });
});

const people = Array.from({ length: 8 }, (_, n) => `per_${n}`);
const wishes = fc.array(
  fc.record({
    reviewers: fc.uniqueArray(fc.constantFrom(...people), { maxLength: 10 }),
    scorer: fc.constantFrom(...people),
  }),
  { maxLength: 8 },
);

test('given any wishes one after the other, then a panel keeps its bounds and who has scored', () => {
  fc.assert(
    fc.property(wishes, (all) => {
      let panel: Panel | undefined;
      const rubric = { id: 'default', version: 1 };
      for (const { reviewers: wanted, scorer } of all) {
        const wish = {
          kind: 'expert',
          rubric,
          reviewers: wanted,
          convener: inCharge.id,
        } as const;
        const done = seat(panel, wish, '2026-09-01T00:00:00.000Z');
        const scored = seated(panel).filter(({ state }) => state === 'scored');
        if (done.ok) {
          const is = seated(done.value).map(({ reviewer }) => reviewer);
          expect(new Set(is)).toEqual(new Set(wanted));
          expect(is.length).toBeGreaterThanOrEqual(
            panelKinds.expert.size.least,
          );
          for (const { reviewer } of scored) expect(is).toContain(reviewer);
          panel = done.value;
        }
        panel = panel && {
          ...panel,
          seats: panel.seats.map((one) =>
            one.reviewer === scorer && one.state === 'assigned'
              ? { ...one, state: 'scored' }
              : one,
          ),
        };
      }
    }),
  );
});
