import type { Role } from '../../platform/contract.ts';
import type { Speciality } from '../member/contract.ts';
import { type Given, rolesOn, specialitiesOf } from '../model/membership.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { PersonRecord } from './principals.ts';

/** Somebody who may be asked to review, as things stand today. */
export type Reviewer = {
  readonly person: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly organisations: readonly string[];
  readonly specialities: readonly Speciality[];
};

export type ExpertService = {
  /**
   * Who are experts of a speciality today, by the ids of their persons. A page
   * may hold fewer than asked for: whose role begins later or has ended is left
   * out. Cost: one query (0.5 RRU per 4 KB, some 13 experts), and one for each
   * person of the page (0.5 RRU).
   */
  expertsBySpeciality(
    speciality: Speciality,
    page: { readonly limit: number; readonly after: string | undefined },
  ): Promise<{ readonly items: readonly Reviewer[]; readonly next?: string }>;
  /** People by id; who is not known is left out. 0.5 RRU and a query each. */
  people(ids: readonly string[]): Promise<ReadonlyMap<string, Reviewer>>;
};

/** Experts and other reviewers, as other capabilities ask for them. */
export function expertService({
  store,
  now,
}: {
  readonly store: Pick<DirectoryReads, 'experts' | 'linked' | 'person'>;
  readonly now: () => Date;
}): ExpertService {
  async function people(ids: readonly string[]) {
    const today = now().toISOString().slice(0, 10);
    const found = await Promise.all(
      [...new Set(ids)].map((id) => store.person(id, { consistent: false })),
    );
    const known = found.flatMap((one) => (one ? reviewerOn(one, today) : []));
    return new Map(known.map((one) => [one.person, one]));
  }
  return {
    people,
    async expertsBySpeciality(speciality, page) {
      const { links, next } = await store.experts(speciality, page);
      const today = now().toISOString().slice(0, 10);
      const found = (await store.linked(links)).map((one) =>
        reviewerOn(one, today),
      );
      const items = found.filter(({ specialities }) =>
        specialities.some(
          ({ learningStage, subject }) =>
            learningStage === speciality.learningStage &&
            subject === speciality.subject,
        ),
      );
      return { items, ...(next !== undefined && { next }) };
    },
  };
}

function reviewerOn({ profile, held }: PersonRecord, today: string): Reviewer {
  const counting = rolesOn(held, today);
  const specialities = held.flatMap((one) => {
    const given: Given = {
      ...one,
      roles: rolesOn([one], today)[0]?.roles ?? [],
    };
    return specialitiesOf(given);
  });
  return {
    person: profile.id,
    name: profile.name,
    roles: [...new Set(counting.flatMap(({ roles }) => roles))],
    organisations: counting.map(({ organisation }) => organisation),
    specialities,
  };
}
