import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptTree } from '../../../functions/identity/store/recovery-items.ts';
import { hashOf, type Linked } from '../../../functions/platform/history.ts';
import {
  type Command,
  district,
  type Item,
  type Items,
  keyOf,
  momentOf,
  recovered,
} from './district.ts';

const nat = fc.nat(40);
const commands: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('create' as const, 'add' as const),
      n: nat,
    }),
  },
  fc.record({
    do: fc.constantFrom('rename' as const, 'close' as const, 'reopen' as const),
    n: nat,
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('move' as const, 'merge' as const),
      n: nat,
      to: nat,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('grant' as const, 'revoke' as const),
      n: nat,
      at: nat,
      role: nat,
    }),
  },
  fc.record({
    do: fc.constantFrom('client' as const, 'end-client' as const),
    n: nat,
  }),
);
const lives = fc.array(commands, { minLength: 3, maxLength: 24 });

async function statesOf(life: readonly Command[]): Promise<Items[]> {
  const one = district();
  await one.begin();
  const states = [one.items()];
  for (const command of life) {
    await one.run(command);
    states.push(one.items());
  }
  return states;
}

/** Each item as any of the last states had it: items are copied one by one. */
function cut(last: readonly Items[], chance: readonly number[]): Items {
  const keys = new Set(last.flatMap((one) => [...one.keys()]));
  const left = new Map<string, Item>();
  for (const [at, key] of [...keys].entries()) {
    const pick = chance[at % chance.length] ?? 0;
    const item = last[pick % last.length]?.get(key);
    if (item) left.set(key, item);
  }
  return left;
}

const of = (items: Items, sk: string) =>
  [...items.values()].filter((one) => String(one.sk).startsWith(sk));

/** What is lost for good, and is told each time. */
function isForGood(
  one: { item: string; tear: string; of: string },
  items: Items,
) {
  const isHeadless = !items.has(`${one.of} CHAIN`);
  const isEntry = ['header', 'body'].includes(one.item);
  return (
    (isEntry && (one.tear === 'lost' || isHeadless)) ||
    (one.item === 'organisation' && one.tear === 'lost') ||
    (one.item === 'operator' &&
      of(items, 'M#').every(
        ({ roles }) => !(roles as string[]).includes('operator'),
      ))
  );
}

/**
 * The entries that lead to a chain's head, newest first: each by the hash that
 * the one above names, and where that one is lost the newest of its number.
 */
function reached(items: Items, organisation: string) {
  const chain = items.get(`${organisation} CHAIN`);
  const headers = of(items, 'H#')
    .filter(({ pk }) => pk === organisation)
    .map(({ dayPk: _, daySk: __, pk: ___, sk, ...header }) => ({
      place: String(sk).slice(2),
      header: header as unknown as Linked & { time: string },
    }))
    .toSorted((one, other) => (one.place < other.place ? 1 : -1));
  const found = [];
  let hash: string | null | undefined = chain && String(chain.lastHash);
  for (let seq = Number(chain?.seq ?? 0); seq > 0; seq -= 1) {
    const next = headers.find(({ header }) =>
      hash === undefined ? header.seq === seq : hashOf(header) === hash,
    );
    hash = next?.header.previous;
    if (next === undefined) continue;
    const body = items.get(`${organisation} B#${next.place}`)?.body as Item;
    found.push({ seq, time: next.header.time, body });
  }
  return found;
}

type Said = { person: string; after: { role: string }[] }[];
type Terms = {
  expert?: { specialities?: { learningStage: string; subject: string }[] };
};
const saidOf = (body: Item | undefined) =>
  (body?.facts as { members?: Said } | undefined)?.members ?? [];

/** Roles that anybody holds and that its organisation's entries do not give. */
function unproven(
  before: Items,
  left: Items,
  after: Items,
  since: string,
): string[] {
  return of(after, 'M#').flatMap((one) => {
    const { changedAt, organisation, person } = one;
    const roles = one.roles as string[];
    const isHis = (said: Said[number]) => said.person === person;
    const entries = reached(after, String(organisation));
    const last = entries.find(({ body }) => saidOf(body).some(isHis));
    const isOld = `${changedAt}` < since && (last?.time ?? '') < since;
    const given = isOld
      ? (before.get(keyOf(one))?.roles as string[])
      : rolesIn(saidOf(last?.body).find(isHis));
    // What arrived in part may only take away: entries, and the membership.
    const later = of(left, 'B#')
      .filter(({ pk }) => pk === organisation)
      .filter(({ sk }) => Number(`${sk}`.split('#')[2]) > (last?.seq ?? 0))
      .flatMap(({ body }) => saidOf(body as Item).filter(isHis))
      .map(rolesIn);
    const arrived = left.get(keyOf(one));
    const told = reached(left, String(organisation)).find(({ body }) =>
      saidOf(body).some(isHis),
    );
    const isNewer = `${arrived?.changedAt ?? ''}` > (told?.time ?? since);
    if (arrived && isNewer) later.push(arrived.roles as string[]);
    const proves = (role: string) =>
      given.includes(role) && later.every((some) => some.includes(role));
    return roles
      .filter((role) => !proves(role))
      .map((role) => `${person} ${role}@${organisation}`);
  });
}

const rolesIn = (said: Said[number] | undefined) =>
  said?.after.map(({ role }) => role) ?? [];

/** What leads to each other does so both ways, and lists are of what there is. */
function expectWhole(items: Items): void {
  const people = of(items, 'PERSON').map(({ pk }) => pk);
  const clients = of(items, 'CLIENT').map(({ pk }) => pk);
  const owners = of(items, 'IDENTITY').map(
    ({ client, person }) => person ?? client,
  );
  expect(owners.toSorted()).toEqual([...people, ...clients].toSorted());
  const members = of(items, 'M#');
  const held = new Set(members.map(({ person }) => person));
  expect(people.filter((one) => !held.has(one))).toEqual([]);
  const links = members.flatMap(({ organisation, person, terms }) => {
    const { expert } = (terms ?? {}) as Terms;
    return (expert?.specialities ?? []).map(
      ({ learningStage, subject }) =>
        `${person} X#${organisation}#${learningStage}#${subject}`,
    );
  });
  expect(of(items, 'X#').map(keyOf).toSorted()).toEqual(links.toSorted());
  const operators = members
    .filter(({ roles }) => (roles as string[]).includes('operator'))
    .map(({ organisation, person }) => `${person}@${organisation}`);
  const roster = items.get('OPERATORS ROSTER')?.held as string[];
  if (operators.length > 0) {
    expect(roster.toSorted()).toEqual(operators.toSorted());
  }
  expectTree(items);
}

function expectTree(items: Items): void {
  const organisations = of(items, 'ORGANISATION');
  const byId = new Map(organisations.map((one) => [one.pk, one]));
  const { tree } = keptTree([...items.values()]);
  const nodes = [...(tree?.organisations.values() ?? [])];
  const named = nodes.map(({ id, name, parent }) => [id, name, parent]);
  const due = organisations.map(({ name, parent, pk }) => [pk, name, parent]);
  expect(named.toSorted()).toEqual(due.toSorted());
  for (const one of organisations) {
    let [top, steps] = [one, 0];
    while (top.parent !== undefined && steps <= organisations.length) {
      top = byId.get(top.parent) ?? { parent: 'nowhere' };
      steps += 1;
    }
    expect(top.parent).toBeUndefined();
  }
}

test('given any loss of what a district did last, then it is judged, mended and whole, and roles are those that entries prove', async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(lives, fc.nat(4), chances, async (life, lost, chance) => {
      const states = await statesOf(life);
      const from = Math.max(0, states.length - 1 - lost);
      const left = cut(states.slice(from), chance);
      const since = momentOf(from + 1);
      const looked = await recovered(left, { repair: false, since });
      expect(looked.writes).toBe(0);
      const { after, torn } = await recovered(left, { repair: true, since });
      expect(torn.map(text).toSorted()).toEqual(
        looked.torn.map(text).toSorted(),
      );
      for (const { item } of torn) kinds.add(item);
      const again = await recovered(after, { epoch: 3, repair: true, since });
      expect(again.torn.filter((one) => !isForGood(one, after))).toEqual([]);
      expect(again.writes).toBe(0);
      const before = states[from] ?? new Map();
      expect(unproven(before, left, after, since)).toEqual([]);
      expectWhole(after);
      const later = district(after);
      for (const command of life.slice(0, 5)) await later.run(command);
      const on = await recovered(later.items(), { repair: true, since });
      expect(on.torn.filter((one) => !isForGood(one, after))).toEqual([]);
      expect(on.writes).toBe(0);
    }),
    { numRuns: 100 },
  );
  expect(kinds.size).toBeGreaterThan(5);
}, 240_000);

const chances = fc.array(fc.nat(30), { minLength: 7, maxLength: 60 });
const text = (one: object) => JSON.stringify(one);

test('given nothing lost, then nothing is torn and nothing is written', async () => {
  await fc.assert(
    fc.asyncProperty(lives, fc.nat(), async (life, n) => {
      const states = await statesOf(life);
      const since = momentOf(n % states.length);
      const whole = states.at(-1) ?? new Map();
      const { torn, writes } = await recovered(whole, { repair: true, since });
      expect(torn).toEqual([]);
      expect(writes).toBe(0);
    }),
    { numRuns: 50 },
  );
}, 120_000);

test('given two moves of which one is lost, so that each school is under the other, then one is put where it is found, and its chain says so', async () => {
  const one = district();
  await one.begin();
  await one.run({ do: 'create', n: 0 });
  await one.run({ do: 'create', n: 1 });
  const before = one.items();
  const [bureau, above, below] = of(before, 'ORGANISATION').map(({ pk }) => pk);
  await one.run({ do: 'move', n: 2, to: 0 });
  await one.run({ do: 'move', n: 1, to: 2 });
  const left = new Map(one.items());
  for (const key of left.keys()) {
    if (!key.startsWith(String(below))) continue;
    const item = before.get(key);
    if (item) left.set(key, item);
    else left.delete(key);
  }
  const since = momentOf(3);
  const { after, torn } = await recovered(left, { repair: true, since });
  expect(torn).toEqual([
    { of: below, item: 'organisation', tear: 'behind', which: below },
  ]);
  expect(after.get(`${above} ORGANISATION`)).toMatchObject({ parent: below });
  expect(after.get(`${below} ORGANISATION`)).toMatchObject({ parent: bureau });
  expect(after.get(`${below} CHAIN`)).toMatchObject({ epoch: 2, seq: 2 });
  expectWhole(after);
  const again = await recovered(after, { epoch: 3, repair: true, since });
  expect(again).toMatchObject({ torn: [], writes: 0 });
});

test('given a membership of an organisation of which nothing else arrived, then it ends', async () => {
  const one = district();
  await one.begin();
  const before = one.items();
  await one.run({ do: 'create', n: 0 });
  await one.run({ do: 'grant', n: 1, at: 0, role: 0 });
  const [organisation] = of(one.items(), 'ORGANISATION')
    .map(({ pk }) => String(pk))
    .slice(1);
  const [person] = of(before, 'PERSON').map(({ pk }) => String(pk));
  const key = `${person} M#${organisation}`;
  const arrived = one.items().get(key);
  const left = new Map(before).set(key, arrived ?? {});
  const since = momentOf(1);
  const { after, torn } = await recovered(left, { repair: true, since });
  expect(torn).toEqual([
    { of: organisation, item: 'membership', tear: 'ahead', which: person },
  ]);
  expect(after).toEqual(before);
});
