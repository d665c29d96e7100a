import { ok, type Result } from '../../platform/result.ts';
import type { ReviewDesk } from '../../review/service.ts';
import type { WithdrawalKind } from '../head/contract.ts';
import type { Refused } from '../model/drafting.ts';
import type { StateRefused } from '../model/life.ts';
import {
  publish,
  restore,
  submit,
  takeBack,
  withdraw,
} from '../model/steps.ts';
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
 * Submits the draft; its review is opened in the same transaction. Cost:
 * `command`, and 4 WRU for the review with its two indexes.
 */
export function submitDraft(
  needs: LifeNeeds & { readonly newReviewId: () => string },
  wish: Wish,
): Promise<Result<Found, Refusals<Refused>>> {
  return command(needs, 'submit', wish, (found, by) => {
    const id = needs.newReviewId();
    const move = submit(found, id, by);
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
