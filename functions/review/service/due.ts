import type { Log } from '../../platform/log.ts';
import type { ResourceService } from '../../resources/service.ts';
import { logs } from '../contract.ts';
import { conflictOf } from '../model/candidates.ts';
import { replaced, seated, seatOf } from '../model/panel.ts';
import type { News } from '../news/contract.ts';
import {
  type Panel,
  panelKinds,
  panelLimits,
  type Seat,
} from '../panel/contract.ts';
import type { Due, PanelStore } from '../store/panels.ts';
import type { ReviewStore } from '../store/reviews.ts';
import { decideByRule, type RuleNeeds } from './by-rule.ts';
import {
  candidateLimit,
  candidatesFor,
  type NearNeeds,
  nearnessOf,
} from './candidates.ts';
import { type FoundReview, isOpen, loadReview } from './finding.ts';
import { changeParts, panelFacts } from './panels.ts';

/** How many candidates are looked at closely before nobody is named. */
const looks = 5;

/** Assignments read at once. */
const pageSize = 25;

/** Rule that takes a seat from who has not scored in time; it never changes. */
const silenceRule = 'rule:silent-reviewer';

export type DueNeeds = RuleNeeds &
  NearNeeds & {
    readonly reviews: Pick<ReviewStore, 'whole' | 'movedPart' | 'endedPart'>;
    readonly panels: PanelStore;
    readonly resources: Pick<
      ResourceService,
      | 'headNow'
      | 'factsOf'
      | 'decideByRule'
      | 'editionInReview'
      | 'assignByRule'
    >;
    /** Shards of the list of what falls due. */
    readonly shards: number;
    /** Whether there is time for one more. */
    readonly hasTime: () => boolean;
    readonly log: Log;
  };

/** How a run went. */
export type Run = { readonly looked: number; readonly failed: number };

/**
 * Looks at all assignments that are due: reminds, takes seats from the silent,
 * lets rules decide. Each is worked off by itself, so that one that fails holds
 * up no other; it is there again in the next run, as is what there was no time
 * for. Cost: 0.5 RRU for eight of them, and for each what `lookAt` says.
 */
export async function workOffDue(needs: DueNeeds): Promise<Run> {
  const { panels, shards, hasTime, now, log } = needs;
  const at = now().toISOString();
  let looked = 0;
  let failed = 0;
  for (let shard = 0; shard < shards; shard += 1) {
    let after: string | undefined;
    do {
      const page = await panels.dueIn(shard, {
        at,
        limit: pageSize,
        ...(after !== undefined && { after }),
      });
      for (const due of page.filter(hasTime)) {
        looked += 1;
        try {
          await lookAt(needs, due);
        } catch (error) {
          failed += 1;
          const cause =
            error instanceof Error ? error : new Error(String(error));
          log.error(logs.dueFailed, { review: due.review, error: cause });
        }
      }
      after = page.length === pageSize ? page.at(-1)?.place : undefined;
    } while (after !== undefined && hasTime());
  }
  log.info(logs.dueWorkedOff, { looked, failed });
  return { looked, failed };
}

/**
 * One assignment at the moment that somebody must look at it. Cost:
 * `loadReview`, and then one of: a reminder, 7 WRU; a replacement, that of
 * `candidatesFor` and `putPanel`; a decision, that of `decideByRule`.
 */
async function lookAt(needs: DueNeeds, due: Due): Promise<void> {
  const found = await loadReview(needs, due.review);
  const seat = found && seatOf(found.kept.panel, due.reviewer);
  if (!found?.kept.panel || !seat || !isOpen(found)) return;
  const at = needs.now().toISOString();
  if (seat.state === 'scored') return settle(needs, found, seat, at);
  if (at <= seat.due) return remind(needs, found, seat, at);
  const { panel } = found.kept;
  const scored = seated(panel).filter(({ state }) => state === 'scored').length;
  // With the quorum met nobody else is asked: those who scored have waited.
  const isEnough = scored >= panelKinds[panel.kind].quorum;
  const next = isEnough ? undefined : await successorOf(needs, found, panel);
  const isEmpty = !isEnough && next === undefined;
  const written = await replace(
    needs,
    found,
    replaced(panel, seat.reviewer, next, at),
    { at, ...(isEmpty && { emptySeatOf: seat.reviewer }) },
  );
  if (written) await decideByRule(needs, found.kept.id);
}

/** Who has scored waits for the others; if they are done, the rule decides. */
async function settle(
  needs: DueNeeds,
  { kept }: FoundReview,
  seat: Seat,
  at: string,
): Promise<void> {
  const ruled = await decideByRule(needs, kept.id);
  const isDone = ruled !== 'not-yet';
  const last = seated(kept.panel)
    .map(({ due }) => due)
    .reduce((a, b) => (a > b ? a : b));
  // The librarian decides, or a later deadline does: then it is looked at again.
  const look = last > at ? last : farAhead;
  if (!isDone)
    await write(needs, [needs.panels.assignmentPart(kept, seat, look)]);
}

/** Later than any deadline: nobody needs to look before the decision. */
const farAhead = '9999-12-31T23:59:59.999Z';

async function remind(
  { panels, ...needs }: DueNeeds,
  { kept }: FoundReview,
  seat: Seat,
  time: string,
): Promise<void> {
  const { reviewer, due } = seat;
  const { id: reviewId, resourceId } = kept;
  const detail = { reviewId, resourceId, time, reviewer, due };
  await write(needs, [
    // From the deadline on it is looked at again.
    panels.assignmentPart(kept, seat, due),
    panels.newsPart({ type: 'review.due', detail }, `${reviewer}#${due}`),
  ]);
  needs.log.info(logs.reminded, { review: reviewId });
}

/** The expert with least to do whom nothing excludes; groups choose themselves. */
async function successorOf(
  needs: DueNeeds,
  { head, facts }: FoundReview,
  panel: Panel,
): Promise<string | undefined> {
  const { kind, speciality, seats } = panel;
  if (!panelKinds[kind].isBySpeciality || !speciality) return undefined;
  if (seats.length >= panelLimits.seats) return undefined;
  const edition = await needs.resources.editionInReview(head);
  const version = { head, facts, edition };
  const { items } = await candidatesFor(needs, version, {
    kind,
    speciality,
    limit: candidateLimit,
    after: undefined,
    // Who gave way once is not asked again.
    sitting: seats.map(({ reviewer }) => reviewer),
  });
  const near = await nearnessOf(needs, version, []);
  for (const { person } of items.slice(0, looks)) {
    const known = (await needs.people.people([person])).get(person);
    // A list knows the organisation that somebody reviews for; here all count.
    const schools = known?.organisations.map(near.schoolOf) ?? [];
    if (known && !conflictOf(kind, known, schools, near)) return person;
  }
  return undefined;
}

async function replace(
  needs: DueNeeds,
  { kept, head }: FoundReview,
  panel: Panel,
  { at, emptySeatOf }: { at: string; emptySeatOf?: string },
): Promise<boolean> {
  const facts = panelFacts(kept, panel);
  const step = await needs.resources.assignByRule(head, facts, silenceRule);
  if (!step.ok) return false;
  const parts = changeParts(needs, kept, panel, at);
  const news = emptySeatOf ? emptySeatNews(kept, panel, at) : [];
  const isWritten = await write(needs, [
    ...step.value.parts,
    ...parts,
    ...news.map((one) => needs.panels.newsPart(one, `${emptySeatOf}#${at}`)),
  ]);
  if (isWritten) needs.log.info(logs.reviewerReplaced, { review: kept.id });
  return isWritten;
}

/** Whoever convened the panel learns that a seat stays empty. */
function emptySeatNews(
  { id: reviewId, resourceId }: FoundReview['kept'],
  { convener }: Panel,
  time: string,
): News[] {
  if (!convener) return [];
  const detail = { reviewId, resourceId, time, convener };
  return [{ type: 'review.seat-empty', detail }];
}

/** Lost to somebody who changed it just now: the next run looks again. */
async function write(
  { commit }: Pick<DueNeeds, 'commit'>,
  parts: Parameters<DueNeeds['commit']>[1],
): Promise<boolean> {
  const done = await commit(undefined, parts);
  return done.ok;
}
