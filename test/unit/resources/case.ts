import type { Person, Visitor } from '../../../functions/platform/contract.ts';
import { saltBytes } from '../../../functions/platform/history.ts';
import type { Result } from '../../../functions/platform/result.ts';
import type { Edition } from '../../../functions/resources/edition/contract.ts';
import type { Head } from '../../../functions/resources/head/contract.ts';
import { create } from '../../../functions/resources/model/drafting.ts';
import type {
  By,
  Case,
  Move,
} from '../../../functions/resources/model/move.ts';
import {
  decide,
  reReview,
  submit,
  withdraw,
} from '../../../functions/resources/model/steps.ts';

/** An id that reads as what it stands for: `idOf('res', 1)`. */
export function idOf(prefix: string, n: number): string {
  return `${prefix}_${String(n).padStart(26, '0')}`;
}

export const author = idOf('per', 1);
export const librarian = idOf('per', 2);
export const school = idOf('org', 1);
export const bureau = idOf('org', 2);
export const review = idOf('rev', 1);

/** A step by somebody; the defaults are the author's on a plain day. */
export function by(more: Partial<By> = {}): By {
  return {
    actor: author,
    organisation: school,
    at: '2026-09-01T08:00:00.000Z',
    epoch: 1,
    salt: 'ab'.repeat(saltBytes),
    ...more,
  };
}
export const byLibrarian = by({ actor: librarian, organisation: bureau });

export const file = {
  id: 'f'.repeat(64),
  name: '浮力.pdf',
  mediaType: 'application/pdf',
  sizeBytes: 12_345,
};

/** An edition that may be submitted; tests spoil one thing of it. */
export const edition: Edition = {
  title: '浮力：阿基米德原理',
  type: 'xy:resource-type/lesson-plan',
  learningStages: ['xy:learning-stage/junior-secondary'],
  subjects: ['xy:subject/physics'],
  language: 'zh-CN',
  description: '用弹簧测力计和溢水杯测量浮力，比较浮力与排开的水所受的重力。',
  licence: 'xy:licence/cc-by-4-0',
  source: { kind: 'original' },
  files: [file],
};

/** The value of what must have gone well. */
export function done<T>(result: Result<T, { code: string }>): T {
  if (!result.ok) throw new Error(`It failed with ${result.error.code}.`);
  return result.value;
}

const { files: _, ...metadata } = edition;

export function created(more: Partial<Head> = {}): Move {
  const fresh = {
    id: idOf('res', 1),
    holder: school,
    visibility: 'district',
    audience: 'everyone',
    metadata,
  } as const;
  const move = create(fresh, by());
  return { ...move, head: { ...move.head, ...more } };
}

/** A case in each standing, by way of the steps that lead there. */
export const cases = {
  draft: (): Case => ({ head: created().head, edition }),
  'in-review': (): Case => ({
    head: done(submit(cases.draft(), review, by())).head,
    edition,
  }),
  accepted: (): Case => {
    const verdict = { outcome: 'accept', publishOn: '2026-10-01' } as const;
    const move = decide(cases['in-review'](), verdict, byLibrarian);
    return { head: done(move).head, edition };
  },
  published: (): Case => {
    const move = decide(
      cases['in-review'](),
      { outcome: 'accept' },
      byLibrarian,
    );
    return { head: done(move).head, edition };
  },
  're-review': (): Case => {
    const found = cases.published();
    return { head: done(reReview(found, review, byLibrarian)).head, edition };
  },
  closed: (): Case => {
    const verdict = { outcome: 'reject', reason: '图文不符' } as const;
    const move = decide(cases['in-review'](), verdict, byLibrarian);
    return { head: done(move).head, edition };
  },
  withdrawn: (): Case => {
    const tombstone = { kind: 'error', reason: '第三页的公式有误' } as const;
    const move = withdraw(cases.published(), tombstone, byLibrarian);
    return { head: done(move).head, edition };
  },
} as const;

export const visitor: Visitor = { kind: 'visitor' };

/** A person with one role in one organisation, which has nothing below. */
export function person(
  id: string,
  role: Person['memberships'][number]['role'],
  organisation = school,
): Person {
  return {
    kind: 'person',
    id,
    memberships: [{ organisation, role }],
    inert: [],
    reads: new Set([organisation, bureau]),
    manages: {
      [role]: new Set(
        organisation === bureau ? [bureau, school] : [organisation],
      ),
    },
  };
}
