import type { Commit, Part } from '../../platform/commit.ts';
import type { RuleId } from '../../platform/contract.ts';
import type { Log } from '../../platform/log.ts';
import type { ResourceService } from '../../resources/service.ts';
import { logs } from '../contract.ts';
import { isRipe, seated } from '../model/panel.ts';
import {
  type End,
  endOf,
  type KeptReview,
  type PanelResult,
} from '../model/review.ts';
import type { PanelKind } from '../panel/contract.ts';
import type { PanelStore } from '../store/panels.ts';
import type { ReviewStore } from '../store/reviews.ts';
import type { RubricStore } from '../store/rubrics.ts';
import {
  type FindNeeds,
  type FoundReview,
  isOpen,
  loadReview,
} from './finding.ts';
import { scoresSoFar } from './reading.ts';

export type EndNeeds = {
  readonly reviews: Pick<ReviewStore, 'endedPart'>;
  readonly panels: Pick<PanelStore, 'leavingParts' | 'newsPart'>;
};

export type RuleNeeds = FindNeeds &
  EndNeeds & {
    readonly reviews: Pick<ReviewStore, 'whole' | 'endedPart'>;
    readonly rubrics: Pick<RubricStore, 'version'>;
    readonly resources: Pick<
      ResourceService,
      'headNow' | 'factsOf' | 'decideByRule'
    >;
    readonly commit: Commit;
    readonly now: () => Date;
    readonly log: Log;
  };

/** The id of the rule by which a kind of panel decides; it never changes. */
export function ruleOf(kind: PanelKind): RuleId {
  return `rule:${kind}-panel`;
}

/** What became of asking the rule. */
export type Ruled = 'decided' | 'not-yet' | 'overtaken';

/**
 * Lets the panel's rule decide if it can: nobody is left who could score, and
 * the quorum is met. The review ends and the resource moves in one transaction,
 * as when a librarian decides; of two at once one wins. Cost: `loadReview`, 1
 * RRU per 4 KB of rubric and version; the WRU of the resource's step (2h + 2b +
 * 11 for a publication by one author), and of `endingParts`.
 */
export async function decideByRule(
  needs: RuleNeeds,
  id: string,
): Promise<Ruled> {
  const { resources, commit, now, log } = needs;
  const found = await loadReview(needs, id);
  if (!found || !isOpen(found)) return 'overtaken';
  const { kept, head } = found;
  const { panel } = kept;
  const at = now().toISOString();
  if (!panel || !isRipe(panel, at)) return 'not-yet';
  const result = await resultOf(needs, found);
  const outcome = result?.verdict;
  if (!result || !outcome) return 'not-yet';
  const rule = ruleOf(panel.kind);
  const verdict = { outcome, panel: recordOf(result) };
  const step = await resources.decideByRule(head, verdict, rule);
  if (!step.ok) return 'overtaken';
  const end = endOf({ outcome }, rule, at, result);
  const parts = endingParts(needs, kept, end);
  const done = await commit(undefined, [...step.value.parts, ...parts]);
  if (!done.ok) return 'overtaken';
  const { resourceId } = kept;
  log.info(logs.decided, { review: id, resourceId, outcome, rule });
  return 'decided';
}

/** What a panel's scores came to; nothing where there is no panel. */
export async function resultOf(
  needs: Pick<RuleNeeds, 'rubrics'>,
  found: FoundReview,
): Promise<PanelResult | undefined> {
  const { panel } = found.kept;
  const { tally, sheets } = await scoresSoFar(needs, found);
  return panel && tally && { ...tally, rubric: panel.rubric, sheets };
}

/** What the resource's history keeps of it: all scores, and no names. */
export function recordOf(result: PanelResult) {
  const { rubric, sheets, ...tally } = result;
  const scores = sheets
    .map((sheet) => sheet.scores)
    .toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  return { ...tally, rubric: `${rubric.id}@${rubric.version}`, scores };
}

/**
 * All that the end of a review writes of itself. With r KB of it before and s
 * after, with the reason and the result: 2r + 2s WRU, with a panel s more, 6 for
 * each reviewer, and 2 for the news.
 */
export function endingParts(
  { reviews, panels }: EndNeeds,
  kept: KeptReview,
  end: End,
): Part[] {
  const { id, resourceId, seq, panel } = kept;
  const { outcome, closedAt: time } = end;
  const reviewers = seated(panel).map(({ reviewer }) => reviewer);
  const detail = { reviewId: id, resourceId, time, outcome };
  return [
    reviews.endedPart(id, end, seq),
    ...panels.leavingParts(id, reviewers),
    panels.newsPart({ type: 'review.decided', detail }, outcome),
  ];
}
