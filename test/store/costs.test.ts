import '../support/environment.ts';
import { describe, expect, test } from 'vitest';
import { measured as known, type Spent } from '../../cost/measured.ts';
import { named } from '../../functions/identity/named.ts';
import type { Person } from '../../functions/platform/contract.ts';
import { costSoFar, resetCost } from '../../functions/platform/cost.ts';
import {
  type Due,
  daysAfter,
  graceDays,
  noticeDays,
} from '../../functions/resources/model/validity.ts';
import { resources } from '../../functions/resources/resources.ts';
import type { Found } from '../../functions/resources/service/command.ts';
import {
  createResource,
  discardDraft,
  editResource,
  reviseResource,
} from '../../functions/resources/service/drafting.ts';
import { workOff } from '../../functions/resources/service/due.ts';
import {
  correctPublished,
  publishAccepted,
  restoreResource,
  submitDraft,
  takeBackDraft,
  transferResource,
  withdrawResource,
} from '../../functions/resources/service/life.ts';
import {
  relateResource,
  unrelateResource,
} from '../../functions/resources/service/relations.ts';
import { openReReview } from '../../functions/resources/service/validity.ts';
import { edition } from '../unit/resources/case.ts';
import {
  draft,
  got,
  needs,
  organisation,
  people,
  sizes,
  submitted,
  wish,
  worker,
} from './catalogue.ts';
import { blocks, rowOf, rruOf, type Step, units, wruOf } from './costs.ts';
import { decided } from './decided.ts';

const { files: _, ...metadata } = edition;

describe('given the life of a version, then each command costs what its docstring says', async () => {
  const who = people();
  const { teacher, librarian } = who;
  const text = '浮'.repeat(1_500);
  const long = { ...metadata, description: text };
  const create = {
    holder: who.school,
    visibility: 'public',
    audience: 'everyone',
    metadata: long,
  } as const;
  const withLinks = { ...long, links: ['https://example.org/'] };
  const wishOfTeacher = (found: Found) => wish(found, teacher);
  const wishOfLibrarian = (found: Found) => wish(found, librarian);
  const later = { outcome: 'accept', publishOn: '2999-01-01' } as const;

  const steps: Step[] = [
    {
      name: 'edit',
      versions: [1],
      run: async (found) =>
        got(
          await editResource(needs, wishOfTeacher(found), {
            metadata: withLinks,
          }),
        ),
    },
    {
      name: 'share',
      links: 1,
      run: async (found) => {
        const contributors = [teacher.id, who.colleague.id];
        const change = { contributors };
        return got(await editResource(needs, wishOfTeacher(found), change));
      },
    },
    {
      name: 'submit',
      review: 'opens',
      run: async (found) => got(await submitDraft(needs, wishOfTeacher(found))),
    },
    {
      name: 'take back',
      review: 'ends',
      run: async (found) =>
        got(await takeBackDraft(needs, wishOfTeacher(found))),
    },
    {
      name: 'submit again',
      review: 'opens',
      run: async (found) => got(await submitDraft(needs, wishOfTeacher(found))),
    },
    {
      name: 'ask for changes',
      links: 1,
      versions: [1, 2],
      review: 'decision',
      readsAfter: true,
      run: (found) =>
        decided(found, librarian, {
          outcome: 'request-changes',
          reason: text.slice(0, 1_000),
        }),
    },
    {
      name: 'submit once more',
      review: 'opens',
      run: async (found) => got(await submitDraft(needs, wishOfTeacher(found))),
    },
    {
      name: 'accept for a date',
      again: 1,
      due: 3,
      review: 'decision',
      readsAfter: true,
      run: (found) => decided(found, librarian, later),
    },
    {
      name: 'publish',
      moved: 2,
      again: 1,
      due: 5,
      run: async (found) =>
        got(await publishAccepted(needs, wishOfLibrarian(found))),
    },
    {
      name: 'revise',
      versions: [3],
      moved: 2,
      run: async (found) =>
        got(await reviseResource(needs, wishOfTeacher(found))),
    },
    {
      name: 'discard',
      versions: [3],
      moved: 2,
      run: async (found) =>
        got(await discardDraft(needs, wishOfTeacher(found))),
    },
    {
      name: 'withdraw',
      again: 1,
      due: 4,
      run: async (found) => {
        const why = { kind: 'outdated', reason: text.slice(0, 1_000) } as const;
        return got(await withdrawResource(needs, wishOfLibrarian(found), why));
      },
    },
    {
      name: 'restore',
      again: 1,
      due: 4,
      run: async (found) =>
        got(await restoreResource(needs, wishOfLibrarian(found), '仍然有效')),
    },
  ];

  resetCost();
  const found = got(await createResource(needs, teacher, create));
  const spentOnCreate = costSoFar();
  const first = await sizes(found.head.id);

  test('create', async ({ annotate }) => {
    const changes = { name: 'create', versions: [1], links: 1 };
    const wru = units(new Map(), first, changes);
    await annotate(rowOf(changes, spentOnCreate));
    expect(spentOnCreate).toEqual({ rru: 0, wru, s3: 0 });
    expect(spentOnCreate).toMatchObject(known.long.create);
  });

  costs(found, steps, known.long);
});

describe('given what was published, then each command costs what its docstring says', async () => {
  const who = people();
  const { school, teacher } = who;
  const [other, third] = await Promise.all([organisation(), organisation()]);
  const librarian: Person = {
    ...who.librarian,
    manages: { librarian: new Set([school, other, third]) },
  };
  const published = await decided(await submitted(who), librarian, {
    outcome: 'accept',
  });
  const course = await draft(who, '力学');
  const collection = await draft(who, '物理');
  const line = [course.head.id, collection.head.id];
  const isPartOf = (found: Found, target: Found, position: number) => {
    const relation = {
      type: 'isPartOf',
      target: target.head.id,
      position,
    } as const;
    return relateResource(needs, wish(found, teacher), relation);
  };
  got(await isPartOf(course, collection, 1));
  const transferred = (found: Found, holder: string) =>
    transferResource({ ...needs, named }, wish(found, librarian), { holder });
  const lastNotice = Math.min(...noticeDays);

  costs(
    published,
    [
      {
        name: 'relate',
        relation: 3,
        line,
        run: async (found) => got(await isPartOf(found, course, 1)),
      },
      {
        name: 'relate elsewhere',
        relation: 4,
        line,
        run: async (found) => got(await isPartOf(found, course, 2)),
      },
      {
        name: 'unrelate',
        relation: 3,
        run: async (found) => {
          const relation = {
            type: 'isPartOf',
            target: course.head.id,
          } as const;
          return got(
            await unrelateResource(needs, wish(found, teacher), relation),
          );
        },
      },
      {
        name: 'revise',
        versions: [2],
        moved: 1,
        run: async (found) =>
          got(await reviseResource(needs, wish(found, teacher))),
      },
      {
        name: 'edit',
        versions: [2],
        run: async (found) => {
          const change = { metadata: { ...metadata, title: '浮力（更正）' } };
          return got(await editResource(needs, wish(found, teacher), change));
        },
      },
      {
        name: 'correct',
        moved: 1,
        run: async (found) => {
          const allowing = { ...needs, allowsCorrections: true };
          return got(await correctPublished(allowing, wish(found, teacher)));
        },
      },
      {
        name: 'remind',
        due: 5,
        readsAfter: true,
        run: (found) => onDay(found, -lastNotice, 'remind'),
      },
      {
        name: 'fall due',
        due: 5,
        readsAfter: true,
        run: (found) => onDay(found, 0, 'fall-due'),
      },
      {
        name: 're-review',
        again: 1,
        review: 'opens',
        run: async (found) =>
          got(await openReReview(needs, wish(found, librarian))),
      },
      {
        name: 'renew',
        again: 1,
        due: 6,
        review: 'decision',
        readsAfter: true,
        run: (found) =>
          decided(found, librarian, { outcome: 'accept' }, nextYear),
      },
      {
        name: 'transfer',
        again: 1,
        due: 5,
        organisation: true,
        run: async (found) => got(await transferred(found, other)),
      },
      {
        name: 're-review again',
        again: 1,
        review: 'opens',
        run: async (found) =>
          got(await openReReview(needs, wish(found, librarian))),
      },
      {
        name: 'transfer in review',
        again: 1,
        due: 5,
        organisation: true,
        review: 'queue',
        run: async (found) => got(await transferred(found, third)),
      },
      {
        name: 'fall due in review',
        due: 5,
        readsAfter: true,
        // Notices that were missed are given no more.
        run: (found) => onDay(found, 0, 'remind'),
      },
      {
        name: 'outdate',
        due: 4,
        review: 'ends',
        readsAfter: true,
        run: (found) => onDay(found, graceDays, 'outdate'),
      },
    ],
    known.short,
  );
});

/** What its dates make of it, so many days from when re-review is due. */
async function onDay(
  found: Found,
  days: number,
  what: Due['what'],
): Promise<Found> {
  const { id, published } = found.head;
  const today = daysAfter(published?.reviewDue ?? '', days);
  expect(await workOff(worker, id, today)).toBe(what);
  const head = await resources.headNow(id);
  if (!head) throw new Error(`${id} is gone.`);
  return { ...found, head };
}

/** A day on which what is published today is renewed for another date. */
function nextYear(): Date {
  return new Date(Date.now() + 365 * 86_400_000);
}

/**
 * Takes the steps one after the other, and holds each to its formulas, and to
 * what the estimate of a month's cost takes it for.
 */
function costs(
  first: Found,
  steps: readonly Step[],
  estimated: Readonly<Record<string, Spent>>,
): void {
  let found = first;
  test.for(steps)('$name', async ({ run, ...step }, { annotate }) => {
    const { head } = found;
    const before = await sizes(head.id);
    resetCost();
    found = await run(found);
    const { rru, wru, s3 } = costSoFar();
    const after = await sizes(head.id);
    const reviewId = found.head.review?.id ?? head.review?.id;
    const ofTest = step.readsAfter ? blocks(after.get('HEAD')) : 0;
    const spent = { rru: rru - ofTest, wru, s3 };
    const measured = { step, head, before, after, reviewId };
    const formula = { rru: await rruOf(measured), wru: await wruOf(measured) };
    await annotate(rowOf(step, spent));
    expect(spent).toEqual({ ...formula, s3: 0 });
    expect(spent).toMatchObject(estimated[step.name] ?? { rru: 'unknown' });
  });
}
