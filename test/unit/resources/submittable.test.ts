import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Edition } from '../../../functions/resources/edition/contract.ts';
import { breachesOf } from '../../../functions/resources/model/submittable.ts';
import { reviewDueOf } from '../../../functions/resources/model/validity.ts';
import { edition } from './case.ts';

test('given an edition with all it needs, then nothing keeps it back', () => {
  expect(Edition.parse(edition)).toEqual(edition);
  expect(breachesOf(edition)).toEqual([]);
});

const without = (field: keyof Edition) => {
  const { [field]: _, ...rest } = edition;
  return rest as Edition;
};

const work = {
  type: 'xy:resource-type/student-work',
  consent: '2026-017',
  creators: [
    {
      name: '学生',
      role: 'author',
      person: 'per_00000000000000000000000001',
    },
  ],
} as const satisfies Partial<Edition>;

describe('given an edition that lacks one thing', () => {
  test.each([
    'type',
    'learningStages',
    'subjects',
    'language',
    'description',
    'licence',
    'source',
  ] as const)('then %s is needed', (field) => {
    const needed = [{ pointer: `/edition/${field}`, rule: 'needed' }];
    expect(breachesOf(without(field))).toEqual(needed);
  });

  test.each([
    {
      name: 'no subject in the list',
      spoilt: { ...edition, subjects: [] },
      breach: { pointer: '/edition/subjects', rule: 'needed' },
    },
    {
      name: 'a description of 19 characters',
      spoilt: { ...edition, description: '𠮷'.repeat(19) },
      breach: {
        pointer: '/edition/description',
        rule: 'description-too-short',
        characters: 19,
        least: 20,
      },
    },
    {
      name: 'neither files nor links',
      spoilt: { ...edition, files: [], links: [] },
      breach: { pointer: '/edition/files', rule: 'files-or-links' },
    },
    {
      name: 'student work without consent',
      spoilt: { ...edition, ...work, consent: undefined },
      breach: { pointer: '/edition/consent', rule: 'consent-needed' },
    },
    {
      name: 'student work of nobody',
      spoilt: { ...edition, ...work, creators: [] },
      breach: { pointer: '/edition/creators', rule: 'students-needed' },
    },
    {
      name: 'student work of advisers alone',
      spoilt: {
        ...edition,
        ...work,
        creators: [{ name: '老师', role: 'adviser' as const }],
      },
      breach: { pointer: '/edition/creators', rule: 'students-needed' },
    },
    {
      name: 'student work of a name without its person',
      spoilt: {
        ...edition,
        ...work,
        creators: [
          ...work.creators,
          { name: '某学生', role: 'author' as const },
        ],
      },
      breach: {
        pointer: '/edition/creators/1/person',
        rule: 'student-work-person',
      },
    },
  ])('then $name is named', ({ spoilt, breach }) => {
    expect(breachesOf(spoilt)).toEqual([breach]);
  });
});

test.each([
  {
    name: 'a link in place of files',
    more: { files: [], links: ['https://example.org/'] },
  },
  {
    name: 'a description of 20 characters',
    more: { description: '浮'.repeat(20) },
  },
  {
    name: 'student work with consent, of a person',
    more: {
      ...work,
      creators: [...work.creators, { name: '老师', role: 'adviser' }],
    },
  },
  {
    name: 'student work of whom some were erased',
    more: {
      ...work,
      creators: [
        ...work.creators,
        { name: '已注销人员 Erased person', role: 'author', erased: true },
      ],
    },
  },
])('$name is enough', ({ more }) => {
  expect(breachesOf({ ...edition, ...more } as Edition)).toEqual([]);
});

describe('given a publication', () => {
  test.each([
    { at: '2026-09-01T08:00:00.000Z', due: '2028-09-01' },
    { at: '2028-02-29T23:59:59.999Z', due: '2030-02-28' },
  ])('at $at, then it is due on $due', ({ at, due }) => {
    expect(reviewDueOf(edition, at)).toBe(due);
  });

  test('then questions are due after a year', () => {
    const type = 'xy:resource-type/assessment-item';
    const item = { ...edition, type } as Edition;
    expect(reviewDueOf(item, '2026-09-01T08:00:00.000Z')).toBe('2027-09-01');
  });

  test('then the due date is in the same month two years on, never later', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('2000-01-01'),
          max: new Date('2100-01-01'),
          noInvalidDate: true,
        }),
        (date) => {
          const due = reviewDueOf(edition, date.toISOString());
          expect(due.slice(5, 7)).toBe(date.toISOString().slice(5, 7));
          expect(Number(due.slice(0, 4))).toBe(date.getUTCFullYear() + 2);
        },
      ),
    );
  });
});
