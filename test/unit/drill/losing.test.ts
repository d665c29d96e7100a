import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { chanceOf } from '../../../drill/chance.ts';
import { expectedOf, lossOf, told } from '../../../drill/losing.ts';
import { madeResource } from '../../../drill/made.ts';
import type { Item, Snapshot } from '../../../drill/writing.ts';
import { judged } from '../../../functions/resources/model/mending.ts';
import type { Move } from '../../../functions/resources/model/move.ts';
import { partsOf } from '../../../functions/resources/store/parts.ts';
import {
  dueLinks,
  duePlaces,
  keptOf,
} from '../../../functions/resources/store/recovery.ts';
import type { Finding } from '../../../recover/findings.ts';
import { idOf } from '../resources/case.ts';
import {
  applied,
  attempts,
  lifeOf,
  resource,
  reviewers,
  type Table,
} from '../review/life.ts';
import { recoveryOf, withResourceMended } from '../review/recovering.ts';

const judging = { since: '', linksOf: dueLinks, placesOf: duePlaces };
const cast = {
  school: idOf('org', 1),
  teacher: idOf('per', 1),
  librarian: idOf('per', 2),
};

/** What the table has of a resource after each of its commands. */
function statesOf(moves: readonly Move[]): Snapshot[] {
  process.env.CATALOGUE_TABLE = 'catalogue';
  const states: Snapshot[] = [new Map()];
  for (const move of moves) {
    const next = new Map(states.at(-1));
    for (const { write } of partsOf(move)) {
      const item = write.Put?.Item;
      if (item) next.set(String(item.sk), item as Item);
      const gone = write.Delete?.Key;
      if (gone) next.delete(String(gone.sk));
    }
    states.push(next);
  }
  return states;
}

const textsOf = (torn: readonly Finding[]) => torn.map(told).toSorted();

test('given any loss, then what a recovery lists is exactly what was taken', () => {
  let torn = 0;
  fc.assert(
    fc.property(fc.string(), fc.nat(20), (seed, n) => {
      const chance = chanceOf(seed);
      const from = new Date('2026-09-01T00:00:00.000Z');
      const { id, moves } = madeResource(n, cast, { chance, from });
      const loss = lossOf({ id, states: statesOf(moves) }, chance);
      const expected = expectedOf(loss);
      const kept = keptOf(id, [...loss.left.values()]);
      const found = judged(kept, judging).torn;
      torn += found.length;
      expect(textsOf(found)).toEqual(textsOf(expected.listed));
    }),
    { numRuns: 400 },
  );
  expect(torn).toBeGreaterThan(100);
});

/** What a drill keeps of a table: the resource, its review by other keys. */
function snapshotOf(table: Table): Snapshot {
  const all = [...table.values()].filter(({ sk }) => sk !== 'LOAD');
  return new Map(
    all.map(({ pk, sk, ...item }) => {
      const key = pk === resource ? String(sk) : `${pk}/${sk}`;
      return [key, { pk, sk, ...item }];
    }),
  );
}

test('given any loss of a version in review, then what a recovery lists of its review is exactly what was taken', async () => {
  const [first = '', second = ''] = reviewers;
  const states: Table[] = [new Map()];
  for (const writes of lifeOf([
    attempts.submitting(1),
    attempts.convening('peer', reviewers.slice(0, 3)),
    attempts.commenting,
    attempts.scoring(first, 5),
    attempts.scoring(second, 4),
    attempts.deciding('accept'),
  ])) {
    states.push(applied(states.at(-1) ?? new Map(), writes));
  }
  expect(states).toHaveLength(8);
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.string(), async (seed) => {
      const chance = chanceOf(seed);
      const all = states.map(snapshotOf);
      const loss = lossOf({ id: resource, states: all }, chance);
      const left = [...loss.left.values()].map(
        (item) => [`${item.pk} ${item.sk}`, item] as const,
      );
      const recovery = recoveryOf(withResourceMended(new Map(left)));
      const found = await recovery.judge(true);
      const isOfReviews = (one: Finding) => 'of' in one && one.item !== 'load';
      for (const { item, tear } of found) kinds.add(`${item} ${tear}`);
      expect(textsOf(found.filter(isOfReviews))).toEqual(
        textsOf(expectedOf(loss).listed.filter(isOfReviews)),
      );
    }),
    { numRuns: 1_000 },
  );
  expect([...kinds].toSorted()).toEqual([
    ...['assignment ahead', 'assignment lost', 'comment lost', 'load lost'],
    ...['news ahead', 'news lost', 'panel lost'],
    ...['review ahead', 'review behind', 'review lost', 'sheet lost'],
  ]);
});

test('given the same seed, then the same is lost', () => {
  const draw = () => {
    const chance = chanceOf('again');
    const from = new Date('2026-09-01T00:00:00.000Z');
    const { id, moves } = madeResource(1, cast, { chance, from });
    return lossOf({ id, states: statesOf(moves) }, chance).cut;
  };
  expect(draw()).toEqual(draw());
});
