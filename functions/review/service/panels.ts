import type { Commit } from '../../platform/commit.ts';
import type { Person } from '../../platform/contract.ts';
import type { Log } from '../../platform/log.ts';
import { fail, type Result } from '../../platform/result.ts';
import type { Edition } from '../../resources/edition/contract.ts';
import type { ResourceService } from '../../resources/service.ts';
import { logs, type PanelWish } from '../contract.ts';
import {
  conflictOf,
  ineligibility,
  specialitiesOf,
} from '../model/candidates.ts';
import { seat, seated } from '../model/panel.ts';
import {
  type KeptReview,
  moved,
  type ReviewSettings,
  represent,
} from '../model/review.ts';
import type { Breach } from '../model/rubric.ts';
import type { Panel } from '../panel/contract.ts';
import { defaultRubric, type RubricRef } from '../rubric/contract.ts';
import type { PanelStore } from '../store/panels.ts';
import type { ReviewStore } from '../store/reviews.ts';
import type { RubricStore } from '../store/rubrics.ts';
import { type NearNeeds, nearnessOf } from './candidates.ts';
import {
  type FindNeeds,
  type FoundReview,
  isCurrent,
  openReview,
} from './finding.ts';
import type { SeenReview } from './reading.ts';

export type PanelNeeds = FindNeeds &
  NearNeeds & {
    readonly reviews: Pick<ReviewStore, 'whole' | 'movedPart'>;
    readonly panels: Pick<PanelStore, 'seatingParts' | 'newsPart'>;
    readonly rubrics: Pick<RubricStore, 'latest'>;
    readonly resources: Pick<
      ResourceService,
      'headNow' | 'factsOf' | 'editionInReview' | 'assign'
    >;
    readonly commit: Commit;
    readonly now: () => Date;
    readonly log: Log;
    readonly settings: ReviewSettings;
  };

/**
 * Puts a panel on a version, or other reviewers on the panel, in one
 * transaction with the resource's history. Whoever cannot sit is refused by
 * name of the rule. Cost: 1 RRU per 4 KB of review, head, version and rubric,
 * and for new reviewers that of `people` and `nearnessOf`; with r KB of the
 * review 4r WRU, for each who comes or goes 8, and the resource's step
 * (2h + 2b + 3, and 3 for the link of each who acts on or reviews it first).
 */
export async function putPanel(
  needs: PanelNeeds,
  principal: Person,
  asked: {
    readonly id: string;
    readonly ifMatch: string;
    readonly wish: PanelWish;
  },
) {
  const { resources, commit, now, log, settings } = needs;
  const { id, ifMatch, wish } = asked;
  const found = await openReview(needs, principal, id, 'assign');
  if (!found.ok) return found;
  if (!isCurrent(found.value, ifMatch)) return fail({ code: 'changed' });
  const { kept, head } = found.value;
  const edition = await resources.editionInReview(head);
  const rubric = await rubricFor(needs, kept.panel, wish.rubric);
  if (!rubric) {
    return broken({ pointer: '/rubric', rule: 'rubric-unknown' });
  }
  const speciality = wish.speciality ?? specialitiesOf(edition)[0];
  const at = now().toISOString();
  const seating = { ...wish, rubric, speciality, convener: principal.id };
  const panel = seat(kept.panel, seating, at);
  if (!panel.ok) return panel;
  const breaches = await breachesOfReviewers(
    needs,
    found.value,
    edition,
    panel.value,
  );
  if (breaches.length > 0) return broken(...breaches);
  const step = await resources.assign(
    head,
    panelFacts(kept, panel.value),
    principal,
  );
  if (!step.ok) return step;
  const after = moved(kept, panel.value);
  const facts = resources.factsOf(step.value.head);
  const review = represent(after, principal, facts, settings);
  const seen: SeenReview = { kept: after, review };
  const done = await commit(seen, [
    ...step.value.parts,
    ...changeParts(needs, kept, panel.value, at),
  ]);
  if (done.ok) {
    const { kind, seats } = panel.value;
    log.info(logs.assigned, { review: id, kind, seats: seats.length });
  }
  return done;
}

/** All that a change of a panel writes of the review itself. */
export function changeParts(
  {
    reviews,
    panels,
  }: {
    readonly reviews: Pick<ReviewStore, 'movedPart'>;
    readonly panels: Pick<PanelStore, 'seatingParts' | 'newsPart'>;
  },
  kept: KeptReview,
  panel: Panel,
  at: string,
) {
  const was = new Set(seated(kept.panel).map(({ reviewer }) => reviewer));
  const is = new Set(seated(panel).map(({ reviewer }) => reviewer));
  const about = { reviewId: kept.id, resourceId: kept.resourceId, time: at };
  const come = seated(panel).filter(({ reviewer }) => !was.has(reviewer));
  const gone = panel.seats.filter(
    ({ reviewer }) => was.has(reviewer) && !is.has(reviewer),
  );
  return [
    reviews.movedPart(kept, panel),
    ...panels.seatingParts(kept, panel),
    ...come.map(({ reviewer, due }) =>
      panels.newsPart(
        { type: 'review.assigned', detail: { ...about, reviewer, due } },
        `${reviewer}#${at}`,
      ),
    ),
    ...gone.map(({ reviewer, replacedBy }) =>
      panels.newsPart(
        {
          type: 'review.reviewer-replaced',
          detail: { ...about, reviewer, ...(replacedBy && { replacedBy }) },
        },
        `${reviewer}#${at}`,
      ),
    ),
  ];
}

/** What the resource's head and its history learn of a panel. */
export function panelFacts(kept: KeptReview, panel: Panel) {
  const before = seated(kept.panel).length;
  const reviewers = seated(panel).map(({ reviewer }) => reviewer);
  const staying = seated(kept.panel).filter(({ reviewer }) =>
    reviewers.includes(reviewer),
  ).length;
  return {
    reviewers,
    // No names: contributors read the bodies of their resource's history.
    facts: {
      panel: panel.kind,
      rubric: `${panel.rubric.id}@${panel.rubric.version}`,
      seats: reviewers.length,
      left: before - staying,
    },
  };
}

/** A review keeps the version of its rubric, unless another one is named. */
async function rubricFor(
  { rubrics }: Pick<PanelNeeds, 'rubrics'>,
  panel: Panel | undefined,
  id = panel?.rubric.id ?? defaultRubric,
): Promise<RubricRef | undefined> {
  if (panel?.rubric.id === id) return panel.rubric;
  const found = await rubrics.latest(id);
  return found && { id: found.id, version: found.version };
}

async function breachesOfReviewers(
  needs: PanelNeeds,
  { kept, head, facts }: FoundReview,
  edition: Edition,
  panel: Panel,
): Promise<Breach[]> {
  const was = new Set(seated(kept.panel).map(({ reviewer }) => reviewer));
  const fresh = seated(panel)
    .map(({ reviewer }) => reviewer)
    .filter((reviewer) => !was.has(reviewer));
  if (fresh.length === 0) return [];
  const people = await needs.people.people(fresh);
  const near = await nearnessOf(needs, { head, facts, edition }, fresh);
  const order = seated(panel).map(({ reviewer }) => reviewer);
  return fresh.flatMap((person) => {
    const pointer = `/reviewers/${order.indexOf(person)}`;
    const known = people.get(person);
    if (!known) return [{ pointer, rule: 'reviewer-unknown', person }];
    const schools = known.organisations.map(near.schoolOf);
    const conflict = conflictOf(panel.kind, known, schools, near);
    if (conflict) return [{ pointer, rule: `conflict-${conflict}`, person }];
    const unfit = ineligibility(panel.kind, known, panel.speciality);
    return unfit ? [{ pointer, rule: unfit, person }] : [];
  });
}

function broken(
  ...errors: Breach[]
): Result<
  never,
  { readonly code: 'rule-broken'; readonly errors: readonly Breach[] }
> {
  return fail({ code: 'rule-broken', errors });
}
