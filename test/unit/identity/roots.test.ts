import { expect, test } from 'vitest';
import type { Organisation } from '../../../functions/identity/contract.ts';
import {
  astray,
  treeDiffers,
} from '../../../functions/identity/model/roots.ts';
import { bureau, group, other, school } from './world.ts';

const mapOf = (...all: readonly Organisation[]) =>
  new Map(all.map((one) => [one.id, one]));

test('given a tree, then nothing in it is astray', () => {
  expect(astray(mapOf(bureau, school, group, other))).toEqual([]);
});

test.each([
  {
    how: 'a parent that is lost',
    left: [bureau, group, other],
    found: [{ ...group, parent: bureau.id }],
  },
  {
    how: 'two moves of which one arrived, so that each is under the other',
    left: [
      bureau,
      { ...school, parent: other.id },
      { ...other, parent: school.id },
    ],
    found: [{ ...school, parent: bureau.id }],
  },
  {
    how: 'a merger into what is lost',
    left: [
      bureau,
      { ...school, closedAt: '2026-09-01', mergedInto: 'org_gone' },
    ],
    found: [{ ...school, closedAt: '2026-09-01' }],
  },
  { how: 'no top, so that there is nowhere to go', left: [school], found: [] },
])('given $how, then it is put where it is found, once', ({ found, left }) => {
  const all = mapOf(...left);
  expect(astray(all)).toEqual(found);
  expect(astray(new Map([...all, ...mapOf(...found)]))).toEqual([]);
});

test('given a tree that is not of its organisations, then each difference is told', () => {
  const tree = mapOf(bureau, school, group);
  const due = mapOf(bureau, { ...school, name: '新校名' }, other);
  expect(treeDiffers(tree, due)).toEqual([
    { tear: 'behind', which: school.id },
    { tear: 'ahead', which: group.id },
    { tear: 'lost', which: other.id },
  ]);
  expect(treeDiffers(due, due)).toEqual([]);
});
