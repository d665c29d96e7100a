import { expect, test } from 'vitest';
import type { Organisation } from '../../../functions/identity/contract.ts';
import { schoolIn } from '../../../functions/review/model/candidates.ts';

type Place = Pick<Organisation, 'id' | 'kind' | 'parent' | 'mergedInto'>;
const places: readonly Place[] = [
  { id: 'bureau', kind: 'bureau' },
  { id: 'one', kind: 'school', parent: 'bureau' },
  { id: 'group', kind: 'teaching-group', parent: 'one' },
  { id: 'two', kind: 'vocational-school', parent: 'bureau' },
  { id: 'old', kind: 'school', parent: 'bureau', mergedInto: 'two' },
  { id: 'older', kind: 'school', parent: 'bureau', mergedInto: 'old' },
  { id: 'old-group', kind: 'teaching-group', parent: 'old' },
  {
    id: 'moved-group',
    kind: 'teaching-group',
    parent: 'two',
    mergedInto: 'group',
  },
  { id: 'museum', kind: 'partner', parent: 'bureau' },
];
const organisations = new Map(places.map((one) => [one.id, one]));

test.each([
  { organisation: 'one', school: 'one', why: 'is one' },
  { organisation: 'group', school: 'one', why: 'is part of one' },
  { organisation: 'old', school: 'two', why: 'merged into another' },
  { organisation: 'older', school: 'two', why: 'merged twice' },
  { organisation: 'old-group', school: 'two', why: 'is of one that merged' },
  { organisation: 'moved-group', school: 'one', why: 'merged into a group' },
  { organisation: 'museum', school: 'museum', why: 'is of no school' },
  { organisation: 'nowhere', school: 'nowhere', why: 'is not known' },
])('$organisation, which $why, counts as $school', (row) => {
  expect(schoolIn(organisations, row.organisation)).toBe(row.school);
});
