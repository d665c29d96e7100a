import type { Named } from '../../identity/service/named.ts';
import { may } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { ReviewDesk } from '../../review/service.ts';
import { studentWork } from '../edition/contract.ts';
import type { WithdrawalKind } from '../head/contract.ts';
import { correct } from '../model/correction.ts';
import { broken, type Refused } from '../model/drafting.ts';
import type { StateRefused } from '../model/life.ts';
import { targetsOf } from '../model/relations.ts';
import {
  publish,
  restore,
  submit,
  takeBack,
  transfer,
  withdraw,
} from '../model/steps.ts';
import { factsOf } from '../model/view.ts';
import type { Forbidden } from '../service.ts';
import {
  type CommandNeeds,
  command,
  type Found,
  plain,
  type Refusals,
  type Wish,
} from './command.ts';

export type LifeNeeds = CommandNeeds & { readonly reviews: ReviewDesk };

/**
 * Submits the draft; its review is opened in the same transaction. Student
 * work is a teacher's to submit, not a system's. Cost: `command`, 0.5 RRU per 4
 * KB of the heads that it is based on, and 4 WRU for the review with its two
 * indexes.
 */
export function submitDraft(
  needs: LifeNeeds & { readonly newReviewId: () => string },
  wish: Wish,
): Promise<Result<Found, Refusals<Refused>>> {
  return command(needs, 'submit', wish, async (found, by) => {
    const isStudents = found.edition.type === studentWork;
    if (isStudents && wish.principal.kind === 'client') {
      return broken({ pointer: '/edition/type', rule: 'teacher-submits' });
    }
    const id = needs.newReviewId();
    const named = targetsOf(found.head, 'isBasedOn');
    const sources =
      named.length > 0 ? await needs.reads.heads(named) : undefined;
    const move = submit(found, id, by, [...(sources?.values() ?? [])]);
    if (!move.ok) return move;
    const { version } = move.value.entry.header;
    const { holder } = found.head;
    const opened = needs.reviews.opened({
      id,
      resourceId: wish.id,
      version,
      title: found.edition.title,
      holder,
      submittedBy: by.actor,
      openedAt: by.at,
    });
    return ok({ move: move.value, with: opened });
  });
}

/** Takes the submitted version back; its review ends. Cost: as `submitDraft`. */
export function takeBackDraft(
  needs: LifeNeeds,
  wish: Wish,
): Promise<Result<Found, Refusals<StateRefused>>> {
  return command(needs, 'take-back', wish, (found, by) => {
    const move = takeBack(found, by);
    if (!move.ok) return move;
    const { review } = found.head;
    const ended = review
      ? needs.reviews.ended(review, 'taken-back', by.at)
      : [];
    return ok({ move: move.value, with: ended });
  });
}

/**
 * Publishes a draft as a minor correction of the published version, where the
 * district allows that. Cost: `command`.
 */
export function correctPublished(
  needs: CommandNeeds & { readonly allowsCorrections: boolean },
  wish: Wish,
): Promise<Result<Found, Refusals<Refused>>> {
  return command(needs, 'submit', wish, (found, by) =>
    needs.allowsCorrections
      ? plain(correct(found, by))
      : broken({ pointer: '', rule: 'corrections-need-review' }),
  );
}

/** Publishes what waits for its date. Cost: `command`. */
export function publishAccepted(
  needs: CommandNeeds,
  wish: Wish,
): Promise<Result<Found, Refusals<StateRefused>>> {
  return command(needs, 'publish', wish, (found, by) =>
    plain(publish(found, by)),
  );
}

/**
 * Closes every version to readers. A review that is open ends; one that was
 * decided is left as it is. Cost: `command`, and 4 WRU for such a review.
 */
export function withdrawResource(
  needs: LifeNeeds,
  wish: Wish,
  why: { readonly kind: WithdrawalKind; readonly reason: string },
): Promise<Result<Found, Refusals<StateRefused>>> {
  return command(needs, 'withdraw', wish, (found, by) => {
    const move = withdraw(found, why, by);
    if (!move.ok) return move;
    const { review } = found.head;
    const ended =
      review?.state === 'in-review'
        ? needs.reviews.ended(review, 'withdrawn', by.at)
        : [];
    return ok({ move: move.value, with: ended });
  });
}

/**
 * Gives a resource to another organisation: to one that the same person manages
 * and that takes something new. An open review goes to the queue of that
 * organisation. Cost: `command`, 2 WRU for the organisation, 5 for an open
 * review and 4 for each who sits on its panel.
 */
export function transferResource(
  needs: LifeNeeds & { readonly named: Pick<Named, 'openPart'> },
  wish: Wish,
  to: { readonly holder: string; readonly reason?: string | undefined },
): Promise<Result<Found, Refusals<Refused>>> {
  return command<Refused | Forbidden>(needs, 'transfer', wish, (found, by) => {
    const { holder } = to;
    const facts = { ...factsOf(found.head), holder };
    const { allowed, rule } = may(wish.principal, 'transfer', facts);
    if (!allowed) return fail({ code: 'forbidden', rule });
    const move = transfer(found, to, by);
    if (!move.ok) return move;
    const { review } = found.head;
    const queued =
      review?.state === 'in-review' ? needs.reviews.moved(review, holder) : [];
    const open = needs.named.openPart(holder, '/holder');
    return ok({ move: move.value, with: [open, ...queued] });
  });
}

/** Ends a withdrawal. Cost: `command`. */
export function restoreResource(
  needs: CommandNeeds,
  wish: Wish,
  reason: string,
): Promise<Result<Found, Refusals<StateRefused>>> {
  return command(needs, 'restore', wish, (found, by) =>
    plain(restore(found, reason, by)),
  );
}
