import { expect, test } from 'vitest';
import { placedPerson } from '../../../functions/identity/model/person.ts';
import {
  privilegedRoles,
  roles,
} from '../../../functions/platform/contract.ts';
import { tree } from './world.ts';

const held = [
  { organisation: 'org_school', roles },
  { organisation: 'org_other', roles: ['student'] },
] as const;
const waiting = placedPerson('per_a', held, tree, privilegedRoles);

test('of a person who waits, exactly the privileged roles are inert', () => {
  const inert = privilegedRoles.map((role) => ({
    organisation: 'org_school',
    role,
  }));
  expect(waiting.inert.toSorted(byRole)).toEqual(inert.toSorted(byRole));
  expect(waiting.memberships.map(({ role }) => role)).toEqual([
    'student',
    'teacher',
    'expert',
    'student',
  ]);
  expect(Object.keys(waiting.manages)).toEqual([
    'student',
    'teacher',
    'expert',
  ]);
});

test('the whole of them is the person who need not wait', () => {
  expect(waiting.whole).toEqual(placedPerson('per_a', held, tree));
});

test('an organisation where all that one holds is inert opens nothing', () => {
  const admin = [
    { organisation: 'org_school', roles: ['organisation-admin'] },
  ] as const;
  const inert = placedPerson('per_a', admin, tree, privilegedRoles);
  expect(inert.reads).toEqual(new Set());
  expect(inert.manages).toEqual({});
});

function byRole(one: { role: string }, other: { role: string }) {
  return one.role < other.role ? -1 : 1;
}
