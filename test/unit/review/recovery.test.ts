import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seated } from '../../../functions/review/model/panel.ts';
import type { KeptReview } from '../../../functions/review/model/review.ts';
import type { TornReview } from '../../../functions/review/model/torn.ts';
import { keptOf } from '../../../functions/review/store/recovery.ts';
import { idOf } from '../resources/case.ts';
import {
  type Attempt,
  applied,
  attempts,
  headIn,
  lifeOf,
  partition,
  resource,
  reviewers,
  type Table,
  type Write,
} from './life.ts';
import { now, recoveryOf, withResourceMended } from './recovering.ts';

const panel = fc.constantFrom('peer' as const, 'expert' as const);
const sitting = fc.constantFrom(
  reviewers.slice(0, 3),
  reviewers.slice(1, 4),
  reviewers.slice(0, 4),
  reviewers.slice(2, 5),
);
const tried: fc.Arbitrary<Attempt> = fc.oneof(
  { weight: 3, arbitrary: fc.nat(20).map(attempts.submitting) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(panel, sitting)
      .map(([kind, who]) => attempts.convening(kind, who)),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...reviewers), fc.constantFrom(3, 4, 5))
      .map(([who, score]) => attempts.scoring(who, score)),
  },
  { weight: 2, arbitrary: fc.constant(attempts.commenting) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...(['accept', 'reject', 'request-changes'] as const).map((one) =>
        attempts.deciding(one),
      ),
      attempts.deciding('accept', '2027-01-01'),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      attempts.takingBack,
      attempts.withdrawing,
      attempts.revising,
      attempts.handing,
    ),
  },
);
const lives = fc
  .array(tried, { minLength: 5, maxLength: 25 })
  .map((all) => lifeOf([attempts.submitting(21), ...all]));

/** A life, of whose last writes some never reached the other Region. */
const losses = lives.chain((commands) => {
  const writes = commands.flat();
  const most = Math.min(24, writes.length);
  return fc
    .array(fc.boolean(), { minLength: most, maxLength: most })
    .map((taken) => {
      const first = writes.length - most;
      const left = writes.filter((_, n) => !(n >= first && taken[n - first]));
      return { commands, left: applied(new Map(), left) };
    });
});

/** What nothing tells of any more is told of, each time. */
const isForGood = ({ item, tear }: TornReview) =>
  tear === 'lost' && ['review', 'panel'].includes(item);

describe('given reviews of which nothing is lost', () => {
  test('then nothing is torn', async () => {
    await fc.assert(
      fc.asyncProperty(lives, async (commands) => {
        const table = applied(new Map(), commands.flat());
        expect(await recoveryOf(table).judge(false)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('given commands of which some items never arrived', () => {
  test('then mended they are whole, and judged again nothing is torn', async () => {
    let torn = 0;
    await fc.assert(
      fc.asyncProperty(losses, async ({ left }) => {
        const recovery = recoveryOf(withResourceMended(left));
        torn += (await recovery.judge(true)).length;
        const again = await recovery.judge(false);
        expect(again.filter((one) => !isForGood(one))).toEqual([]);
        expectWhole(recovery.table(), recovery.reviewsIn(), again);
      }),
      { numRuns: 120 },
    );
    expect(torn).toBeGreaterThan(100);
  });
});

/** The last command that moved a head, and what was before it. */
function lastMove(commands: readonly (readonly Write[])[]) {
  const at = commands.findLastIndex((writes) =>
    writes.some(({ key }) => key.endsWith(' HEAD')),
  );
  const before = applied(new Map(), commands.slice(0, at).flat());
  const last = commands[at] ?? [];
  const own = last.filter(({ key }) => key.startsWith(resource));
  const others = last.filter(({ key }) => !key.startsWith(resource));
  return { before, own, others };
}

/** Reviews and loads as they are, but for numbers and the moments of seats. */
function shown(table: Table): Record<string, unknown> {
  const all = [...table].filter(([key]) => !key.startsWith(resource));
  return Object.fromEntries(
    all.flatMap(([key, item]) => {
      const [pk = '', sk = ''] = key.split(' ');
      if (sk === 'LOAD') return item.open === 0 ? [] : [[key, item.open]];
      // That somebody gave way is told in passing: nothing else says when.
      if (sk.startsWith('NEWS#review.reviewer-replaced')) return [];
      if (sk.startsWith('NEWS#')) return [[`${pk} ${sk.slice(0, -24)}`, true]];
      if (sk.startsWith('ASSIGN#')) return [[key, item.review]];
      const { seq: _, panel, ...rest } = item as Partial<KeptReview>;
      const seats = panel?.seats.map(({ reviewer, state }) => [
        reviewer,
        state,
      ]);
      return [[key, { ...rest, ...(panel && { panel: { ...panel, seats } }) }]];
    }),
  );
}

/** A life, and for each item of its last command whether it is lost. */
const lastLost = fc.tuple(
  lives,
  fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
);

describe('given a command of which the resource has heard', () => {
  test('then all of its review is put back, whatever is lost of it', async () => {
    await fc.assert(
      fc.asyncProperty(lastLost, async ([commands, lost]) => {
        const { before, others, own } = lastMove(commands);
        const arrived = others.filter((_, n) => !lost[n]);
        const recovery = recoveryOf(applied(before, [...own, ...arrived]));
        await recovery.judge(true);
        const due = applied(before, [...own, ...others]);
        expect(shown(recovery.table())).toEqual(shown(due));
      }),
      { numRuns: 120 },
    );
  });
});

describe('given a command of which the resource has not heard', () => {
  test('then all of its review is as it was, whatever has come of it', async () => {
    await fc.assert(
      fc.asyncProperty(lastLost, async ([commands, lost]) => {
        const { before, others } = lastMove(commands);
        const arrived = others.filter((_, n) => !lost[n]);
        const recovery = recoveryOf(applied(before, arrived));
        await recovery.judge(true);
        const is = shown(recovery.table());
        const due = shown(before);
        const isDraft = headIn(before)?.draft !== undefined;
        for (const { item, key } of arrived) {
          // What was sent in stays as what was taken back again.
          if (!key.endsWith(' REVIEW') || before.has(key)) continue;
          const outcome = isDraft ? 'taken-back' : 'withdrawn';
          expect(is[key]).toMatchObject({ state: 'closed', outcome });
          expect(item).toMatchObject({ state: 'open' });
          delete is[key];
        }
        expect(is).toEqual(due);
      }),
      { numRuns: 120 },
    );
  });
});

const [first = '', second = '', third = ''] = reviewers;
const group = reviewers.slice(0, 3);

/** A table after these attempts, with what is lost of it and put back to. */
function leftOf(
  tried: readonly Attempt[],
  change: (whole: Table, before: Table) => readonly Write[],
): Table {
  const commands = lifeOf(tried);
  const whole = applied(new Map(), commands.flat());
  const before = applied(new Map(), commands.slice(0, -1).flat());
  return applied(whole, change(whole, before));
}

const written = (table: Table, key: string): Write => ({
  key,
  item: table.get(key),
});
const id = idOf('rev', 1);
const heldBack = (whole: Table, before: Table) => [
  written(before, `${id} REVIEW`),
  ...[...whole.keys()]
    .filter((key) => key.startsWith(`${resource} B#`) && !before.has(key))
    .map((key): Write => ({ key, item: undefined })),
];
const reviewIn = (table: Table) => keptOf(id, partition(table, id)).review;

describe('given a decision whose entry is lost, and the review does not know it', () => {
  test.each([
    ['accept', undefined],
    ['accept', '2027-01-01'],
    ['reject', undefined],
    ['request-changes', undefined],
  ] as const)('then it ends as the head says: %s %s', async (outcome, on) => {
    const tried = [attempts.submitting(1), attempts.deciding(outcome, on)];
    const recovery = recoveryOf(leftOf(tried, heldBack));
    expect(await recovery.judge(true)).toEqual([
      { of: id, item: 'review', tear: 'behind', which: id },
    ]);
    expect(reviewIn(recovery.table())).toMatchObject({
      ...{ state: 'closed', outcome },
      ...(on && { publishOn: on }),
    });
  });
});

describe('given scores of a panel that the resource does not know', () => {
  test('then they go: another panel may be by another rubric', async () => {
    const [seated = [], scored = []] = lifeOf([
      attempts.submitting(1),
      attempts.convening('peer', group),
      attempts.scoring(first, 4),
    ]).slice(-2);
    const opened = applied(new Map(), lifeOf([attempts.submitting(1)]).flat());
    const isIts = ({ key }: Write) => key.startsWith(id);
    const left = applied(opened, [...seated, ...scored].filter(isIts));
    const recovery = recoveryOf(left);
    const torn = await recovery.judge(true);
    expect(torn).toContainEqual({
      ...{ of: id, item: 'sheet', tear: 'ahead', which: first },
    });
    expect(keptOf(id, partition(recovery.table(), id)).sheets).toEqual([]);
    expect(reviewIn(recovery.table())?.panel).toBeUndefined();
  });
});

describe('given the last score of a panel of experts, of which only the sheet came', () => {
  const tried = [
    attempts.submitting(1),
    attempts.convening('expert', group),
    ...group.map((one) => attempts.scoring(one, 4)),
  ];
  test('then its rule decides within the hour', async () => {
    const left = leftOf(tried, (whole, before) => [
      written(before, `${id} REVIEW`),
      ...group.map((one) => written(before, `${id} ASSIGN#${one}`)),
      written(whole, `${id} SHEET#${third}`),
    ]);
    const recovery = recoveryOf(left);
    expect(await recovery.judge(true)).toContainEqual({
      ...{ of: id, item: 'review', tear: 'behind', which: id },
    });
    const { assignments } = keptOf(id, partition(recovery.table(), id));
    const looks = assignments.map(({ look }) => look);
    expect(looks.some((look) => look <= now.toISOString())).toBe(true);
  });

  test('but when somebody looks is left alone where nothing is torn', async () => {
    const two = tried.slice(0, -1);
    const table = applied(new Map(), lifeOf(two).flat());
    const recovery = recoveryOf(table);
    expect(await recovery.judge(true)).toEqual([]);
    expect(recovery.table()).toEqual(table);
  });
});

describe('given a lost review whose panel nothing tells of', () => {
  const tried = [attempts.submitting(1), attempts.convening('peer', group)];
  test('then it is opened without, and the panel is told as lost each time', async () => {
    const recovery = recoveryOf(leftOf(tried, heldBack));
    const lost = { of: id, item: 'panel', tear: 'lost', which: id };
    expect(await recovery.judge(true)).toContainEqual(lost);
    expect(await recovery.judge(true)).toEqual([lost]);
    const open = reviewIn(recovery.table());
    expect(open).toMatchObject({ state: 'open' });
    expect(open?.panel).toBeUndefined();
  });
});

describe('given a seat of somebody who was erased', () => {
  test('then nothing of theirs is told as lost', async () => {
    const left = leftOf(
      [
        attempts.submitting(1),
        attempts.convening('peer', group),
        attempts.scoring(second, 4),
      ],
      () =>
        [
          `${id} SHEET#${second}`,
          `${id} ASSIGN#${second}`,
          `${second} LOAD`,
        ].map((key) => ({ key, item: undefined })),
    );
    const told = await recoveryOf(left).judge(false);
    expect(told.map(({ item }) => item)).toEqual([
      'sheet',
      'assignment',
      'load',
    ]);
    const erased = recoveryOf(left, new Set([second]));
    expect(await erased.judge(false)).toEqual([]);
  });
});

describe('given somebody on several panels', () => {
  const tried = [attempts.submitting(1), attempts.convening('peer', group)];
  const one = applied(new Map(), lifeOf(tried).flat());
  /** The same resource and review once more, by other ids. */
  const other = [...one.values()].map((item): Write => {
    const text = JSON.stringify(item)
      .replaceAll(resource, idOf('res', 2))
      .replaceAll(id, idOf('rev', 2));
    const copy = JSON.parse(text) as Record<string, unknown>;
    return { key: `${copy.pk} ${copy.sk}`, item: copy };
  });

  test('then their counter says how many wait for them', async () => {
    const recovery = recoveryOf(applied(one, other));
    const loads = group.map((person) => {
      return { of: person, item: 'load', tear: 'behind', which: person };
    });
    const told = await recovery.judge(true);
    expect(told.filter(({ item }) => item === 'load')).toEqual(loads);
    for (const person of group) {
      expect(recovery.table().get(`${person} LOAD`)?.open).toBe(2);
    }
  });
});

describe('given a decision that neither its resource nor the submission reached', () => {
  test('then nobody decided', async () => {
    const [, , submission = [], decision = []] = [
      [],
      ...lifeOf([attempts.submitting(1), attempts.deciding('accept')]),
    ];
    const drafted = applied(new Map(), lifeOf([]).flat());
    const isIts = ({ key }: Write) => key.startsWith(id);
    const all = [...submission, ...decision].filter(isIts);
    const recovery = recoveryOf(applied(drafted, all));
    expect(await recovery.judge(true)).toEqual([
      { of: id, item: 'review', tear: 'ahead', which: id },
      { of: id, item: 'news', tear: 'ahead', which: 'review.decided#accept' },
    ]);
    const ended = reviewIn(recovery.table());
    expect(ended).toMatchObject({ state: 'closed', outcome: 'taken-back' });
    expect(ended?.decidedBy).toBeUndefined();
  });
});

/** Every resource in review has its review; lists and loads agree with it. */
function expectWhole(
  table: Table,
  ids: ReadonlySet<string>,
  torn: readonly TornReview[],
): void {
  const { review: named } = headIn(table) ?? {};
  const waiting = new Map<string, number>();
  const open = named?.state === 'in-review' ? named : undefined;
  if (open) expect(ids).toContain(open.id);
  for (const id of ids) {
    const { assignments, review } = keptOf(id, partition(table, id));
    const isOpen = id === open?.id;
    expect(review?.state).toBe(isOpen ? 'open' : 'closed');
    const seats = isOpen ? seated(review?.panel) : [];
    const who = seats.map(({ reviewer }) => reviewer);
    expect(assignments.map(({ reviewer }) => reviewer).toSorted()).toEqual(
      who.toSorted(),
    );
    if (isOpen && torn.length === 0) {
      expect(who.toSorted()).toEqual((open.reviewers ?? []).toSorted());
    }
    for (const one of who) waiting.set(one, (waiting.get(one) ?? 0) + 1);
  }
  for (const { open: counted, pk, sk } of table.values()) {
    if (sk === 'LOAD') expect(counted).toBe(waiting.get(String(pk)) ?? 0);
  }
}
