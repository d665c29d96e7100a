import { describe, expect, test } from 'vitest';
import { costSoFar, resetCost } from '../../functions/platform/cost.ts';
import { takeBackDraft } from '../../functions/resources/service/life.ts';
import { decideReview } from '../../functions/review/service/deciding.ts';
import { listReviews } from '../../functions/review/service/reading.ts';
import { reviewStore } from '../../functions/review/store/reviews.ts';
import { got, needs, people, submitted, wish } from './catalogue.ts';
import { decided, reviewNeeds } from './decided.ts';

describe('given three submissions to one school', async () => {
  const who = people();
  const { librarian, teacher, school } = who;
  const one = await submitted(who, '第一份');
  const two = await submitted(who, '第二份');
  const three = await submitted(who, '第三份');
  const page = { limit: 2, holder: school, isAssigned: false };

  test('then its queue gives them in pages, oldest first', async () => {
    const first = got(
      await listReviews(reviewNeeds, librarian, { ...page, after: undefined }),
    );
    expect(first.items.map(({ title }) => title)).toEqual(['第一份', '第二份']);
    const rest = got(
      await listReviews(reviewNeeds, librarian, { ...page, after: first.next }),
    );
    expect(rest.items.map(({ title }) => title)).toEqual(['第三份']);
    expect(rest.next).toBeUndefined();
  });

  test('then the queue of the district has them among the others', async () => {
    const wanted = new Set([one, two, three].map(({ head }) => head.id));
    let after: string | undefined;
    let found = 0;
    do {
      const queue = await reviewStore.openReviews('district', {
        limit: 100,
        after,
      });
      const ours = queue.items.filter((each) => wanted.has(each.resourceId));
      found += ours.length;
      after = queue.next;
    } while (after !== undefined);
    expect(found).toBe(3);
  });

  test('then what was decided or taken back waits no longer', async () => {
    await decided(two, librarian, { outcome: 'accept' });
    got(await takeBackDraft(needs, wish(three, teacher)));
    const left = got(
      await listReviews(reviewNeeds, librarian, { ...page, after: undefined }),
    );
    expect(left.items.map(({ title }) => title)).toEqual(['第一份']);
  });
});

describe('given 50 decisions on one review at once', async () => {
  const who = people();
  const { head } = await submitted(who);
  const id = head.review?.id ?? '';
  const outcomes = ['accept', 'reject', 'request-changes'] as const;
  const all = await Promise.all(
    Array.from({ length: 50 }, (_, at) => {
      const outcome = outcomes[at % outcomes.length] ?? 'accept';
      const decision = { outcome, reason: '理由' };
      const asked = { id, ifMatch: '"1"', decision };
      return decideReview(reviewNeeds, who.librarian, asked);
    }),
  );

  test('then one counts, and the others are told that it has changed', async () => {
    const won = all.filter((each) => each.ok);
    expect(won.length).toBe(1);
    const codes = all.flatMap((each) => (each.ok ? [] : [each.error.code]));
    expect(new Set(codes)).toEqual(new Set(['changed']));
    const [first] = won;
    const kept = await reviewStore.review(id, { consistent: true });
    expect(kept).toEqual(first?.ok && first.value.kept);
  });
});

describe('given one taking back and a decision at once', async () => {
  const who = people();
  const found = await submitted(who);
  const id = found.head.review?.id ?? '';
  const asked = {
    id,
    ifMatch: '"1"',
    decision: { outcome: 'accept' },
  } as const;
  const both = await Promise.all([
    takeBackDraft(needs, wish(found, who.teacher)),
    decideReview(reviewNeeds, who.librarian, asked),
  ]);

  test('then one of them wins', () => {
    expect(both.filter(({ ok }) => ok).length).toBe(1);
  });
});

test('given a review, then reading it is one unit', async () => {
  const { head } = await submitted(people());
  resetCost();
  await reviewStore.review(head.review?.id ?? '', { consistent: true });
  expect(costSoFar()).toEqual({ rru: 1, wru: 0, s3: 0 });
});
