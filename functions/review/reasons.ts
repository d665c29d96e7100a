import type { Language } from '../platform/contract.ts';
import { fill, ruleText } from '../platform/texts.ts';
import type { KeptReview } from './model/review.ts';

/**
 * Why a review was decided as it was, in its reader's language: what was
 * written, else what its rule says. Nothing where nobody decided.
 */
export function reasonIn(
  {
    reason,
    decidedBy,
    outcome,
    result,
  }: Pick<KeptReview, 'reason' | 'decidedBy' | 'outcome' | 'result'>,
  language: Language,
): string | undefined {
  if (reason !== undefined || decidedBy === undefined) return reason;
  if (decidedBy.startsWith('rule:')) {
    return fill(ruleText(language, `ruled-${outcome}`), { ...result });
  }
  // Only an acceptance needs no reason: another's was erased with its writer.
  const rule = outcome === 'accept' ? 'accepted-as-it-is' : 'reason-erased';
  return ruleText(language, rule);
}
