import type { Edition } from '../../resources/edition/contract.ts';
import type { Panel, Seat } from '../panel/contract.ts';
import { specialitiesOf } from './candidates.ts';
import type { Judging, Kept } from './kept.ts';
import { deadlineOf } from './panel.ts';
import { convenedIn, type Told } from './told.ts';

/**
 * The panel that the head's reviewers make: of those who sat already as it was,
 * of the others as the entry of its convening, the outbox and their assignments
 * tell. Lost where nothing tells its kind, or its rubric is lost.
 */
export function panelOf(
  kept: Kept,
  told: Told,
  { erased, isRubric }: Judging,
): Panel | 'lost' | undefined {
  const { reviewers, version = 0 } = told.head?.review ?? {};
  if (reviewers === undefined) return undefined;
  const before = kept.review?.panel;
  const { at, convener = before?.convener, said } = convenedIn(told, kept.id);
  const kind = said?.panel ?? before?.kind;
  const rubric = said?.rubric ?? before?.rubric;
  if (!kind || !rubric || !isRubric(rubric)) return 'lost';
  const since = at ?? told.head?.changedAt ?? '';
  const scored = new Set(kept.sheets.map(({ reviewer }) => reviewer));
  const dues = new Map(
    kept.assignments.map(({ due, reviewer }) => [reviewer, due]),
  );
  const fresh = (reviewer: string, left = ''): Seat => {
    const told = timesTold(kept, reviewer).filter((time) => time > left);
    const assignedAt = told.at(-1) ?? since;
    const due = dues.get(reviewer) ?? deadlineOf(kind, assignedAt);
    return { reviewer, state: 'assigned', assignedAt, due };
  };
  const known = (before?.seats ?? []).flatMap((one): Seat[] => {
    if (reviewers.includes(one.reviewer)) {
      const { assignedAt, reviewer, state } = one;
      return [state === 'replaced' ? fresh(reviewer, assignedAt) : one];
    }
    if (one.assignedAt <= since) return [{ ...one, state: 'replaced' }];
    // Who was to sit from a later step on did not, unless once before.
    const told = timesTold(kept, one.reviewer);
    const assignedAt = told.findLast((time) => time <= since);
    return assignedAt ? [{ ...one, assignedAt, state: 'replaced' }] : [];
  });
  const sitting = new Set(known.map(({ reviewer }) => reviewer));
  const added = reviewers
    .filter((one) => !sitting.has(one))
    .map((one) => fresh(one));
  const speciality =
    before?.speciality ?? specialityOf(told.editions.get(version));
  return {
    kind,
    rubric,
    ...(speciality && { speciality }),
    seats: [...known, ...added].map((one): Seat => {
      const isOut = one.state === 'replaced' || erased.has(one.reviewer);
      if (isOut) return one;
      return {
        ...one,
        state: scored.has(one.reviewer) ? 'scored' : 'assigned',
      };
    }),
    ...(convener && { convener }),
  };
}

/** When somebody was told that they sit, the last time last. */
function timesTold({ news }: Kept, person: string): string[] {
  const prefix = `review.assigned#${person}#`;
  return news
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length))
    .toSorted();
}

function specialityOf(edition: Edition | undefined) {
  return edition && specialitiesOf(edition)[0];
}
