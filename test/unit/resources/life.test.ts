import { describe, expect, test } from 'vitest';
import type { Result } from '../../../functions/platform/result.ts';
import {
  type Step,
  steps,
} from '../../../functions/resources/history/contract.ts';
import { correct } from '../../../functions/resources/model/correction.ts';
import {
  attach,
  detach,
  discard,
  edit,
  revise,
} from '../../../functions/resources/model/drafting.ts';
import {
  allowed,
  life,
  possibleSteps,
  standingOf,
} from '../../../functions/resources/model/life.ts';
import type { Case, Move } from '../../../functions/resources/model/move.ts';
import {
  relate,
  unrelate,
} from '../../../functions/resources/model/relations.ts';
import {
  assign,
  decide,
  publish,
  reReview,
  restore,
  submit,
  takeBack,
  transfer,
  type Verdict,
  withdraw,
} from '../../../functions/resources/model/steps.ts';
import {
  fallDue,
  remind,
} from '../../../functions/resources/model/validity.ts';
import {
  bureau,
  by,
  byLibrarian,
  cases,
  done,
  edition,
  file,
  idOf,
  librarian,
  review,
  school,
} from './case.ts';

type Standing = keyof typeof cases;
type Tried = Result<Move, { code: string }>;

/** A verdict is another step when the published version is in review again. */
function deciding(step: Step, verdict: Verdict): (found: Case) => Tried {
  return (found) => {
    const possible = allowed(found.head, step);
    return possible.ok ? decide(found, verdict, byLibrarian) : possible;
  };
}

/** Each step as one would take it, with nothing else wrong. */
const tries: Record<
  Exclude<Step, 'create' | 'redact' | 'recover'>,
  (found: Case) => Tried
> = {
  edit: (found) => edit(found, { metadata: { title: '浮力' } }, by()),
  discard: (found) => discard(found, by()),
  revise: (found) => revise(found, by()),
  submit: (found) => submit(found, review, by()),
  correct: (found) =>
    correct({ ...found, edition: { ...edition, title: '浮力' } }, by()),
  'take-back': (found) => takeBack(found, by()),
  assign: (found) => assign(found, { reviewers: [], facts: {} }, byLibrarian),
  accept: deciding('accept', { outcome: 'accept', publishOn: '2026-10-01' }),
  reject: deciding('reject', { outcome: 'reject', reason: '图文不符' }),
  'request-changes': (found) => {
    const verdict = { outcome: 'request-changes', reason: '请注明' } as const;
    return decide(found, verdict, byLibrarian);
  },
  publish: (found) => publish(found, byLibrarian),
  withdraw: (found) =>
    withdraw(found, { kind: 'error', reason: '公式有误' }, byLibrarian),
  restore: (found) => restore(found, '已更正', byLibrarian),
  remind: (found) => remind(found.head, '2028-07-03', byLibrarian),
  'fall-due': (found) => fallDue(found.head, '2028-09-01', byLibrarian),
  're-review': (found) => reReview(found, review, byLibrarian),
  renew: deciding('renew', { outcome: 'accept' }),
  relate: ({ head }) =>
    relate(head, { type: 'isPartOf', target: idOf('res', 2) }, [], by()),
  unrelate: ({ head }) => {
    const relation = { type: 'isPartOf', target: idOf('res', 2) } as const;
    return unrelate({ ...head, relations: [relation] }, relation, by());
  },
  transfer: (found) => transfer(found, { holder: bureau }, byLibrarian),
};

/** The diagram of docs/domain.md, written a second time: where each leads. */
const leads: Record<Standing, Partial<Record<Step, string>>> = {
  draft: {
    edit: 'draft',
    discard: 'discarded',
    submit: 'in-review',
    transfer: 'draft',
    relate: 'draft',
    unrelate: 'draft',
  },
  'in-review': {
    'take-back': 'draft',
    assign: 'in-review',
    accept: 'accepted',
    reject: 'closed',
    'request-changes': 'draft',
    transfer: 'in-review',
    relate: 'in-review',
    unrelate: 'in-review',
  },
  accepted: {
    publish: 'published',
    transfer: 'accepted',
    relate: 'accepted',
    unrelate: 'accepted',
  },
  published: {
    revise: 'draft',
    withdraw: 'withdrawn',
    transfer: 'published',
    relate: 'published',
    unrelate: 'published',
    remind: 'published',
    'fall-due': 'published',
    're-review': 're-review',
  },
  're-review': {
    assign: 're-review',
    'request-changes': 'draft',
    withdraw: 'withdrawn',
    transfer: 're-review',
    relate: 're-review',
    unrelate: 're-review',
    remind: 're-review',
    'fall-due': 're-review',
    renew: 'published',
  },
  closed: {
    revise: 'draft',
    transfer: 'closed',
    relate: 'closed',
    unrelate: 'closed',
  },
  withdrawn: { restore: 'published' },
};

const standings = Object.keys(cases) as Standing[];
const stepNames = Object.keys(tries) as (keyof typeof tries)[];
const rows = standings.flatMap((from) =>
  stepNames.map((step) => ({ from, step, to: leads[from][step] })),
);

test('given the life table, then it has a row for every step of the history', () => {
  expect(Object.keys(life).sort()).toEqual(Object.keys(steps).sort());
});

describe.each(standings)('given a resource that is %s', (from) => {
  const found = cases[from]();

  test('then it stands there, and its possible steps are the diagram’s', () => {
    expect(standingOf(found.head)).toBe(from);
    expect(possibleSteps(found.head).sort()).toEqual(
      Object.keys(leads[from]).sort(),
    );
  });

  test.each(rows.filter((row) => row.from === from))(
    '$step leads to $to',
    ({ step, to }) => {
      const tried = tries[step](found);
      if (to === undefined) {
        const possible = possibleSteps(found.head).filter(
          (one) => one !== 'remind' && one !== 'fall-due',
        );
        const error = { code: 'state', state: from, possible };
        expect(tried).toEqual({ ok: false, error });
        return;
      }
      const { head, entry, before } = done(tried);
      expect(standingOf(head)).toBe(to);
      expect({ ...before, relations: [] }).toEqual({
        ...found.head,
        relations: [],
      });
      expect(head.seq).toBe(found.head.seq + 1);
      expect(entry.header).toMatchObject({ action: step, seq: head.seq });
      expect(head.lastHash).toBe(entry.hash);
    },
  );
});

test('given acceptance without a date, then it publishes in the same step', () => {
  const { head, entry } = done(
    decide(cases['in-review'](), { outcome: 'accept' }, byLibrarian),
  );
  expect(head.published).toEqual({
    version: 1,
    at: byLibrarian.at,
    reviewDue: '2028-09-01',
    decision: { review, by: librarian },
    edition,
  });
  expect(entry.header.action).toBe('publish');
});

test('given publication on its date by another, then the decision is whose it was', () => {
  const other = by({ actor: 'per_0', at: '2026-10-01T00:00:00.000Z' });
  const { head } = done(publish(cases.accepted(), other));
  expect(head.published?.decision).toEqual({ review, by: librarian });
});

test('given changes asked for, then version 2 opens as a copy and 1 is closed', () => {
  const move = done(tries['request-changes'](cases['in-review']()));
  expect(move.versions).toEqual([
    { version: 1, edition, closed: 'changes-requested' },
    { version: 2, edition },
  ]);
  expect(move.head).toMatchObject({ draft: 2, latest: 2 });
  expect(move.entry.body.reason).toBe('请注明');
});

test('given a discarded draft, then its number is not used again', () => {
  const revised = done(revise(cases.published(), by()));
  const discarded = done(discard({ head: revised.head, edition }, by()));
  expect(discarded.versions).toEqual([{ version: 2, dropped: true }]);
  const again = done(revise({ head: discarded.head, edition }, by()));
  expect(again.head).toMatchObject({ draft: 3, latest: 3 });
});

test('given a version in review beside a published one, when withdrawn, then it is a draft', () => {
  const revised = done(revise(cases.published(), by()));
  const submitted = done(submit({ ...revised, edition }, 'rev_2', by()));
  const tombstone = { kind: 'safety', reason: '会烫伤' } as const;
  const move = done(withdraw({ ...submitted, edition }, tombstone, by()));
  expect(move.head.review).toBeUndefined();
  expect(move.head).toMatchObject({ draft: 2, withdrawn: { kind: 'safety' } });
});

describe('given a decision that breaks a rule', () => {
  test.each([
    { verdict: { outcome: 'reject' }, rule: 'reason-needed', at: '/reason' },
    {
      verdict: { outcome: 'request-changes' },
      rule: 'reason-needed',
      at: '/reason',
    },
    {
      verdict: {
        outcome: 'reject',
        reason: '图文不符',
        publishOn: '2026-10-01',
      },
      rule: 'date-of-accepted',
      at: '/publishOn',
    },
    {
      verdict: { outcome: 'accept', publishOn: '2026-09-01' },
      rule: 'date-not-later',
      at: '/publishOn',
    },
  ] as const)('$rule is named at $at', ({ verdict, rule, at }) => {
    expect(decide(cases['in-review'](), verdict, byLibrarian)).toMatchObject({
      error: { code: 'rule-broken', errors: [{ pointer: at, rule }] },
    });
  });
});

describe('given an edit', () => {
  test('then who sees it changes at once, also while it is published', () => {
    const change = { visibility: 'public', audience: 'teachers' } as const;
    const { head, entry, versions } = done(
      edit(cases.published(), change, by()),
    );
    expect(head).toMatchObject(change);
    expect(versions).toEqual([]);
    expect(entry.body.facts).toMatchObject({
      visibility: { from: 'district', to: 'public' },
    });
  });

  test('then a published edition stays as it was', () => {
    const { head } = cases.published();
    const change = { metadata: { title: '换一个题目' } };
    expect(edit({ head, edition }, change, by())).toMatchObject({
      error: { code: 'state', state: 'published' },
    });
  });

  test('then nothing to change is refused', () => {
    expect(edit(cases.draft(), {}, by())).toMatchObject({
      error: { errors: [{ rule: 'nothing-to-change' }] },
    });
  });

  test('then who leaves the contributors is remembered', () => {
    const { head } = done(
      edit(cases.draft(), { contributors: ['per_a', 'per_a'] }, by()),
    );
    expect(head.contributors).toEqual(['per_a']);
    expect(head.former).toEqual([by().actor]);
  });

  test('then more former contributors than fit are refused', () => {
    const { head } = cases.draft();
    const former = Array.from({ length: 60 }, (_, at) => `per_${at}`);
    const found = { head: { ...head, former }, edition };
    expect(edit(found, { contributors: ['per_a'] }, by())).toMatchObject({
      error: { errors: [{ rule: 'too-many-former', most: 60 }] },
    });
  });
});

describe('given files of a draft', () => {
  const other = { ...file, id: 'e'.repeat(64), name: '溢水杯.png' };

  test('then another file stands behind the first', () => {
    const { versions } = done(attach(cases.draft(), other, by()));
    const files = [file, other];
    expect(versions).toMatchObject([{ edition: { files } }]);
  });

  test('then the same bytes under another name replace the name', () => {
    const renamed = { ...file, name: '浮力（修订）.pdf' };
    const { versions } = done(attach(cases.draft(), renamed, by()));
    expect(versions).toMatchObject([{ edition: { files: [renamed] } }]);
  });

  test('then one more than fits is refused', () => {
    const files = Array.from({ length: 50 }, (_, at) => ({
      ...file,
      id: at.toString(16).padStart(64, '0'),
    }));
    const found = { ...cases.draft(), edition: { ...edition, files } };
    expect(attach(found, other, by())).toMatchObject({
      error: { errors: [{ rule: 'too-many-files', most: 50 }] },
    });
  });

  test('then one that is there can be taken out, another is unknown', () => {
    const { versions } = done(detach(cases.draft(), file.id, by()));
    expect(versions).toMatchObject([{ edition: { files: [] } }]);
    expect(detach(cases.draft(), other.id, by())).toMatchObject({
      error: { code: 'unknown' },
    });
  });
});

test('given a transfer, then the holder is another and the record says of both', () => {
  const found = cases.published();
  const { head, entry } = done(
    transfer(found, { holder: bureau, reason: '两校合并' }, byLibrarian),
  );
  expect(head).toMatchObject({ holder: bureau, published: { version: 1 } });
  expect(entry.body).toMatchObject({
    reason: '两校合并',
    facts: { holder: { from: school, to: bureau } },
  });
  const again = transfer({ head }, { holder: bureau }, byLibrarian);
  expect(again).toMatchObject({
    error: { code: 'rule-broken', errors: [{ rule: 'holder-already' }] },
  });
});
