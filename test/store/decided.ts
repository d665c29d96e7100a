import type { Person } from '../../functions/platform/contract.ts';
import { resources } from '../../functions/resources/resources.ts';
import type { Found } from '../../functions/resources/service/command.ts';
import { resourceService } from '../../functions/resources/service.ts';
import type { Decision } from '../../functions/review/contract.ts';
import { etagOf } from '../../functions/review/model/review.ts';
import { decideReview } from '../../functions/review/service/deciding.ts';
import { panelStore } from '../../functions/review/store/panels.ts';
import { reviewStore } from '../../functions/review/store/reviews.ts';
import { rubricStore } from '../../functions/review/store/rubrics.ts';
import { got, needs } from './catalogue.ts';

export const reviewNeeds = {
  ...needs,
  reviews: reviewStore,
  panels: panelStore,
  rubrics: rubricStore,
  resources,
  settings: { authorSeesScores: false },
};

/** A resource after a decision on the version that it has in review. */
export async function decided(
  { head }: Found,
  principal: Person,
  decision: Decision,
  now = needs.now,
): Promise<Found> {
  const id = head.review?.id ?? '';
  const ifMatch = '"1"';
  const { kept, resource } = got(
    await decideReview(
      { ...reviewNeeds, now, resources: resourceService({ ...needs, now }) },
      principal,
      { id, ifMatch, decision },
    ),
  );
  if (etagOf(kept) === ifMatch) throw new Error('The review did not change.');
  const after = await resources.headNow(head.id);
  if (!after) throw new Error('The resource is gone.');
  return { head: after, shown: resource };
}
