import { ulid } from 'ulid';
import { inject } from 'vitest';
import {
  NewMember,
  SeenOrganisation,
} from '../../functions/identity/contract.ts';
import type { Role } from '../../functions/platform/contract.ts';
import { signIn } from '../../local/sign-in.ts';
import { type Client, client } from './http.ts';
import { district, signedIn } from './people.ts';

/** A school that was not there before, under the bureau. */
export async function newSchool(): Promise<SeenOrganisation> {
  const operator = await signedIn('operator');
  const made = await operator.post('/v1/organisations', {
    kind: 'school',
    name: `学校 ${ulid()}`,
    parent: district().organisations.bureau,
  });
  return SeenOrganisation.parse(made.body);
}

/** Somebody new at a school, who has signed in and chosen a password. */
export async function newcomer(
  school: string,
  roles: readonly Role[],
): Promise<Client & { readonly person: string }> {
  const operator = await signedIn('operator');
  const username = `u${ulid().toLowerCase()}`;
  const path = `/v1/organisations/${school}/members`;
  const added = await operator.post(path, { username, name: '李老师', roles });
  const { person, oneTimePassword = '' } = NewMember.parse(added.body);
  const account = { username, password: oneTimePassword };
  const { accessToken } = await signIn(inject('stack'), account, ulid());
  return { ...client(accessToken), person: person.id };
}
