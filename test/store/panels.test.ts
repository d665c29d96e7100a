import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { dynamoDb } from '../../functions/platform/clients.ts';
import type { Person } from '../../functions/platform/contract.ts';
import { costSoFar, resetCost } from '../../functions/platform/cost.ts';
import type { Reviewer } from '../../functions/review/model/candidates.ts';
import { reminderOf } from '../../functions/review/model/panel.ts';
import { etagOf } from '../../functions/review/model/review.ts';
import { people as directory } from '../../functions/review/people.ts';
import type { People } from '../../functions/review/service/candidates.ts';
import { listCandidates } from '../../functions/review/service/candidates.ts';
import { rememberCollaboration } from '../../functions/review/service/collaborating.ts';
import { decideReview } from '../../functions/review/service/deciding.ts';
import { workOffDue } from '../../functions/review/service/due.ts';
import { putPanel } from '../../functions/review/service/panels.ts';
import {
  listReviews,
  readReview,
} from '../../functions/review/service/reading.ts';
import {
  addComment,
  putScores,
} from '../../functions/review/service/scoring.ts';
import { dueShards } from '../../functions/review/store/items.ts';
import { reviewerStore } from '../../functions/review/store/reviewers.ts';
import { reviewStore } from '../../functions/review/store/reviews.ts';
import { got, people as schoolPeople, sizes, submitted } from './catalogue.ts';
import { reviewNeeds } from './decided.ts';

const physics = {
  learningStage: 'xy:learning-stage/junior-secondary',
  subject: 'xy:subject/physics',
} as const;
const scores = {
  'scientific-soundness': 5,
  currency: 4,
  usefulness: 4,
  conformity: 4,
  'technical-quality': 4,
};

/** Four experts of schools of their own; who they are is not the table's. */
function expertsOf() {
  const reviewers = Array.from(
    { length: 4 },
    (_, at): Reviewer => ({
      person: `per_${ulid()}`,
      name: `专家${at}`,
      roles: ['expert'],
      organisations: [`org_${ulid()}`],
      specialities: [physics],
    }),
  );
  const people: People = {
    experts: async () => ({ items: reviewers }),
    people: async (ids) =>
      new Map(
        reviewers
          .filter(({ person }) => ids.includes(person))
          .map((one) => [one.person, one]),
      ),
    schools: async () => (organisation) => organisation,
  };
  const asking = reviewers.map(
    ({ person: id, organisations: [organisation = ''] }): Person => ({
      kind: 'person',
      id,
      memberships: [{ organisation, role: 'expert' }],
      inert: [],
      reads: new Set([organisation]),
      manages: {},
    }),
  );
  return { reviewers, people, asking };
}

/** A version in review with a panel of three, put together at a moment. */
async function panelAt(at?: string) {
  const who = schoolPeople();
  const { reviewers, people, asking } = expertsOf();
  const needs = {
    ...reviewNeeds,
    people,
    reviewers: reviewerStore,
    pause: async () => undefined,
    ...(at !== undefined && { now: () => new Date(at) }),
  };
  const { head } = await submitted(who);
  const id = head.review?.id ?? '';
  const wish = {
    kind: 'expert',
    reviewers: reviewers.slice(0, 3).map(({ person }) => person),
  } as const;
  resetCost();
  const put = putPanel(needs, who.librarian, { id, ifMatch: '"1"', wish });
  const seen = got(await put);
  return { needs, id, asking, reviewers, seen, who, cost: costSoFar() };
}

describe('given a panel of three', async () => {
  const { needs, id, asking, reviewers, who, cost } = await panelAt();
  const [one, two, three, spare] = asking as [Person, Person, Person, Person];
  const load = async () => {
    const ids = reviewers.map(({ person }) => person);
    const { loadByPerson } = await reviewerStore.standing(ids, []);
    return ids.map((person) => loadByPerson.get(person) ?? 0);
  };

  test('then putting it together cost what its formula says', async () => {
    const { kept } = (await reviewStore.whole(id)) ?? {};
    const kb = await sizes(kept?.resourceId ?? '');
    const r = (await sizes(id)).get('REVIEW') ?? 0;
    const b = Math.max(
      ...[...kb].filter(([sk]) => sk.startsWith('B#')).map(([, n]) => n),
    );
    const h = kb.get('HEAD') ?? 0;
    // The librarian and three reviewers come to this resource for the first time.
    const links = 4 * 3;
    expect(cost.wru).toBe(4 * r + 3 * 8 + 2 * h + 2 * b + 3 + links);
  });

  test('then it waits for its reviewers, who see the work, and counts as their load', async () => {
    expect(await load()).toEqual([1, 1, 1, 0]);
    const page = {
      limit: 20,
      holder: undefined,
      isAssigned: true,
      after: undefined,
    };
    const mine = got(await listReviews(needs, one, page));
    expect(mine.items).toMatchObject([{ id }]);
    expect(got(await listReviews(needs, spare, page)).items).toEqual([]);
    expect(await readReview(needs, spare, id)).toMatchObject({ ok: false });
    const listed = await listCandidates(needs, who.librarian, {
      id,
      kind: 'expert',
      speciality: {},
      limit: 20,
      after: undefined,
    });
    expect(got(listed).items).toMatchObject([{ person: spare.id, load: 0 }]);
  });

  test('then reviewers who score at once are all counted, and the rule decides once', async () => {
    const all = await Promise.all(
      [one, two, three].map((each) =>
        putScores(needs, each, { id, ifMatch: '"0"', scores }),
      ),
    );
    expect(all.map(({ ok }) => ok)).toEqual([true, true, true]);
    const kept = await reviewStore.review(id, { consistent: true });
    expect(kept).toMatchObject({
      state: 'closed',
      outcome: 'accept',
      decidedBy: 'rule:expert-panel',
      result: { scored: 3, sheets: { length: 3 } },
    });
    expect(await load()).toEqual([0, 0, 0, 0]);
    const head = await needs.resources.headNow(kept?.resourceId ?? '');
    expect(head?.published?.decision).toEqual({
      review: id,
      by: 'rule:expert-panel',
    });
    const late = await putScores(needs, one, { id, ifMatch: '"1"', scores });
    expect(late).toMatchObject({ ok: false });
  });
});

/**
 * A page of candidates for a version of so many contributors, each of a school
 * of their own, with an expert of the last one's school among them.
 */
async function listedWith(contributorCount: number) {
  const who = schoolPeople();
  const { reviewers } = expertsOf();
  const { head } = await submitted(who);
  // Nobody whom the deployed consumer hears of: it would remember them too.
  const contributors = Array.from(
    { length: contributorCount },
    () => `per_${ulid()}`,
  );
  const schools = contributors.map(() => `org_${ulid()}`);
  const of = { name: '张老师', roles: ['expert'], specialities: [physics] };
  const named = contributors.map((person, at): Reviewer => {
    const organisations = [schools[at] ?? ''];
    return { ...of, person, organisations } as Reviewer;
  });
  const resources = {
    ...reviewNeeds.resources,
    headNow: async () => ({ ...head, contributors }),
  };
  await rememberCollaboration(
    {
      ...reviewNeeds,
      resources,
      reviewers: reviewerStore,
      people: {
        people: async () => new Map(named.map((one) => [one.person, one])),
      },
    },
    head.id,
  );
  const neighbour: Reviewer = {
    ...(named.at(-1) as Reviewer),
    person: `per_${ulid()}`,
  };
  const people: People = {
    ...directory,
    schools: async () => (organisation) => organisation,
    // The directory is asked, so that it counts; who they are is told here.
    async experts(...asked) {
      await directory.experts(...asked);
      return { items: [...reviewers, neighbour] };
    },
  };
  const id = head.review?.id ?? '';
  const needs = { ...reviewNeeds, resources, reviewers: reviewerStore, people };
  return queriesOf(() =>
    listCandidates(needs, who.librarian, {
      id,
      kind: 'expert',
      speciality: {},
      limit: 20,
      after: undefined,
    }),
  );
}

/** What something answers, and how many queries it sends. */
async function queriesOf<T>(act: () => Promise<T>) {
  let queries = 0;
  dynamoDb.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        if (commandName.startsWith('Query')) queries += 1;
        return next(args);
      },
    { step: 'initialize', name: 'countQueries' },
  );
  const answer = await act();
  dynamoDb.middlewareStack.remove('countQueries');
  return { answer, queries };
}

test.each([1, 6, 40])(
  'given a version of %i contributors, then its candidates take at most three queries, and their schools exclude',
  async (contributors) => {
    const { answer, queries } = await listedWith(contributors);
    const { items, excluded } = got(answer);
    expect(items.length).toBe(4);
    expect(excluded).toMatchObject([{ conflict: 'same-school' }]);
    expect(queries).toBeGreaterThan(0);
    expect(queries).toBeLessThanOrEqual(3);
  },
);

describe('given a panel at work', async () => {
  const { needs, id, asking } = await panelAt();
  const [one, two] = asking as [Person, Person];
  const reviewKb = async () => (await sizes(id)).get('REVIEW') ?? 0;
  /** What something wrote, and the KB that the review had by then. */
  async function written(act: () => Promise<{ ok: boolean }>) {
    resetCost();
    const done = await act();
    const { wru } = costSoFar();
    expect(done.ok).toBe(true);
    return { wru, r: await reviewKb() };
  }

  test('then a score and a comment cost what their formulas say', async () => {
    const scored = await written(() =>
      putScores(needs, one, { id, ifMatch: '"0"', scores }),
    );
    expect(scored.wru).toBe(2 + 4 * scored.r);
    const comment = { target: { whole: true }, text: '内容准确' } as const;
    const said = await written(() =>
      addComment({ ...needs, newCommentId: () => `com_${ulid()}` }, two, {
        id,
        comment,
      }),
    );
    expect(said.wru).toBe(2 + 4 * said.r);
  });
});

describe('given the last score and 20 decisions of librarians at once', async () => {
  const { needs, id, asking, who, seen } = await panelAt();
  const [one, two, three] = asking as [Person, Person, Person];
  for (const each of [one, two]) {
    got(await putScores(needs, each, { id, ifMatch: '"0"', scores }));
  }
  const current = await reviewStore.review(id, { consistent: true });
  const ifMatch = etagOf(current ?? seen.kept);
  const decision = { outcome: 'reject', reason: '理由' } as const;
  const [, ...decisions] = await Promise.all([
    putScores(needs, three, { id, ifMatch: '"0"', scores }),
    ...Array.from({ length: 20 }, () =>
      decideReview(needs, who.librarian, { id, ifMatch, decision }),
    ),
  ]);

  test('then one decision counts, with one entry, and the others are told', async () => {
    const kept = await reviewStore.review(id, { consistent: true });
    const won = decisions.filter(({ ok }) => ok).length;
    expect(won).toBe(kept?.decidedBy === who.librarian.id ? 1 : 0);
    const codes = decisions.flatMap((each) =>
      each.ok ? [] : [each.error.code],
    );
    expect(codes.every((code) => ['changed', 'state'].includes(code))).toBe(
      true,
    );
    // Whichever won: create, attach, submit, assign, and the one decision.
    const head = await needs.resources.headNow(kept?.resourceId ?? '');
    expect(kept?.state).toBe('closed');
    expect(head?.seq).toBe(5);
  });
});

test('given a silent reviewer of long ago, then the run replaces them and nothing else', async () => {
  const { needs, id, asking } = await panelAt('2020-01-01T08:00:00.000Z');
  const [one, two, three, spare] = asking as [Person, Person, Person, Person];
  for (const each of [one, two]) {
    got(await putScores(needs, each, { id, ifMatch: '"0"', scores }));
  }
  const run = {
    ...needs,
    shards: dueShards,
    hasTime: () => true,
    now: () => new Date('2020-01-20T08:00:00.000Z'),
  };
  expect(await workOffDue(run)).toMatchObject({ failed: 0 });
  const kept = await reviewStore.review(id, { consistent: true });
  expect(kept?.panel?.seats).toMatchObject([
    { reviewer: one.id, state: 'scored' },
    { reviewer: two.id, state: 'scored' },
    { reviewer: three.id, state: 'replaced', replacedBy: spare.id },
    { reviewer: spare.id, state: 'assigned' },
  ]);
  await workOffDue(run);
  const again = await reviewStore.review(id, { consistent: true });
  expect(again?.seq).toBe(kept?.seq);
});

/** What is read and written when one assignment falls due, and nothing else. */
async function dueAt(
  needs: Awaited<ReturnType<typeof panelAt>>['needs'],
  id: string,
  reviewer: string,
  at: string,
) {
  const before = (await sizes(id)).get('REVIEW') ?? 0;
  const own = [{ review: id, reviewer, place: reviewer }];
  const panels = {
    ...needs.panels,
    dueIn: async () => own.splice(0),
  };
  resetCost();
  const run = await workOffDue({
    ...needs,
    panels,
    shards: 1,
    hasTime: () => true,
    now: () => new Date(at),
  });
  const { wru } = costSoFar();
  expect(run).toEqual({ looked: 1, failed: 0 });
  const after = (await sizes(id)).get('REVIEW') ?? 0;
  return { wru, before, after };
}

/** What the last step of a resource wrote, but for its links and due date. */
async function stepCost(resource: string): Promise<number> {
  const kb = await sizes(resource);
  const bodies = [...kb].filter(([sk]) => sk.startsWith('B#'));
  const [, b = 0] = bodies.at(-1) ?? [];
  return 2 * (kb.get('HEAD') ?? 0) + 2 * b + 3;
}

test('given a reviewer who stays silent, then the reminder, the replacement and the decision by rule cost what their formulas say', async () => {
  const { needs, id, asking, seen } = await panelAt();
  const { resourceId, panel } = seen.kept;
  const [one, two, three, spare] = asking as [Person, Person, Person, Person];
  const due = panel?.seats[0]?.due ?? '';
  const reminded = await dueAt(needs, id, three.id, reminderOf({ due }));
  expect(reminded.wru).toBe(7);
  for (const each of [one, two]) {
    got(await putScores(needs, each, { id, ifMatch: '"0"', scores }));
  }
  const late = new Date(Date.parse(due) + 1).toISOString();
  const replaced = await dueAt(needs, id, three.id, late);
  const link = 3;
  expect(replaced.wru).toBe(
    4 * replaced.after + 2 * 8 + (await stepCost(resourceId)) + link,
  );
  resetCost();
  got(await putScores(needs, spare, { id, ifMatch: '"0"', scores }));
  const { wru } = costSoFar();
  const kept = await reviewStore.review(id, { consistent: true });
  expect(kept?.decidedBy).toBe('rule:expert-panel');
  const [r, s] = [replaced.after, (await sizes(id)).get('REVIEW') ?? 0];
  const scored = 2 + 4 * r + 5;
  const published = (await stepCost(resourceId)) + 4 + 4;
  expect(wru).toBe(scored + published + 3 * s + 2 * r + 3 * 6 + 2);
});
