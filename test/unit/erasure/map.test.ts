import { describe, expect, test } from 'vitest';
import {
  erasureSteps,
  HeldRecord,
} from '../../../functions/erasure/contract.ts';
import {
  keptPlaceIds,
  keptPlaces,
} from '../../../functions/erasure/map/contract.ts';
import { buckets, tables } from '../../../lib/names.ts';

/** Which part of the record shows each place that is listed. */
const shownAs: Readonly<Record<string, keyof typeof HeldRecord.shape>> = {
  account: 'person',
  profile: 'person',
  'sign-in': 'person',
  memberships: 'memberships',
  register: 'numbers',
  operators: 'memberships',
  links: 'items',
  entries: 'items',
  heads: 'items',
  editions: 'items',
  changes: 'changes',
  uploads: 'uploads',
};

/** Signed hashes of hashes say nothing of anybody; logs stand under their own name. */
const elsewhere: readonly string[] = ['seals', 'access-logs'];

describe('given the map of what is kept about a person', () => {
  test('then the record shows each place that it calls listed, and no other', () => {
    const listed = keptPlaceIds.filter(
      (one) => keptPlaces[one].record === 'listed',
    );
    expect(Object.keys(shownAs).toSorted()).toEqual(listed.toSorted());
    for (const part of Object.values(shownAs)) {
      expect(HeldRecord.shape).toHaveProperty(part);
    }
  });

  test('then every table and bucket is in it that holds anything of people', () => {
    const where = Object.values(keptPlaces)
      .map((place) => place.where)
      .join(', ');
    for (const name of [...tables, ...buckets]) {
      if (!elsewhere.includes(name)) expect(where).toContain(name);
    }
    expect(where).toContain('access logs of buckets');
  });

  test('then each place says all that the page has columns for', () => {
    expect(keptPlaceIds.length).toBeGreaterThan(15);
    for (const place of Object.values(keptPlaces)) {
      for (const text of Object.values(place)) expect(text).not.toBe('');
    }
  });
});

test('the ledger comes before anything that it must outlive', () => {
  expect(erasureSteps[0]).toBe('ledger');
});
