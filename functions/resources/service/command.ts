import type { Commit, Part } from '../../platform/commit.ts';
import type { Action, Actor } from '../../platform/contract.ts';
import type { Log } from '../../platform/log.ts';
import { may } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { logs } from '../contract.ts';
import type { Edition } from '../edition/contract.ts';
import type { Head } from '../head/contract.ts';
import type { By, Case, Move } from '../model/move.ts';
import { factsOf, type Shown, sightOf, type Unseen } from '../model/view.ts';
import {
  byNow,
  type Forbidden,
  type ResourceNeeds,
  type Succeeded,
  shownAfter,
  workEdition,
} from '../service.ts';

/** What a command needs: it writes, and says what a rule refused. */
export type CommandNeeds = ResourceNeeds & {
  readonly commit: Commit;
  readonly log: Log;
};

/** A resource with the version that stands for it. */
export type Found = { readonly head: Head; readonly shown: Shown };

/** Who commands what, on the state they read. */
export type Wish = {
  readonly id: string;
  /** The ETag that they hold. */
  readonly ifMatch: string;
  readonly principal: Actor;
};

type Changed = { readonly code: 'changed' };
export type Refusals<E> = Unseen | Forbidden | Succeeded | Changed | E;

/** What a command makes of what it finds: a move, and what goes with it. */
export type Decided<E extends { readonly code: string }> = Result<
  { readonly move: Move; readonly with?: readonly Part<E | Changed>[] },
  E
>;

/** Strong and quoted: it changes with every command. */
export function etagOf({ epoch, seq }: Pick<Head, 'epoch' | 'seq'>): string {
  return `"${epoch}-${seq}"`;
}

/**
 * Carries out one command: who may not see the resource learns nothing of it,
 * who may not do this gets the rule, who read an older state reads again; only
 * then the model decides, and one transaction writes its move. Cost: 1 RRU per
 * 4 KB of the head and of the open version, and the WRU of `partsOf`.
 */
export async function command<E extends { readonly code: string }>(
  needs: CommandNeeds,
  action: Action,
  { id, ifMatch, principal }: Wish,
  step: (found: Case, by: By) => Decided<E> | Promise<Decided<E>>,
): Promise<Result<Found, Refusals<E>>> {
  const { reads, partsOf, commit, log } = needs;
  const head = await reads.head(id, { consistent: true });
  if (head === undefined) return fail({ code: 'unknown' });
  const seen = sightOf(head, principal);
  if (!seen.ok) return seen;
  const decision = may(principal, action, factsOf(head));
  const { allowed, rule, membership } = decision;
  if (!allowed) return fail({ code: 'forbidden', rule });
  if (head.epoch > needs.epoch) return fail({ code: 'unavailable' });
  if (etagOf(head) !== ifMatch) return fail({ code: 'changed' });
  const edition = await workEdition(needs, head);
  const organisation = membership?.organisation ?? head.holder;
  const by = byNow(needs, principal, organisation);
  const decided = await step({ head, edition }, by);
  if (!decided.ok) {
    log.warn(logs.refused, { id, action, reason: decided.error.code });
    return decided;
  }
  const { move, with: more = [] } = decided.value;
  return commit(foundAfter(move, edition), [...partsOf(move), ...more]);
}

function foundAfter(move: Move, edition: Edition): Found {
  const isGone = move.entry.header.action === 'discard';
  const { head } = move;
  // Nothing may be left to show, and a discarded draft is not shown.
  const shown = isGone
    ? { version: head.latest, edition }
    : shownAfter(move, edition);
  return { head, shown };
}

/** A step of the model that takes nothing along. */
export function plain<E extends { readonly code: string }>(
  result: Result<Move, E>,
): Decided<E> {
  return result.ok ? ok({ move: result.value }) : result;
}
