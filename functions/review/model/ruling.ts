import type { PanelRules, Scores, Sheet, Tally } from '../panel/contract.ts';
import type { Criterion, RubricText } from '../rubric/contract.ts';

type Criteria = Pick<RubricText, 'criteria'>;

/** A score in percent of its criterion's scale, so that scales may differ. */
export function percentOf({ levels }: Criterion, score: number): number {
  const scores = levels.map((level) => level.score);
  const least = Math.min(...scores);
  return (100 * (score - least)) / (Math.max(...scores) - least);
}

/** One reviewer's weighted mean in percent; weights make 100. */
export function meanOf({ criteria }: Criteria, scores: Scores): number {
  return criteria
    .map((one) => (one.weight * percentOf(one, scores[one.id] ?? 0)) / 100)
    .reduce((sum, each) => sum + each, 0);
}

/**
 * What the rule makes of the scores: below the quorum nothing; one veto
 * rejects; from the pass mark on it is accepted, else changes are asked for.
 * The mean is judged as it is shown, to one decimal.
 * Source: docs/review.md, "Decision by rule".
 */
export function tallyOf(
  rubric: Criteria,
  sheets: readonly Pick<Sheet, 'scores'>[],
  { quorum, passPercent }: Pick<PanelRules, 'quorum' | 'passPercent'>,
): Tally {
  const scored = sheets.length;
  const sum = sheets
    .map(({ scores }) => meanOf(rubric, scores))
    .reduce((total, each) => total + each, 0);
  const mean = scored === 0 ? undefined : Math.round((sum / scored) * 10) / 10;
  const vetoes = vetoesOf(rubric, sheets);
  const facts = { scored, quorum, passPercent, vetoes };
  if (mean === undefined) return facts;
  if (scored < quorum) return { ...facts, mean };
  const passes = mean >= passPercent ? 'accept' : 'request-changes';
  return { ...facts, mean, verdict: vetoes.length > 0 ? 'reject' : passes };
}

function vetoesOf(
  { criteria }: Criteria,
  sheets: readonly Pick<Sheet, 'scores'>[],
): string[] {
  return criteria
    .filter(({ id, vetoAt }) =>
      sheets.some(
        ({ scores }) => vetoAt !== undefined && (scores[id] ?? 0) <= vetoAt,
      ),
    )
    .map(({ id }) => id);
}
