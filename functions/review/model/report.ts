import type { Agreement, PanelAgreement } from '../contract.ts';
import type { Sheet } from '../panel/contract.ts';
import type { Criterion, Rubric } from '../rubric/contract.ts';
import { deviationsOf, intervalAlpha } from './agreement.ts';
import type { KeptReview } from './review.ts';
import { percentOf } from './ruling.ts';

type Judged = readonly { readonly judge: string; readonly value: number }[];

/** What each reviewer of a panel gave for one criterion, in percent. */
function judged(criterion: Criterion, sheets: readonly Sheet[]): Judged {
  return sheets.flatMap(({ reviewer, scores }) => {
    const score = scores[criterion.id];
    return score === undefined
      ? []
      : [{ judge: reviewer, value: percentOf(criterion, score) }];
  });
}

const values = (unit: Judged) => unit.map(({ value }) => value);

/** To three decimals, as α is published; nothing where there is none. */
function rounded(alpha: number | undefined): { alpha?: number } {
  return alpha === undefined ? {} : { alpha: thousandths(alpha) };
}

function thousandths(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/**
 * How far a panel agrees: its α over the criteria, for each criterion how far
 * the scores lie apart (one version is a single unit, which has no α), and each
 * reviewer's deviation, all in percent of the scale.
 */
export function panelAgreement(
  rubric: Pick<Rubric, 'criteria'>,
  review: string,
  sheets: readonly Sheet[],
): PanelAgreement {
  const units = rubric.criteria.map((one) => judged(one, sheets));
  return {
    review,
    reviewers: sheets.length,
    ...rounded(intervalAlpha(units.map(values))),
    criteria: rubric.criteria.map(({ id }, at) => {
      const given = values(units[at] ?? []);
      return { criterion: id, spread: spreadOf(given) };
    }),
    deviations: shownDeviations(units),
  };
}

/**
 * How far the panels of one rubric's version agree: for each criterion α over
 * all of their versions, each panel's own, and each reviewer's deviation in all.
 */
export function agreementOf(
  rubric: Pick<Rubric, 'criteria'>,
  reviews: readonly Pick<KeptReview, 'id' | 'result'>[],
): Omit<Agreement, 'rubric'> {
  const panels = reviews.map(({ id, result }) => ({
    id,
    sheets: result?.sheets ?? [],
  }));
  const unitsOf = (criterion: Criterion) =>
    panels.map(({ sheets }) => judged(criterion, sheets));
  return {
    criteria: rubric.criteria.map((criterion) => ({
      criterion: criterion.id,
      ...rounded(intervalAlpha(unitsOf(criterion).map(values))),
    })),
    panels: panels.map(({ id, sheets }) => panelAgreement(rubric, id, sheets)),
    deviations: shownDeviations(rubric.criteria.flatMap(unitsOf)),
  };
}

function shownDeviations(units: readonly Judged[]): Agreement['deviations'] {
  return deviationsOf(units).map(
    ({ judge, units: count, signed, absolute }) => ({
      reviewer: judge,
      units: count,
      signed: thousandths(signed),
      absolute: thousandths(absolute),
    }),
  );
}

function spreadOf(given: readonly number[]): number {
  return given.length === 0
    ? 0
    : thousandths(Math.max(...given) - Math.min(...given));
}
