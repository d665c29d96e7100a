import { describe, expect, test } from 'vitest';
import { RoleTerms } from '../../../functions/identity/member/contract.ts';
import {
  rolesOn,
  termsFor,
  withoutRole,
  withRole,
} from '../../../functions/identity/model/membership.ts';

const today = '2026-09-01';
const physics = {
  learningStage: 'xy:learning-stage/primary',
  subject: 'xy:subject/physics',
} as const;

describe('a role counts', () => {
  test.each([
    { terms: {}, counts: true },
    { terms: { from: '2026-09-01' }, counts: true },
    { terms: { from: '2026-09-02' }, counts: false },
    { terms: { until: '2026-09-01' }, counts: true },
    { terms: { until: '2026-08-31' }, counts: false },
    { terms: { from: '2026-08-01', until: '2026-09-30' }, counts: true },
  ])('with $terms on 2026-09-01: $counts', ({ terms, counts }) => {
    const held = [
      {
        organisation: 'org_a',
        roles: ['teacher'] as const,
        terms: { teacher: terms },
      },
    ];
    const [at] = rolesOn(held, today);
    expect(at?.roles ?? []).toEqual(counts ? ['teacher'] : []);
  });
});

describe('terms that break a rule', () => {
  test.each([
    {
      role: 'operator',
      terms: { until: '2027-01-01' },
      at: '/until',
      rule: 'operator-undated',
    },
    {
      role: 'operator',
      terms: { from: '2026-10-01' },
      at: '/from',
      rule: 'operator-undated',
    },
    {
      role: 'teacher',
      terms: { until: '2026-08-31' },
      at: '/until',
      rule: 'role-ended',
    },
    {
      role: 'teacher',
      terms: { from: '2026-10-02', until: '2026-10-01' },
      at: '/until',
      rule: 'dates-reversed',
    },
    {
      role: 'teacher',
      terms: { specialities: [physics] },
      at: '/specialities',
      rule: 'specialities-of-experts',
    },
  ] as const)('$role with $terms: $rule', ({ role, terms, at, rule }) => {
    const wanted = RoleTerms.parse(terms);
    expect(termsFor(role, wanted, today)).toMatchObject({
      error: { code: 'rule-broken', errors: [{ pointer: at, rule }] },
    });
  });

  test.each([
    { terms: { until: '2026-02-30' } },
    { terms: { from: '01.09.2026' } },
    {
      terms: { specialities: [{ ...physics, subject: 'xy:subject/alchemy' }] },
    },
    { terms: { specialities: Array(21).fill(physics) } },
    { terms: { since: today } },
  ])('are not taken at all: $terms', ({ terms }) => {
    expect(RoleTerms.safeParse(terms).success).toBe(false);
  });
});

test('a role until today, and one of a speciality named twice, are given', () => {
  const wanted = { until: today, specialities: [physics, physics] };
  expect(termsFor('expert', wanted, today)).toEqual({
    ok: true,
    value: { until: today, specialities: [physics] },
  });
});

test('a role taken takes its terms with it, and no other', () => {
  const both = withRole(
    { roles: ['teacher'], terms: { teacher: { until: today } } },
    'expert',
    { specialities: [physics] },
  );
  expect(withoutRole(both, 'expert')).toEqual({
    roles: ['teacher'],
    terms: { teacher: { until: today } },
  });
  expect(withRole(both, 'teacher', {}).terms).toEqual({
    expert: { specialities: [physics] },
  });
});
