import type { Action, Person, ResourceFacts } from '../../platform/contract.ts';
import {
  actionsOn,
  may,
  mayInOrganisation,
  type PlacedPerson,
} from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { OpenReview } from '../../resources/view/contract.ts';
import type { Decision, Ending, Review } from '../contract.ts';
import {
  type Panel,
  panelKinds,
  type Sheet,
  type Tally,
} from '../panel/contract.ts';
import type { RubricRef } from '../rubric/contract.ts';
import { seated, seatOf } from './panel.ts';

/** What a panel's scores came to, and the scores themselves, for the record. */
export type PanelResult = Tally & {
  readonly rubric: RubricRef;
  readonly sheets: readonly Sheet[];
};

/** A review as it is kept. `seq` grows by one with every change of it. */
export type KeptReview = OpenReview & {
  readonly seq: number;
  readonly state: 'open' | 'closed';
  readonly panel?: Panel;
  /** How many comments it has had. */
  readonly comments?: number;
  readonly outcome?: Ending;
  readonly reason?: string;
  /** A person's id, or that of the rule that decided. */
  readonly decidedBy?: string;
  readonly closedAt?: string;
  readonly publishOn?: string;
  readonly result?: PanelResult;
};

/** How a review ends: what becomes of it besides its state. */
export type End = Required<Pick<KeptReview, 'outcome' | 'closedAt'>> &
  Pick<KeptReview, 'reason' | 'decidedBy' | 'publishOn' | 'result'>;

/** A review that a submission opens. */
export function opened(review: OpenReview): KeptReview {
  return { ...review, seq: 1, state: 'open' };
}

/** A review as a row of a list. */
export function asOpen(kept: KeptReview): OpenReview {
  const { id, resourceId, version, title, holder, submittedBy, openedAt } =
    kept;
  return { id, resourceId, version, title, holder, submittedBy, openedAt };
}

/** The end that a decision makes of a review. `at` is a moment in UTC. */
export function endOf(
  { outcome, reason, publishOn }: Decision,
  decidedBy: string,
  at: string,
  result?: PanelResult,
): End {
  return {
    outcome,
    decidedBy,
    closedAt: at,
    ...(reason !== undefined && { reason }),
    ...(publishOn !== undefined && { publishOn }),
    ...(result && { result }),
  };
}

/** A review after its end. */
export function ended(review: KeptReview, end: End): KeptReview {
  return { ...review, ...end, seq: review.seq + 1, state: 'closed' };
}

/** A review after its panel changed, or somebody scored or commented. */
export function moved(review: KeptReview, panel = review.panel): KeptReview {
  return { ...review, ...(panel && { panel }), seq: review.seq + 1 };
}

/** A review after one comment more. */
export function commented(review: KeptReview): KeptReview {
  return { ...moved(review), comments: (review.comments ?? 0) + 1 };
}

/** What the policy must know of a review: of its resource, and who sits. */
export function factsOfReview(
  { panel }: KeptReview,
  resource: ResourceFacts,
): ResourceFacts {
  const reviewers = seated(panel).map(({ reviewer }) => reviewer);
  return { ...resource, reviewers };
}

/** How much somebody sees of what the panel does. */
export type PanelSight = {
  /** Who sits on it. */
  readonly names: boolean;
  readonly scores: 'all' | 'own' | 'none';
};

/** What a district may wish of reviews. */
export type ReviewSettings = {
  /** The author sees scores as they are given, not only after the decision. */
  readonly authorSeesScores: boolean;
};

/**
 * How much of its panel somebody sees who has been found to see the review. No
 * reviewer sees another's score before the decision, whatever else they are;
 * the author, not who gave them either where the panel is anonymous. Who
 * decides sees all, and the record is open after the decision.
 */
export function panelSightOf(
  kept: KeptReview,
  principal: Person,
  facts: ResourceFacts,
  { authorSeesScores }: ReviewSettings,
): PanelSight {
  const isDecided = kept.decidedBy !== undefined;
  if (facts.contributed.includes(principal.id)) {
    const isAnonymous = kept.panel && panelKinds[kept.panel.kind].isAnonymous;
    const scores = isDecided || authorSeesScores ? 'all' : 'none';
    return { names: !isAnonymous, scores };
  }
  if (seatOf(kept.panel, principal.id)) {
    return { names: true, scores: isDecided ? 'all' : 'own' };
  }
  const decides = may(principal, 'decide', facts).allowed;
  return { names: true, scores: isDecided || decides ? 'all' : 'none' };
}

const reviewActions: readonly Action[] = [
  'read-review',
  'assign',
  'score',
  'decide',
];

/** What the panel has given so far, and what that comes to. */
export type SoFar = {
  readonly tally?: Tally;
  readonly sheets: readonly Sheet[];
};

/** A review as somebody sees it who has been found to see it. */
export function represent(
  kept: KeptReview,
  principal: Person,
  resource: ResourceFacts,
  settings: ReviewSettings,
  soFar: SoFar = { sheets: [] },
): Review {
  const { seq: _, comments: __, panel, result, ...review } = kept;
  const facts = factsOfReview(kept, resource);
  const sight = panelSightOf(kept, principal, facts, settings);
  const actions = actionsOn(principal, facts).filter(
    (action) =>
      reviewActions.includes(action) &&
      (action === 'read-review' || review.state === 'open'),
  );
  const { sheets } = result ?? soFar;
  const tally = result ? tallyIn(result) : soFar.tally;
  const shown = sheets.filter(
    ({ reviewer }) =>
      sight.scores === 'all' ||
      (sight.scores === 'own' && reviewer === principal.id),
  );
  return {
    ...review,
    ...(panel && { panel: shownPanel(panel, sight) }),
    ...(sight.scores === 'all' && tally && { result: tally }),
    ...(shown.length > 0 && {
      sheets: sight.names ? [...shown] : nameless(shown),
    }),
    actions,
  };
}

function tallyIn({ rubric: _, sheets: __, ...tally }: PanelResult): Tally {
  return tally;
}

function shownPanel(panel: Panel, { names }: PanelSight): Review['panel'] {
  if (names) return panel;
  const { seats, convener: _, ...rest } = panel;
  return {
    ...rest,
    seats: seats.map(({ reviewer: __, replacedBy: ___, ...seat }) => seat),
  };
}

/** Scores without who gave them, in an order that does not tell either. */
function nameless(sheets: readonly Sheet[]): NonNullable<Review['sheets']> {
  return sheets
    .map(({ scores }) => ({ scores }))
    .toSorted((a, b) =>
      JSON.stringify(a.scores).localeCompare(JSON.stringify(b.scores)),
    );
}

/** Strong and quoted; it is the review's own, not the resource's. */
export function etagOf({ seq }: Pick<KeptReview, 'seq'>): string {
  return `"${seq}"`;
}

/** Whose open reviews: those of one organisation, or all of the district. */
export type Queue = { readonly holder: string } | 'district';

/**
 * The queue that somebody asks for, or their own: who manages the district's
 * root sees all, others the first organisation in which they may decide.
 */
export function queueOf(
  principal: PlacedPerson,
  holder: string | undefined,
): Result<Queue, { code: 'forbidden'; rule: string }> {
  const decides = (organisation: string | undefined) =>
    organisation !== undefined &&
    mayInOrganisation(principal, 'decide', organisation).allowed;
  if (holder === undefined && decides(rootOf(principal))) return ok('district');
  const own = principal.memberships.find((one) => decides(one.organisation));
  const asked = holder ?? own?.organisation ?? '';
  const { allowed, rule } = mayInOrganisation(principal, 'decide', asked);
  return allowed ? ok({ holder: asked }) : fail({ code: 'forbidden', rule });
}

/** The organisation above all others; unknown to who is a member of none. */
export function rootOf({ places }: PlacedPerson): string | undefined {
  const [place] = places?.values() ?? [];
  // Nearest first, so that the last has nothing above it.
  return place && [...place.above].at(-1);
}
