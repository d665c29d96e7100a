import { ulid } from 'ulid';
import { inject } from 'vitest';
import {
  NewMember,
  SeenOrganisation,
} from '../../functions/identity/contract.ts';
import type { Role } from '../../functions/platform/contract.ts';
import {
  ensureSecondFactor,
  needsSecondFactor,
} from '../../local/second-factor.ts';
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
): Promise<Client & { readonly person: string; readonly token: string }> {
  const operator = await signedIn('operator');
  const username = `u${ulid().toLowerCase()}`;
  const path = `/v1/organisations/${school}/members`;
  const added = await operator.post(path, { username, name: '李老师', roles });
  const { person, oneTimePassword = '' } = NewMember.parse(added.body);
  const first = { username, password: oneTimePassword };
  const newPassword = ulid();
  let { accessToken } = await signIn(inject('stack'), first, { newPassword });
  if (needsSecondFactor(roles)) {
    const account = { username, password: newPassword };
    await ensureSecondFactor(inject('stack'), account);
    ({ accessToken } = await signIn(inject('stack'), account));
  }
  return { ...client(accessToken), person: person.id, token: accessToken };
}
