import { isDeepStrictEqual } from 'node:util';
import type { Commit } from '../../platform/commit.ts';
import type { ResourceService } from '../../resources/service.ts';
import { collaborationDays } from '../model/candidates.ts';
import type { ReviewerStore, Ties } from '../store/reviewers.ts';
import type { People } from './candidates.ts';

const dayMs = 24 * 3_600_000;

export type CollaboratingNeeds = {
  readonly resources: Pick<ResourceService, 'headNow'>;
  readonly reviewers: Pick<
    ReviewerStore,
    'collaborators' | 'collaboratorsPart'
  >;
  readonly people: Pick<People, 'people'>;
  readonly commit: Commit;
  readonly now: () => Date;
};

/**
 * Remembers who submits something together, for as long as that keeps them from
 * judging each other, and of which organisations they are, so that a list of
 * candidates need not ask for each. Bears repeats and late arrivals: it reads
 * the resource as it is now. Throws when another call wrote the same person's
 * item: the queue brings the event again. Cost: 1 RRU per 4 KB of the head; for
 * each contributor that of `people`, 1 RRU and, unless nothing is new, 2 WRU per
 * KB, a KB for every twenty people they have worked with.
 */
export async function rememberCollaboration(
  { resources, reviewers, people, commit, now }: CollaboratingNeeds,
  resourceId: string,
): Promise<void> {
  const head = await resources.headNow(resourceId);
  if (!head) return;
  const at = now();
  const since = new Date(at.getTime() - collaborationDays * dayMs);
  const last = at.toISOString();
  const known = await people.people(head.contributors);
  for (const person of head.contributors) {
    const before = await reviewers.collaborators(person);
    const still = Object.entries(before?.lastByPerson ?? {}).filter(
      ([, when]) => when >= since.toISOString(),
    );
    const others = head.contributors
      .filter((one) => one !== person)
      .map((one) => [one, last] as const);
    const lastByPerson = Object.fromEntries([...still, ...others]);
    const { organisations = [] } = known.get(person) ?? {};
    const ties = { lastByPerson, organisations: [...organisations] };
    if (isDeepStrictEqual(before && tiesOf(before), ties)) continue;
    const part = reviewers.collaboratorsPart(person, before, ties);
    const done = await commit(undefined, [part]);
    if (!done.ok) throw new Error(`The item of ${person} changed just now.`);
  }
}

function tiesOf({ lastByPerson, organisations }: Ties): Ties {
  return { lastByPerson, organisations };
}
