import { describe, expect, test } from 'vitest';
import type { Edition } from '../../../functions/resources/edition/contract.ts';
import { correct } from '../../../functions/resources/model/correction.ts';
import { revise } from '../../../functions/resources/model/drafting.ts';
import { fallDue } from '../../../functions/resources/model/validity.ts';
import { by, byLibrarian, cases, done, edition } from './case.ts';

/** What is published, with a draft of it beside it. */
function revised(head = cases.published().head) {
  return done(revise({ head, edition }, by())).head;
}
const corrected = (change: Partial<Edition>, head = revised()) =>
  correct({ head, edition: { ...edition, ...change } }, by());

test('given a draft that corrects a title, then it is published by the rule, and due when it was', () => {
  const head = revised();
  const { head: after, entry } = done(corrected({ title: '浮力的大小' }));
  expect(after.published).toEqual({
    version: 2,
    at: by().at,
    reviewDue: head.published?.reviewDue,
    decision: { by: 'rule:minor-correction' },
    edition: { ...edition, title: '浮力的大小' },
  });
  expect([after.draft, after.workTitle]).toEqual([undefined, undefined]);
  expect(entry).toMatchObject({
    header: { action: 'correct', version: 2 },
    body: {
      facts: { by: 'rule:minor-correction', fields: ['title'], supersedes: 1 },
    },
  });
});

test('given what is due for re-review, then a correction does not renew it', () => {
  const overdue = done(
    fallDue(cases.published().head, '2028-09-01', byLibrarian),
  );
  const { head } = done(
    corrected({ keywords: ['力学'] }, revised(overdue.head)),
  );
  expect(head.published?.overdueSince).toBe('2028-09-01');
});

describe('given a draft that changes more', () => {
  const more: Partial<Edition>[] = [
    { files: [] },
    { subjects: ['xy:subject/chemistry'] },
    { licence: 'xy:licence/cc0-1-0' },
    { source: { kind: 'collected', from: '课本' } },
    { creators: [{ name: '张明', role: 'author' }] },
    { links: ['https://example.org/'] },
    { type: 'xy:resource-type/courseware' },
    { grades: ['xy:grade/grade-8'] },
    { chapter: '第十章' },
    { language: 'en' },
  ];
  test.each(more)('%o needs a review', (change) => {
    const [field] = Object.keys(change);
    const tried = corrected({ title: '浮力', ...change });
    expect(tried).toMatchObject({ ok: false, error: { code: 'rule-broken' } });
    const errors = !tried.ok && 'errors' in tried.error && tried.error.errors;
    expect(errors).toContainEqual({
      pointer: `/edition/${field}`,
      rule: 'correction-not-minor',
      field,
    });
  });

  test('then what is the same corrects nothing, and what could not be submitted is not published', () => {
    expect(corrected({})).toMatchObject({
      error: { errors: [{ rule: 'nothing-to-correct' }] },
    });
    expect(corrected({ description: '太短' })).toMatchObject({
      error: { errors: [{ rule: 'description-too-short' }] },
    });
  });
});
