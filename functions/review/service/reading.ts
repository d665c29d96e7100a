import type { Person } from '../../platform/contract.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { OpenReview } from '../../resources/view/contract.ts';
import type { Review } from '../contract.ts';
import { countedSheets, tallySoFar } from '../model/panel.ts';
import {
  type KeptReview,
  panelSightOf,
  queueOf,
  type ReviewSettings,
  represent,
  type SoFar,
} from '../model/review.ts';
import type { Comment, Scores } from '../panel/contract.ts';
import type { PanelStore } from '../store/panels.ts';
import type { KeptSheet, ReviewStore } from '../store/reviews.ts';
import type { RubricStore } from '../store/rubrics.ts';
import {
  type FindNeeds,
  type Forbidden,
  type FoundReview,
  findReview,
  type Unknown,
} from './finding.ts';

/** A page of open reviews; `after` and `next` are places in the queue. */
export type QueuePage = {
  readonly limit: number;
  readonly holder: string | undefined;
  /** Only those on whose panel the reader sits. */
  readonly isAssigned: boolean;
  readonly after: string | undefined;
};

/**
 * Open reviews: of a librarian's queue, oldest first, or those assigned to a
 * reviewer, the next due first. 0.5 RRU per 4 KB of them, some ten.
 */
export async function listReviews(
  {
    reviews,
  }: { readonly reviews: Pick<ReviewStore, 'openReviews' | 'assigned'> },
  principal: Person,
  { holder, isAssigned, ...page }: QueuePage,
): Promise<Result<{ items: OpenReview[]; next?: string }, Forbidden>> {
  if (isAssigned) return ok(await reviews.assigned(principal.id, page));
  const queue = queueOf(principal, holder);
  if (!queue.ok) return queue;
  return ok(await reviews.openReviews(queue.value, page));
}

/** A review with how its reader sees it. */
export type SeenReview = {
  readonly kept: KeptReview;
  readonly review: Review;
};

export type ReadNeeds = FindNeeds & {
  readonly rubrics: Pick<RubricStore, 'version'>;
  readonly settings: ReviewSettings;
};

/**
 * One review, for its resource's contributors, reviewers, librarians and
 * auditors; of the panel's scores as much as the reader may see. Cost:
 * `findReview`, and 1 RRU per 4 KB of the rubric while a panel is at work.
 */
export async function readReview(
  needs: ReadNeeds,
  principal: Person,
  id: string,
): Promise<Result<SeenReview, Unknown>> {
  const found = await findReview(needs, principal, id);
  if (!found.ok) return found;
  const { kept, facts } = found.value;
  const soFar = await scoresSoFar(needs, found.value);
  const review = represent(kept, principal, facts, needs.settings, soFar);
  return ok({ kept, review });
}

/** What an open review's panel has given so far, and what that comes to. */
export async function scoresSoFar(
  { rubrics }: Pick<ReadNeeds, 'rubrics'>,
  { kept, sheets, facts }: FoundReview,
): Promise<SoFar> {
  const { panel } = kept;
  if (panel === undefined || kept.state === 'closed') return { sheets: [] };
  const counted = countedSheets(panel, sheets, facts.contributed).map(
    ({ reviewer, scores }) => ({ reviewer, scores }),
  );
  const rubric = await rubrics.version(panel.rubric);
  if (!rubric) throw new Error(`There is no rubric ${panel.rubric.id}.`);
  return { sheets: counted, tally: tallySoFar(panel, rubric, counted) };
}

/** One's own scores; none yet is sheet number 0. */
export type OwnSheet = { readonly seq: number; readonly scores: Scores };

/** What a reviewer has given so far. Cost: `findReview`. */
export async function readOwnSheet(
  needs: FindNeeds,
  principal: Person,
  id: string,
): Promise<Result<OwnSheet, Unknown>> {
  const found = await findReview(needs, principal, id);
  if (!found.ok) return found;
  const { sheets, facts } = found.value;
  if (!facts.reviewers.includes(principal.id)) return fail({ code: 'unknown' });
  return ok(ownSheet(sheets, principal.id) ?? { seq: 0, scores: {} });
}

export function ownSheet(
  sheets: readonly KeptSheet[],
  person: string,
): KeptSheet | undefined {
  return sheets.find(({ reviewer }) => reviewer === person);
}

/**
 * Comments, oldest first, as far as the reader sees scores: a page may hold
 * fewer than asked for. Cost: `findReview`, and 1 RRU per 4 KB of the page.
 */
export async function listComments(
  needs: FindNeeds & {
    readonly panels: Pick<PanelStore, 'comments'>;
    readonly settings: ReviewSettings;
  },
  principal: Person,
  asked: {
    readonly id: string;
    readonly limit: number;
    readonly after: string | undefined;
  },
): Promise<Result<{ items: Comment[]; next?: string }, Unknown>> {
  const found = await findReview(needs, principal, asked.id);
  if (!found.ok) return found;
  const { kept, facts } = found.value;
  const sight = panelSightOf(kept, principal, facts, needs.settings);
  const { items, next } = await needs.panels.comments(asked.id, asked);
  const seen = items.filter(
    ({ author }) => author === principal.id || sight.scores === 'all',
  );
  return ok({
    items: seen.map(({ author, ...comment }) =>
      sight.names ? { ...comment, author } : comment,
    ),
    ...(next !== undefined && { next }),
  });
}
