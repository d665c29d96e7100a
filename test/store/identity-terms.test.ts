import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RoleTerms } from '../../functions/identity/member/contract.ts';
import { expertService } from '../../functions/identity/service/experts.ts';
import { makeFirstOperator } from '../../functions/identity/service/first-operator.ts';
import {
  grantRole,
  revokeRole,
} from '../../functions/identity/service/members.ts';
import { addMember } from '../../functions/identity/service/new-member.ts';
import { identityPrincipals } from '../../functions/identity/service/principals.ts';
import { keys } from '../../functions/identity/store/items.ts';
import { dynamoDb } from '../../functions/platform/clients.ts';
import type {
  Actor,
  Person,
  Role,
  Unrecognised,
} from '../../functions/platform/contract.ts';
import { itemBytes } from '../../functions/platform/cost.ts';
import { environment } from '../../functions/platform/environment.ts';
import type { Result } from '../../functions/platform/result.ts';
import { inParallel } from '../../local/pool.ts';
import { needs, signedInAs } from './identity-needs.ts';
import { ownDirectory } from './identity-table.ts';

ownDirectory();

const physics = {
  learningStage: 'xy:learning-stage/junior-secondary',
  subject: 'xy:subject/physics',
} as const;
const music = { ...physics, subject: 'xy:subject/music' } as const;

const username = () => `u${ulid().toLowerCase()}`;
const root = username();
let bureau: string;
let operator: Person;

beforeAll(async () => {
  const newId = (prefix: string) => `${prefix}_${ulid()}`;
  const first = { username: root, name: '首位运维', organisation: '教育局' };
  const made = await makeFirstOperator({ ...needs(), newId }, first);
  if (made.outcome !== 'made') throw new Error(made.reason);
  bureau = made.organisation;
  operator = await signedInAs(root);
});

async function member(...roles: Role[]) {
  const wanted = {
    organisation: bureau,
    username: username(),
    name: '王老师',
    roles,
  };
  const newId = () => `per_${ulid()}`;
  const result = await addMember({ ...needs(), newId }, operator, wanted);
  if (!result.ok) throw new Error(result.error.code);
  return { id: result.value.person.id, username: wanted.username };
}

async function give(person: string, role: Role, terms: RoleTerms) {
  const asked = { organisation: bureau, person, role, terms };
  const given = await grantRole(needs(), operator, asked);
  if (!given.ok) throw new Error(JSON.stringify(given.error));
  return given.value;
}

const day = (days: number) =>
  new Date(Date.now() + days * 24 * 3_600_000).toISOString().slice(0, 10);

describe('given a role with dates', () => {
  test('it counts within them only, on writes at once and on reads within a minute', async () => {
    const { id, username: name } = await member('teacher');
    await give(id, 'librarian', { from: day(1), until: day(2) });
    const { accounts, store } = needs();
    const account = await accounts.find(name);
    const claims = {
      issuer: accounts.issuer(),
      subject: account?.subject ?? '',
      signedInAt: new Date(),
      isTwoFactor: true,
    };
    let clock = Date.now();
    const directory = identityPrincipals({ store, now: () => new Date(clock) });
    const roles = async (fresh: boolean) =>
      rolesOf(await directory.principal(claims, { fresh }));
    expect(await roles(false)).toEqual(['teacher']);
    clock = Date.parse(`${day(2)}T23:59:30Z`);
    expect(await roles(false)).toEqual(['teacher', 'librarian']);
    clock = Date.parse(`${day(3)}T00:00:00Z`);
    expect(await roles(true)).toEqual(['teacher']);
    clock = Date.parse(`${day(3)}T00:01:00Z`);
    expect(await roles(false)).toEqual(['teacher']);
  });

  test('given anew, the terms are the new ones; given so already, nothing is written', async () => {
    const { id } = await member('teacher');
    await give(id, 'teacher', { until: day(9) });
    const dated = { teacher: { until: day(9) } };
    expect(await give(id, 'teacher', { until: day(9) })).toMatchObject({
      roles: ['teacher'],
      terms: dated,
    });
    expect(await needs().store.membership(id, bureau)).toMatchObject({
      seq: 2,
      terms: dated,
    });
    expect(await give(id, 'teacher', {})).not.toHaveProperty('terms');
  });
});

describe('given experts', () => {
  const service = () => expertService(needs());
  const page = { limit: 50, after: undefined };
  const found = async (of: typeof physics | typeof music) =>
    (await service().expertsBySpeciality(of, page)).items.map(
      ({ person }) => person,
    );

  test('each is found by the specialities that they have today, and by no other', async () => {
    const [one, two, later] = [
      await member('expert'),
      await member('expert'),
      await member('teacher'),
    ];
    await give(one.id, 'expert', { specialities: [physics, music] });
    await give(two.id, 'expert', { specialities: [physics] });
    await give(later.id, 'expert', { specialities: [physics], from: day(1) });
    await expect.poll(() => found(physics)).toEqual([one.id, two.id].sort());
    expect(await found(music)).toEqual([one.id]);
    await give(one.id, 'expert', { specialities: [physics] });
    await expect.poll(() => found(music)).toEqual([]);
    const asked = {
      organisation: bureau,
      person: one.id,
      role: 'expert',
    } as const;
    await revokeRole(needs(), operator, asked);
    await expect.poll(() => found(physics)).toEqual([two.id]);
    const people = await service().people([two.id, one.id, `per_${ulid()}`]);
    expect(people.get(two.id)).toEqual({
      person: two.id,
      name: '王老师',
      roles: ['expert'],
      organisations: [bureau],
      specialities: [physics],
    });
    expect(people.get(one.id)?.roles).toEqual([]);
    expect(people.size).toBe(2);
  });

  test('5,000 of one speciality are listed in at most three queries', async () => {
    const stage = 'xy:learning-stage/primary';
    const speciality = {
      learningStage: stage,
      subject: 'xy:subject/physics',
    } as const;
    const links = Array.from({ length: 5_000 }, () => {
      const person = `per_${ulid()}`;
      return {
        ...keys.speciality(person, bureau, speciality),
        person,
        ownerPk: keys.expertsOf(speciality),
        ownerSk: `${person}#${bureau}`,
      };
    });
    expect(itemBytes(links[0] ?? {})).toBeLessThan(400);
    const table = environment('DIRECTORY_TABLE');
    const batches = Array.from({ length: links.length / 25 }, (_, at) =>
      links.slice(at * 25, at * 25 + 25),
    );
    await inParallel(batches, 16, async (batch) => {
      const requests = batch.map((Item) => ({ PutRequest: { Item } }));
      const RequestItems = { [table]: requests };
      await dynamoDb.send(new BatchWriteCommand({ RequestItems }));
    });
    const seen = new Set<string>();
    let queries = 0;
    let after: string | undefined;
    do {
      const { persons, next } = await needs().store.experts(speciality, {
        after,
      });
      queries += 1;
      for (const person of persons) seen.add(person);
      after = next;
    } while (after !== undefined);
    expect(seen.size).toBe(5_000);
    expect(queries).toBeLessThanOrEqual(3);
  }, 90_000);
});

function rolesOf(found: Result<Actor, Unrecognised>) {
  if (!found.ok || found.value.kind !== 'person') return [];
  return found.value.memberships.map(({ role }) => role);
}
