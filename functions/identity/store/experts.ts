import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import type { Speciality } from '../member/contract.ts';
import { keys, SpecialityLink } from './items.ts';
import {
  type KeptMembership,
  type Profile,
  readMembership,
  readProfile,
} from './people.ts';
import { getAll, ownedBy } from './reading.ts';

/**
 * Who are experts of a speciality, by person: each once a page, in any of their
 * organisations, whether or not the role counts today. One query; 0.5 RRU per 4
 * KB, some 13 experts; an index is read, so that a change shows a moment later.
 */
async function experts(
  speciality: Speciality,
  { after, limit }: { after?: string | undefined; limit?: number | undefined },
): Promise<{ persons: string[]; links: ExpertLink[]; next?: string }> {
  // Beyond all of this person's organisations.
  const beyond = after === undefined ? undefined : `${after}#~`;
  const page = { after: beyond, limit };
  const owned = await ownedBy(keys.expertsOf(speciality), page);
  const links = owned.items.map((one): ExpertLink => {
    const { person, ownerSk } =
      SpecialityLink.build(EntityFormatter).format(one);
    return { person, organisation: ownerSk.slice(person.length + 1) };
  });
  const last = links.at(-1)?.person;
  return {
    persons: [...new Set(links.map(({ person }) => person))],
    links,
    ...(owned.isMore && last !== undefined && { next: last }),
  };
}

/** In which organisation somebody is an expert. */
export type ExpertLink = {
  readonly person: string;
  readonly organisation: string;
};

/**
 * Who these experts are, with what they hold where they are experts; in one
 * request for up to 50. 0.5 RRU for each person and for each membership.
 */
async function linked(
  links: readonly ExpertLink[],
): Promise<{ profile: Profile; held: KeptMembership[] }[]> {
  const persons = [...new Set(links.map(({ person }) => person))];
  const items = await getAll(
    [
      ...persons.map(keys.person),
      ...links.map((one) => keys.membership(one.person, one.organisation)),
    ],
    { consistent: false },
  );
  const profiles = items.filter(({ sk }) => sk === keys.person('').sk);
  const held = items
    .filter(({ sk }) => sk !== keys.person('').sk)
    .map(readMembership);
  return profiles.map((one) => {
    const profile = readProfile(one);
    const own = held.filter(({ person }) => person === profile.id);
    return { profile, held: own };
  });
}

export const expertReads = { experts, linked };
