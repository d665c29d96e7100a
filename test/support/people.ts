import { inject } from 'vitest';
import type { Role } from '../../functions/platform/contract.ts';
import { signIn } from '../../local/sign-in.ts';
import type { Place, TestDistrict } from './district.ts';
import { type Client, client } from './http.ts';

/** Someone who has signed in, and the organisation they belong to. */
export type SignedIn = Client & {
  readonly token: string;
  readonly person: string;
  readonly organisation: string;
};

const signedInAlready = new Map<string, Promise<SignedIn>>();

/**
 * Someone of the test district who holds that role, and no other. Operators
 * and auditors are of the bureau; all others are of one school, unless told
 * `elsewhere`: another school, whose people manage nothing of the first.
 */
export function signedIn(role: Role, where?: Place): Promise<SignedIn> {
  const isOfBureau = role === 'operator' || role === 'auditor';
  const place = where ?? (isOfBureau ? 'bureau' : 'school');
  const key = `${place} ${role}`;
  const signing = signedInAlready.get(key) ?? signInAs(role, place);
  signedInAlready.set(key, signing);
  return signing;
}

/** The same with a token of now: one lasts a quarter of an hour. */
export function signedInAnew(role: Role): Promise<SignedIn> {
  signedInAlready.clear();
  return signedIn(role);
}

/** The test district's organisations and people. */
export function district(): TestDistrict {
  const made = inject('district');
  if ('failure' in made) {
    throw new Error(`There is no test district: ${made.failure}`);
  }
  return made;
}

async function signInAs(role: Role, place: Place): Promise<SignedIn> {
  const { organisations, people } = district();
  const found = people.find(
    (person) => person.role === role && person.place === place,
  );
  if (!found) throw new Error(`The test district has no ${role} at ${place}.`);
  const { username, password, person } = found;
  const { accessToken } = await signIn(inject('stack'), { username, password });
  const organisation = organisations[place];
  return { ...client(accessToken), token: accessToken, person, organisation };
}
