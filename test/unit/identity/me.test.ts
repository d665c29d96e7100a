import { expect, test } from 'vitest';
import { Me } from '../../../functions/identity/contract.ts';
import { placedPerson } from '../../../functions/identity/model/person.ts';
import { readMe } from '../../../functions/identity/service/me.ts';
import { privilegedRoles } from '../../../functions/platform/contract.ts';
import { now, record, school, tree } from './world.ts';

const held = [
  { organisation: 'org_school', roles: ['teacher', 'organisation-admin'] },
  { organisation: 'org_gone', roles: ['librarian'] },
] as const;
const person = placedPerson('per_member', held, tree);

function directory(known: ReturnType<typeof record> | undefined) {
  return { tree: async () => tree, recordOf: async () => known };
}

test('I see my name, my memberships and what I may do in each', async () => {
  const me = await readMe({ directory: directory(record(held)), now }, person);
  expect(me).toEqual({
    ok: true,
    value: {
      person: { id: 'per_member', name: '王老师' },
      memberships: [
        { organisation: school, roles: ['teacher', 'organisation-admin'] },
      ],
      permissions: [
        {
          organisation: 'org_school',
          actions: [
            'contribute',
            'upload',
            'explain',
            'administer',
            'read-person',
            'erase',
            'audit',
          ],
        },
      ],
    },
  });
  const { advice: _, ...shown } = Me.shape;
  expect(Object.keys(me.ok ? me.value : {})).toEqual(Object.keys(shown));
});

test('a role that waits for a second factor is shown apart, and permits nothing', async () => {
  const waiting = placedPerson('per_member', held, tree, privilegedRoles);
  const me = await readMe({ directory: directory(record(held)), now }, waiting);
  expect(me).toMatchObject({
    value: {
      memberships: [{ roles: ['teacher'], waiting: ['organisation-admin'] }],
      permissions: [
        { organisation: 'org_school', actions: ['contribute', 'upload'] },
      ],
    },
  });
});

test('whoever was erased meanwhile is not known', async () => {
  const me = await readMe({ directory: directory(undefined), now }, person);
  expect(me).toEqual({
    ok: false,
    error: { code: 'forbidden', rule: 'no-person' },
  });
});
