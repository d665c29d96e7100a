import type { OpenReview } from '../../resources/view/contract.ts';
import type { News } from '../news/contract.ts';
import type { Sheet } from '../panel/contract.ts';
import type { RubricRef } from '../rubric/contract.ts';
import type { KeptReview } from './review.ts';

/** That a review waits for somebody, and when somebody must look at that. */
export type Assigned = {
  readonly review: OpenReview;
  readonly reviewer: string;
  readonly due: string;
  readonly look: string;
};

/** All that a table has of one review, in whatever state it was left. */
export type Kept = {
  readonly id: string;
  readonly review: KeptReview | undefined;
  readonly sheets: readonly Sheet[];
  readonly assignments: readonly Assigned[];
  /** How many comments there are. */
  readonly comments: number;
  /** What is in the outbox: `<type>#<which>`. */
  readonly news: readonly string[];
};

export type Judging = {
  /** A moment in UTC: what was whole before it was not lost with the Region. */
  readonly since: string;
  readonly at: string;
  /** Whom the directory does not know any more: nothing waits for them. */
  readonly erased: ReadonlySet<string>;
  /** Whether there is that version of a rubric. */
  readonly isRubric: (rubric: RubricRef) => boolean;
};

/** How all of a review should be, by its resource and by what is left of it. */
export type Due = {
  /** But for its number; undefined when nothing tells of it. */
  readonly review: KeptReview | undefined;
  readonly assignments: readonly Assigned[];
  readonly news: readonly { readonly key: string; readonly news: News }[];
  /** The resource knows its reviewers, and nothing what panel they are. */
  readonly isPanelLost: boolean;
  /** Who scored, as the panel says, and whose scores are gone. */
  readonly unscored: readonly string[];
  /** Whose scores are of a panel that the resource does not know. */
  readonly strayed: readonly string[];
  /** What in the outbox never came to be. */
  readonly untrue: readonly string[];
};
