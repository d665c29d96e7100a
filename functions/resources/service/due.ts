import type { Commit } from '../../platform/commit.ts';
import type { Outgoing, RuleId } from '../../platform/contract.ts';
import type { Log } from '../../platform/log.ts';
import type { Result } from '../../platform/result.ts';
import type { ReviewDesk } from '../../review/service.ts';
import { logs } from '../contract.ts';
import type { DayPart } from '../due/contract.ts';
import type { Refused } from '../model/drafting.ts';
import type { By, Case, Move } from '../model/move.ts';
import { publish, withdraw } from '../model/steps.ts';
import {
  type Due,
  daysAfter,
  fallDue,
  nextDue,
  remind,
} from '../model/validity.ts';
import { byRule, type ResourceNeeds, workEdition } from '../service.ts';
import type { DueStore } from '../store/due.ts';

/**
 * How fast one worker goes: a page of so many in at least so long, some of them
 * at once. Five workers make 50 resources a second, some 900 WRU: readers and
 * contributors never notice, and 50,000 take 17 minutes.
 */
export const pace = { page: 20, pageMs: 2_000, atOnce: 5 } as const;

/**
 * Days that stay open after they are over: a command that began before midnight
 * may still list something under the day before, and an index follows late.
 */
const openDays = 2;

/** Most days of one run; after a longer standstill the next run goes on. */
const daysAtOnce = 31;

/** The bus takes ten events in a request. */
const eventsAtOnce = 10;

export type DispatchNeeds = {
  readonly due: Pick<DueStore, 'dueOn' | 'daysDone' | 'noteDaysDone'>;
  /** Shards that a day's list is divided into. */
  readonly shards: number;
  /** Sends up to ten; gives the positions of those that were not taken. */
  readonly send: (events: readonly Outgoing[]) => Promise<readonly number[]>;
  readonly log: Log;
};

/**
 * Asks for every part of a day, up to today, in which something is left to be
 * worked off. What was asked for before and is not done is asked for again, so
 * that nothing is lost with a message; a day that was missed is caught up. Cost:
 * 0.5 RRU for each shard of each open day (15 on a plain day), 1 RRU and 1 WRU.
 */
export async function dispatchDays(
  { due, shards, send, log }: DispatchNeeds,
  {
    today,
    only,
  }: { readonly today: string; readonly only?: string | undefined },
): Promise<void> {
  const through = await due.daysDone();
  const days = only ? [only] : daysOpen(through, today);
  const parts: DayPart[] = [];
  for (const date of days) {
    const found = await Promise.all(
      Array.from({ length: shards }, async (_, shard) => {
        const page = { limit: 1, after: undefined };
        const ids = await due.dueOn({ date, shard }, page);
        return ids.length > 0 ? [{ date, shard, today }] : [];
      }),
    );
    parts.push(...found.flat());
  }
  await ask(send, parts);
  const first = parts[0]?.date ?? today;
  const last = earlier(daysAfter(first, -1), daysAfter(today, -openDays));
  const end = earlier(last, days.at(-1) ?? last);
  if (!only && (through === undefined || end > through)) {
    await due.noteDaysDone(end);
  }
  log.info(logs.daysLooked, { days: days.length, parts: parts.length, today });
}

function daysOpen(through: string | undefined, today: string): string[] {
  const from = daysAfter(through ?? daysAfter(today, -openDays), 1);
  return Array.from({ length: daysAtOnce }, (_, at) =>
    daysAfter(from, at),
  ).filter((day) => day <= today);
}

async function ask(
  send: DispatchNeeds['send'],
  parts: readonly DayPart[],
): Promise<void> {
  for (let from = 0; from < parts.length; from += eventsAtOnce) {
    const events = parts
      .slice(from, from + eventsAtOnce)
      .map((detail) => ({ type: 'day.waiting', detail }));
    const refused = await send(events);
    if (refused.length > 0) throw new Error('The bus did not take all events.');
  }
}

export type DueNeeds = ResourceNeeds & {
  readonly due: Pick<DueStore, 'dueOn'>;
  readonly reviews: Pick<ReviewDesk, 'ended'>;
  readonly commit: Commit;
  readonly send: DispatchNeeds['send'];
  /** Whether there is time for one more page. */
  readonly hasTime: () => boolean;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  readonly log: Log;
};

/** How a worker's turn went. */
export type Turn = { readonly looked: number; readonly failed: number };

/**
 * Works off a part of a day, page by page at its pace. What fails holds up
 * nothing else; it stays listed. When its time is over it asks for itself to go
 * on after where it came. Doing it twice does no harm. Cost: 0.5 RRU a page, and
 * for each resource that of `workOff`.
 */
export async function workOffPart(
  needs: DueNeeds,
  { after, ...part }: DayPart,
): Promise<Turn> {
  const { due, hasTime, wait, send, log, now } = needs;
  let [looked, failed] = [0, 0];
  let place = after;
  for (;;) {
    const began = now().getTime();
    const ids = await due.dueOn(part, { limit: pace.page, after: place });
    for (let at = 0; at < ids.length; at += pace.atOnce) {
      const some = ids.slice(at, at + pace.atOnce);
      const went = await Promise.all(some.map((id) => tryOff(needs, id, part)));
      failed += went.filter((isDone) => !isDone).length;
    }
    looked += ids.length;
    place = ids.at(-1) ?? place;
    if (ids.length < pace.page) break;
    // Also after the last page of a turn: the next turn begins at once.
    await wait(Math.max(0, began + pace.pageMs - now().getTime()));
    if (!hasTime()) {
      await ask(send, [{ ...part, ...(place && { after: place }) }]);
      break;
    }
  }
  log.info(logs.dayWorkedOff, { ...part, looked, failed });
  return { looked, failed };
}

async function tryOff(
  needs: DueNeeds,
  id: string,
  { today }: Pick<DayPart, 'today'>,
): Promise<boolean> {
  try {
    await workOff(needs, id, today);
    return true;
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    needs.log.error(logs.dueFailed, { id, error: cause });
    return false;
  }
}

/** The rules that act by date; their ids never change. */
const rules = {
  publish: 'rule:date-of-publication',
  remind: 'rule:review-due',
  'fall-due': 'rule:review-due',
  outdate: 'rule:outdated',
} as const satisfies Record<Due['what'], RuleId>;

/**
 * What is due of one resource today, if anything: one step, as any command takes
 * it. One that somebody moved just now is left to the next run. Cost: 1 RRU per 4
 * KB of the head and of a version that is published, and the WRU of `partsOf`.
 */
export async function workOff(
  needs: DueNeeds,
  id: string,
  today: string,
): Promise<Due['what'] | 'nothing' | 'overtaken'> {
  const { reads, partsOf, commit, epoch, log } = needs;
  const head = await reads.head(id, { consistent: true });
  const due = head && nextDue(head);
  if (!head || !due || due.on > today) return 'nothing';
  if (head.epoch > epoch) throw new Error('The Region has been succeeded.');
  const { what } = due;
  const edition = await workEdition(needs, head);
  const by = byRule(needs, rules[what], head.holder);
  const move = steps[what]({ head, edition }, today, by);
  if (!move.ok) throw new Error(`${what} was refused: ${move.error.code}.`);
  const { review } = head;
  const isEnded = review?.state === 'in-review' && !move.value.head.review;
  const ended = isEnded ? needs.reviews.ended(review, 'withdrawn', by.at) : [];
  const done = await commit(what, [...partsOf(move.value), ...ended]);
  if (!done.ok) return 'overtaken';
  log.info(logs.dueDone, { id, what });
  return what;
}

type ByDate = (found: Case, today: string, by: By) => Result<Move, Refused>;

const steps = {
  publish: (found, _, by) => publish(found, by),
  remind: ({ head }, today, by) => remind(head, today, by),
  'fall-due': ({ head }, today, by) => fallDue(head, today, by),
  outdate: (found, _, by) => withdraw(found, { kind: 'outdated' }, by),
} as const satisfies Record<Due['what'], ByDate>;

function earlier(one: string, other: string): string {
  return one < other ? one : other;
}
