import type { Speciality } from '../../identity/member/contract.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import {
  type Panel,
  type PanelKind,
  panelKinds,
  panelLimits,
  type Seat,
  type Sheet,
  type Tally,
} from '../panel/contract.ts';
import type { Rubric, RubricRef } from '../rubric/contract.ts';
import type { Breach } from './rubric.ts';
import { tallyOf } from './ruling.ts';

const dayMs = 24 * 3_600_000;

/** How long before the deadline who has not scored is reminded. */
const reminderDays = 3;

export type RuleBroken = {
  readonly code: 'rule-broken';
  readonly errors: readonly Breach[];
};

/** What the librarian asks for: the reviewers who are to sit from now on. */
export type Seating = {
  readonly kind: PanelKind;
  readonly rubric: RubricRef;
  readonly speciality?: Speciality | undefined;
  readonly reviewers: readonly string[];
  readonly convener: string;
  /** A moment in UTC. @default that of the kind, from now */
  readonly due?: string | undefined;
};

/** The seats that count: all but those who gave way to somebody else. */
export function seated(panel: Panel | undefined): Seat[] {
  return panel?.seats.filter(({ state }) => state !== 'replaced') ?? [];
}

/** The seat of somebody who sits on a panel now. */
export function seatOf(
  panel: Panel | undefined,
  person: string,
): Seat | undefined {
  return seated(panel).find(({ reviewer }) => reviewer === person);
}

/** When who has not scored yet is reminded. */
export function reminderOf({ due }: Pick<Seat, 'due'>): string {
  return shifted(due, -reminderDays);
}

/** The deadline of somebody who is assigned at a moment. */
export function deadlineOf(kind: PanelKind, at: string): string {
  return shifted(at, panelKinds[kind].deadlineDays);
}

/**
 * A panel as the librarian wants it: who stays keeps their seat, who is new has
 * one from now on, and who is left out is replaced. What somebody has scored
 * already fixes the kind and the rubric, and cannot be taken off the panel.
 */
export function seat(
  before: Panel | undefined,
  wish: Seating,
  at: string,
): Result<Panel, RuleBroken> {
  const breaches = [
    ...breachesOfSize(wish),
    ...breachesOfDeadline(wish, at),
    ...breachesOfBegun(before, wish),
  ];
  if (breaches.length > 0) return broken(...breaches);
  const { kind, rubric, speciality, reviewers, convener } = wish;
  const due = wish.due ?? deadlineOf(kind, at);
  const kept = (before?.seats ?? []).map((one): Seat => {
    if (!reviewers.includes(one.reviewer)) return { ...one, state: 'replaced' };
    if (one.state === 'replaced') return newSeat(one.reviewer, at, due);
    return wish.due === undefined ? one : { ...one, due };
  });
  const known = new Set(kept.map(({ reviewer }) => reviewer));
  const added = reviewers.filter((one) => !known.has(one));
  const seats = [...kept, ...added.map((one) => newSeat(one, at, due))];
  if (seats.length > panelLimits.seats) {
    const most = panelLimits.seats;
    return broken({ pointer: '/reviewers', rule: 'panel-full', most });
  }
  return ok({
    kind,
    rubric,
    ...(speciality && { speciality }),
    seats,
    convener,
  });
}

/** A panel on which somebody silent gave way, to `next` if there is anybody. */
export function replaced(
  panel: Panel,
  silent: string,
  next: string | undefined,
  at: string,
): Panel {
  const seats = panel.seats.map((one): Seat => {
    if (one.reviewer !== silent) return one;
    return {
      ...one,
      state: 'replaced',
      ...(next !== undefined && { replacedBy: next }),
    };
  });
  if (next === undefined) return { ...panel, seats };
  const due = deadlineOf(panel.kind, at);
  return { ...panel, seats: [...seats, newSeat(next, at, due)] };
}

/** A panel on which somebody has scored. */
export function scoredBy(panel: Panel, reviewer: string): Panel {
  const seats = panel.seats.map(
    (one): Seat =>
      one.reviewer === reviewer ? { ...one, state: 'scored' } : one,
  );
  return { ...panel, seats };
}

/** The sheets that count: of who sits still and never contributed. */
export function countedSheets(
  panel: Panel,
  sheets: readonly Sheet[],
  contributed: readonly string[],
): Sheet[] {
  return sheets.filter(
    ({ reviewer }) =>
      seatOf(panel, reviewer) !== undefined && !contributed.includes(reviewer),
  );
}

/** What the scores come to so far, by the panel's rubric and rule. */
export function tallySoFar(
  panel: Panel,
  rubric: Rubric,
  sheets: readonly Sheet[],
): Tally {
  return tallyOf(rubric, sheets, panelKinds[panel.kind]);
}

/** Whether the rule decides now: nobody is left who could still score. */
export function isRipe(panel: Panel, at: string): boolean {
  return (
    panelKinds[panel.kind].decision === 'by-rule' &&
    seated(panel).every(({ state, due }) => state === 'scored' || due < at)
  );
}

function newSeat(reviewer: string, at: string, due: string): Seat {
  return { reviewer, state: 'assigned', assignedAt: at, due };
}

function breachesOfSize({ kind, reviewers }: Seating): Breach[] {
  const { least, most } = panelKinds[kind].size;
  const size = reviewers.length;
  const outside =
    size < least || size > most
      ? [{ pointer: '/reviewers', rule: 'panel-size', size, least, most }]
      : [];
  const twice = reviewers.flatMap((one, at) =>
    reviewers.indexOf(one) === at
      ? []
      : [{ pointer: `/reviewers/${at}`, rule: 'reviewer-twice' }],
  );
  return [...outside, ...twice];
}

function breachesOfDeadline({ due }: Seating, at: string): Breach[] {
  if (due === undefined) return [];
  const last = shifted(at, panelLimits.deadlineDays);
  return due > at && due <= last
    ? []
    : [{ pointer: '/due', rule: 'due-out-of-range', due, last }];
}

function breachesOfBegun(
  before: Panel | undefined,
  { kind, rubric, reviewers }: Seating,
): Breach[] {
  const scored = seated(before).filter(({ state }) => state === 'scored');
  if (before === undefined || scored.length === 0) return [];
  const isSame =
    before.kind === kind &&
    before.rubric.id === rubric.id &&
    before.rubric.version === rubric.version;
  const begun = isSame ? [] : [{ pointer: '/kind', rule: 'panel-begun' }];
  const leaving = scored.some(({ reviewer }) => !reviewers.includes(reviewer));
  return leaving
    ? [...begun, { pointer: '/reviewers', rule: 'scored-stays' }]
    : begun;
}

function broken(...errors: Breach[]): {
  readonly ok: false;
  readonly error: RuleBroken;
} {
  return fail({ code: 'rule-broken', errors });
}

function shifted(moment: string, days: number): string {
  return new Date(Date.parse(moment) + days * dayMs).toISOString();
}
