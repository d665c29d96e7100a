import type { Commit } from '../../platform/commit.ts';
import type { Person } from '../../platform/contract.ts';
import type { Log } from '../../platform/log.ts';
import { may } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { ResourceService } from '../../resources/service.ts';
import { logs } from '../contract.ts';
import { isRipe, scoredBy, seatOf } from '../model/panel.ts';
import { type Breach, breachesOfScores, sheetTag } from '../model/rubric.ts';
import {
  type Comment,
  type NewComment,
  panelLimits,
  type Scores,
} from '../panel/contract.ts';
import type { PanelStore } from '../store/panels.ts';
import type { KeptSheet, ReviewStore } from '../store/reviews.ts';
import type { RubricStore } from '../store/rubrics.ts';
import { decideByRule, type RuleNeeds } from './by-rule.ts';
import { type FindNeeds, type FoundReview, openReview } from './finding.ts';
import { type OwnSheet, ownSheet } from './reading.ts';

/**
 * Reviewers of one panel score at the same time and move the same review; who
 * loses that race has lost nothing of their own, so it is tried again.
 */
const attempts = 6;

export type ScoreNeeds = FindNeeds &
  RuleNeeds & {
    readonly reviews: Pick<ReviewStore, 'whole' | 'movedPart' | 'endedPart'>;
    readonly panels: Pick<
      PanelStore,
      | 'sheetPart'
      | 'assignmentPart'
      | 'commentPart'
      | 'leavingParts'
      | 'newsPart'
    >;
    readonly rubrics: Pick<RubricStore, 'version'>;
    readonly resources: Pick<
      ResourceService,
      'headNow' | 'factsOf' | 'decideByRule'
    >;
    readonly commit: Commit;
    readonly now: () => Date;
    readonly log: Log;
    /** Waits before attempt `n` (1, 2, …), with jitter. */
    readonly pause: (attempt: number) => Promise<void>;
  };

/**
 * Gives or changes one's own scores, until the deadline or the decision. The
 * last one that a panel waits for lets its rule decide. Cost: `findReview`, 1
 * RRU per 4 KB of the rubric, 2 WRU for the sheet, and 4r for the review of r
 * KB; when the panel is complete 5 more, and `decideByRule`.
 */
export async function putScores(
  needs: ScoreNeeds,
  principal: Person,
  asked: {
    readonly id: string;
    readonly ifMatch: string;
    readonly scores: Scores;
  },
) {
  const { commit, log, pause } = needs;
  for (let attempt = 1; ; attempt += 1) {
    const scored = await scoring(needs, principal, asked);
    if (!scored.ok) return scored;
    const { sheet, parts, isLast } = scored.value;
    const done = await commit<OwnSheet>(sheet, parts);
    if (done.ok) {
      log.info(logs.scored, { review: asked.id, attempt });
      if (isLast) await ruleNow(needs, asked.id);
      return done;
    }
    if (attempt === attempts) return done;
    await pause(attempt);
  }
}

/** What scoring would write, of the review as it is now. */
async function scoring(
  needs: ScoreNeeds,
  principal: Person,
  asked: {
    readonly id: string;
    readonly ifMatch: string;
    readonly scores: Scores;
  },
) {
  const { reviews, panels, rubrics, now } = needs;
  const found = await openReview(needs, principal, asked.id, 'score');
  if (!found.ok) return found;
  const { kept, sheets } = found.value;
  const { panel } = kept;
  const seat = seatOf(panel, principal.id);
  if (!panel || !seat) return fail({ code: 'unknown' });
  const before = ownSheet(sheets, principal.id);
  if (sheetTag(before?.seq ?? 0) !== asked.ifMatch) {
    return fail({ code: 'changed' });
  }
  const at = now().toISOString();
  if (at > seat.due) {
    const { due } = seat;
    return broken({ pointer: '', rule: 'deadline-passed', due });
  }
  const rubric = await rubrics.version(panel.rubric);
  if (!rubric) throw new Error(`There is no rubric ${panel.rubric.id}.`);
  const breaches = breachesOfScores(rubric, asked.scores);
  if (breaches.length > 0) return broken(...breaches);
  const sheet: KeptSheet = {
    reviewer: principal.id,
    seq: (before?.seq ?? 0) + 1,
    scores: asked.scores,
    scoredAt: at,
  };
  const after = scoredBy(panel, principal.id);
  const isLast = isRipe(after, at);
  return ok({
    sheet,
    isLast,
    parts: [
      panels.sheetPart(kept.id, before, sheet),
      reviews.movedPart(kept, after),
      // Should the rule not get to decide now, the next hour's run lets it.
      ...(isLast ? [panels.assignmentPart(kept, seat, at)] : []),
    ],
  });
}

/** The scores are given, whatever becomes of this; the next hour tries again. */
async function ruleNow(needs: ScoreNeeds, id: string): Promise<void> {
  try {
    await decideByRule(needs, id);
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    needs.log.error(logs.ruleFailed, { review: id, error: cause });
  }
}

export type CommentNeeds = FindNeeds & {
  readonly reviews: Pick<ReviewStore, 'whole' | 'commentedPart'>;
  readonly panels: Pick<PanelStore, 'commentPart'>;
  readonly commit: Commit;
  readonly now: () => Date;
  readonly newCommentId: () => string;
  readonly pause: (attempt: number) => Promise<void>;
};

/**
 * Comments on a field, a file or the whole, for reviewers and who decides while
 * the review is open and has not had as many as it may have. Whoever decides must have seen it: the review moves.
 * Cost: `findReview`, 2 WRU per KB of the comment and 4r for the review.
 */
export async function addComment(
  needs: CommentNeeds,
  principal: Person,
  asked: { readonly id: string; readonly comment: NewComment },
) {
  const { reviews, panels, commit, now, newCommentId, pause } = needs;
  for (let attempt = 1; ; attempt += 1) {
    const found = await commentable(needs, principal, asked.id);
    if (!found.ok) return found;
    const { kept } = found.value;
    const { comments: most } = panelLimits;
    if ((kept.comments ?? 0) >= most) {
      return broken({ pointer: '', rule: 'comments-full', most });
    }
    const comment = {
      ...asked.comment,
      id: newCommentId(),
      at: now().toISOString(),
      author: principal.id,
    };
    const done = await commit<Comment>(comment, [
      panels.commentPart(kept.id, comment),
      reviews.commentedPart(kept),
    ]);
    if (done.ok || attempt === attempts) return done;
    await pause(attempt);
  }
}

async function commentable(needs: FindNeeds, principal: Person, id: string) {
  const found = await openReview(needs, principal, id, 'read-review');
  if (!found.ok) return found;
  const { facts } = found.value as FoundReview;
  const decides = may(principal, 'decide', facts).allowed;
  const { allowed, rule } = may(principal, 'score', facts);
  return decides || allowed ? found : fail({ code: 'forbidden', rule });
}

function broken(
  ...errors: Breach[]
): Result<
  never,
  { readonly code: 'rule-broken'; readonly errors: readonly Breach[] }
> {
  return fail({ code: 'rule-broken', errors });
}
