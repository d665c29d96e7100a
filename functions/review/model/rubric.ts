import type { Scores } from '../panel/contract.ts';
import {
  type Criterion,
  type Rubric,
  type RubricText,
  rubricLimits,
} from '../rubric/contract.ts';

/** One rule that what was sent breaks: where, which, and what it shows. */
export type Breach = {
  readonly pointer: string;
  readonly rule: string;
  readonly [fact: string]: unknown;
};

/** All that keeps a rubric from being used; pointers lead into the request. */
export function breachesOfRubric({ criteria }: RubricText): Breach[] {
  const sum = criteria.reduce((total, { weight }) => total + weight, 0);
  const wanted = rubricLimits.weightSum;
  const weights =
    sum === wanted
      ? []
      : [{ pointer: '/criteria', rule: 'weights-sum', sum, wanted }];
  const ids = criteria.map(({ id }) => id);
  const twice = criteria.flatMap(({ id }, at) =>
    ids.indexOf(id) === at
      ? []
      : [{ pointer: `/criteria/${at}/id`, rule: 'criterion-twice', id }],
  );
  return [...weights, ...twice, ...criteria.flatMap(breachesOfLevels)];
}

function breachesOfLevels({ levels, vetoAt }: Criterion, at: number): Breach[] {
  const scores = levels.map(({ score }) => score);
  const rises = scores.every(
    (score, i) => i === 0 || score > (scores[i - 1] ?? 0),
  );
  const pointer = `/criteria/${at}`;
  const order = rises
    ? []
    : [{ pointer: `${pointer}/levels`, rule: 'levels-rise' }];
  const isLevel = vetoAt === undefined || scores.slice(0, -1).includes(vetoAt);
  return isLevel
    ? order
    : [
        ...order,
        { pointer: `${pointer}/vetoAt`, rule: 'veto-is-a-level', vetoAt },
      ];
}

/** What is wrong with a reviewer's scores: all criteria, at the levels given. */
export function breachesOfScores(
  { criteria }: Pick<Rubric, 'criteria'>,
  scores: Scores,
): Breach[] {
  const ids = new Set(criteria.map(({ id }) => id));
  const unknown = Object.keys(scores)
    .filter((id) => !ids.has(id))
    .map((id) => ({ pointer: `/scores/${id}`, rule: 'criterion-unknown', id }));
  const wrong = criteria.flatMap(({ id, levels }) => {
    const allowed = levels.map(({ score }) => score);
    const score = scores[id];
    const pointer = `/scores/${id}`;
    if (score === undefined) return [{ pointer, rule: 'score-needed' }];
    return allowed.includes(score)
      ? []
      : [{ pointer, rule: 'score-out-of-range', score, allowed }];
  });
  return [...unknown, ...wrong];
}

/** Quoted; a rubric that does not exist yet has the ETag of version 0. */
export function rubricTag(version: number): string {
  return `"${version}"`;
}

/** Quoted; who has given no scores yet has the ETag of sheet 0. */
export function sheetTag(seq: number): string {
  return `"${seq}"`;
}
