import {
  type Organisation,
  routes,
} from '../../functions/identity/contract.ts';
import { ApiProblem, type Client } from '../client.ts';
import type { Journal } from '../journal.ts';
import { keyOf } from '../journey.ts';
import type { Account } from '../platform-file.ts';
import { inParallel } from '../pool.ts';
import { needsSecondFactor } from '../second-factor.ts';
import type { DemoDistrict } from './schema.ts';

export type DemoProgress = {
  readonly what: 'organisations' | 'people' | 'resources';
  readonly done: number;
  readonly of: number;
};

type Needs = {
  readonly district: DemoDistrict;
  readonly operator: Client;
  /** Signs in with a one-time password and changes it. */
  readonly firstSignIn: (account: Account) => Promise<void>;
  /** Sets up a second factor for who signs in with the demo's password. */
  readonly secondFactor: (username: string) => Promise<void>;
  /** A client of somebody who signs in with the demo's password. */
  readonly demoClient: (username: string) => Client;
  readonly journal: Journal;
  readonly concurrency: number;
  readonly onProgress: ((progress: DemoProgress) => void) | undefined;
};

/**
 * Makes the organisations and people that are not there yet; gives the ids of
 * the organisations by their keys. The district's bureau is there from the
 * first operator on, whatever its name.
 */
export async function loadDistrict(
  needs: Needs,
): Promise<ReadonlyMap<string, string>> {
  const ids = await loadOrganisations(needs);
  await loadPeople(needs, ids);
  return ids;
}

async function loadOrganisations({
  district,
  operator,
  onProgress,
}: Needs): Promise<Map<string, string>> {
  const existing = await allOrganisations(operator);
  const ids = new Map<string, string>();
  for (const wanted of district.organisations) {
    const { key, kind, name } = wanted;
    const parent = wanted.parent && ids.get(wanted.parent);
    const found = existing.find((one) =>
      parent === undefined
        ? one.parent === undefined
        : one.parent === parent && one.name === name,
    );
    if (found !== undefined) {
      ids.set(key, found.id);
    } else if (parent !== undefined) {
      const made = await operator.call(routes.createOrganisation, {
        idempotencyKey: keyOf('demo', 'organisation', key),
        body: { kind, name, parent },
      });
      ids.set(key, made.body.id);
    } else {
      throw new Error(`${key}: the district has no bureau to stand for it.`);
    }
    onProgress?.({
      what: 'organisations',
      done: ids.size,
      of: district.organisations.length,
    });
  }
  return ids;
}

async function allOrganisations(operator: Client): Promise<Organisation[]> {
  const all: Organisation[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: 100, cursor };
    const { body } = await operator.call(routes.organisations, { query });
    all.push(...body.items);
    cursor = body.next;
  } while (cursor !== undefined);
  return all;
}

async function loadPeople(
  needs: Needs,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const { district, journal, concurrency, onProgress } = needs;
  let done = 0;
  await inParallel(district.people, concurrency, async (person) => {
    const key = `person ${person.username}`;
    if (journal.entry(key)?.isDone !== true) {
      const made = await loadPerson(needs, person, ids);
      if (needsSecondFactor([person.role])) {
        await needs.secondFactor(person.username);
      }
      journal.note({ key, made, isDone: true });
    }
    done += 1;
    onProgress?.({ what: 'people', done, of: district.people.length });
  });
}

/**
 * Adds a person and signs in for the first time. A name that is taken is ours
 * if the demo's password opens it: a run before was cut off just after that.
 */
async function loadPerson(
  { operator, firstSignIn, demoClient }: Needs,
  { username, name, role, organisation }: DemoDistrict['people'][number],
  ids: ReadonlyMap<string, string>,
): Promise<string> {
  try {
    const { body } = await operator.call(routes.addMember, {
      params: { id: ids.get(organisation) ?? '' },
      body: { username, name, roles: [role] },
    });
    const { oneTimePassword: password, person } = body;
    if (password !== undefined) await firstSignIn({ username, password });
    return person.id;
  } catch (error) {
    const isTaken = error instanceof ApiProblem && error.status === 422;
    if (!isTaken) throw error;
    const { body } = await demoClient(username).call(routes.me);
    return body.person.id;
  }
}
