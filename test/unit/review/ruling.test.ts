import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstRubric } from '../../../functions/review/model/default-rubric.ts';
import {
  breachesOfRubric,
  breachesOfScores,
} from '../../../functions/review/model/rubric.ts';
import { meanOf, tallyOf } from '../../../functions/review/model/ruling.ts';
import {
  panelKinds,
  type Scores,
} from '../../../functions/review/panel/contract.ts';
import { Rubric } from '../../../functions/review/rubric/contract.ts';

const rules = panelKinds.expert;
const ids = firstRubric.criteria.map(({ id }) => id);
const all = (score: number, more: Scores = {}): Scores => ({
  ...Object.fromEntries(ids.map((id) => [id, score])),
  ...more,
});
const sheets = (...scores: Scores[]) =>
  scores.map((each) => ({ scores: each }));

describe('given the first rubric', () => {
  test('then it is one that may be written', () => {
    expect(Rubric.parse(firstRubric)).toEqual(firstRubric);
    expect(breachesOfRubric(firstRubric)).toEqual([]);
    expect(ids).toEqual([
      'scientific-soundness',
      'currency',
      'usefulness',
      'conformity',
      'technical-quality',
    ]);
  });

  const [science, ...others] = firstRubric.criteria;
  if (!science) throw new Error('The first rubric has no criteria.');
  test.each([
    {
      name: 'weights that do not make 100',
      criteria: others,
      breach: { pointer: '/criteria', rule: 'weights-sum', sum: 70 },
    },
    {
      name: 'a criterion twice',
      criteria: [
        { ...science, weight: 15 },
        { ...science, weight: 15 },
        ...others,
      ],
      breach: { pointer: '/criteria/1/id', rule: 'criterion-twice' },
    },
    {
      name: 'levels that do not rise',
      criteria: [
        { ...science, levels: science.levels.toReversed() },
        ...others,
      ],
      breach: { pointer: '/criteria/0/levels', rule: 'levels-rise' },
    },
    {
      name: 'a veto at the best level',
      criteria: [{ ...science, vetoAt: 5 }, ...others],
      breach: { pointer: '/criteria/0/vetoAt', rule: 'veto-is-a-level' },
    },
  ])('then $name is refused', ({ criteria, breach }) => {
    const breaches = breachesOfRubric({ name: firstRubric.name, criteria });
    expect(breaches[0]).toMatchObject(breach);
  });

  test.each([
    {
      name: 'below the scale',
      scores: all(3, { currency: 0 }),
      rule: 'score-out-of-range',
    },
    {
      name: 'above the scale',
      scores: all(3, { currency: 6 }),
      rule: 'score-out-of-range',
    },
    {
      name: 'for nothing',
      scores: all(3, { beauty: 3 }),
      rule: 'criterion-unknown',
    },
    {
      name: 'that leaves one out',
      scores: { currency: 3 },
      rule: 'score-needed',
    },
  ])('then a score $name is refused', ({ scores, rule }) => {
    expect(breachesOfScores(firstRubric, scores)).toContainEqual(
      expect.objectContaining({ rule }),
    );
  });
});

describe('given the scores of a panel', () => {
  test.each([
    {
      name: 'too few scores',
      given: sheets(all(5), all(5)),
      verdict: undefined,
      mean: 100,
    },
    { name: 'no scores', given: [], verdict: undefined, mean: undefined },
    {
      name: 'the pass mark or more',
      given: sheets(all(4), all(4), all(3)),
      verdict: 'accept',
      mean: 66.7,
    },
    {
      name: 'less than the pass mark',
      given: sheets(all(3), all(3), all(4)),
      verdict: 'request-changes',
      mean: 58.3,
    },
    {
      name: 'one veto among the best scores',
      given: sheets(all(5), all(5), all(5, { conformity: 1 })),
      verdict: 'reject',
      mean: 95,
    },
    {
      name: 'the worst score where nothing vetoes',
      given: sheets(all(5), all(5), all(5, { currency: 1 })),
      verdict: 'accept',
      mean: 95,
    },
  ])('$name: $verdict', ({ given, verdict, mean }) => {
    const outcome = tallyOf(firstRubric, given, rules);
    expect(outcome.verdict).toBe(verdict);
    expect(outcome.mean).toBe(mean);
  });

  const anyScores: fc.Arbitrary<Scores> = fc.record(
    Object.fromEntries(ids.map((id) => [id, fc.integer({ min: 1, max: 5 })])),
  );
  const anySheets = fc.array(anyScores, { minLength: 3, maxLength: 9 });
  const rank = { reject: 0, 'request-changes': 1, accept: 2 } as const;

  test('then the order of reviewers does not matter, and means stay on the scale', () => {
    fc.assert(
      fc.property(anySheets, (scores) => {
        const outcome = tallyOf(firstRubric, sheets(...scores), rules);
        const turned = sheets(...scores.toReversed());
        expect(tallyOf(firstRubric, turned, rules).verdict).toBe(
          outcome.verdict,
        );
        for (const each of scores) {
          expect(meanOf(firstRubric, each)).toBeGreaterThanOrEqual(0);
          expect(meanOf(firstRubric, each)).toBeLessThanOrEqual(100 + 1e-9);
        }
      }),
    );
  });

  test('then a better score never makes the verdict worse', () => {
    fc.assert(
      fc.property(anySheets, fc.nat(), fc.nat(), (scores, who, what) => {
        const at = who % scores.length;
        const id = ids[what % ids.length] ?? '';
        const better = scores.with(at, {
          ...scores[at],
          [id]: Math.min(5, (scores[at]?.[id] ?? 0) + 1),
        });
        const before = tallyOf(firstRubric, sheets(...scores), rules);
        const after = tallyOf(firstRubric, sheets(...better), rules);
        const ranked = ({ verdict = 'reject' }: typeof before) => rank[verdict];
        expect(ranked(after)).toBeGreaterThanOrEqual(ranked(before));
      }),
    );
  });
});
