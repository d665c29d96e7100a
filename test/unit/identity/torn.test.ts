import { expect, test } from 'vitest';
import { linked, type Said } from '../../../functions/identity/model/chain.ts';
import type {
  KeptRecord,
  MembershipAt,
} from '../../../functions/identity/model/kept.ts';
import { examine } from '../../../functions/identity/model/mending.ts';
import { least } from '../../../functions/identity/model/proving.ts';
import type { Role } from '../../../functions/platform/contract.ts';
import { idOf } from '../resources/case.ts';

const id = idOf('org', 1);
const person = idOf('per', 1);
const since = '2026-09-01T00:00:00.000Z';
const hourOf = (n: number) =>
  `2026-09-01T${String(n).padStart(2, '0')}:00:00.000Z`;

const facts = { kind: 'school', name: '一小', parent: idOf('org', 2) };
const created: Said = { organisation: id, action: 'create', facts };
const gives = (...roles: Role[]): Said => ({
  organisation: id,
  action: 'change-members',
  facts: {
    members: [{ person, before: [], after: roles.map((role) => ({ role })) }],
  },
});
const held = (hour: number, ...roles: Role[]): MembershipAt => ({
  ...{ roles, seq: 3, changedAt: hourOf(hour) },
});

/** An organisation to which these things were done, one an hour, all whole. */
function recordOf(all: readonly Said[], membership?: MembershipAt): KeptRecord {
  const links: ReturnType<typeof linked>[] = [];
  for (const [at, said] of all.entries()) {
    const by = { actor: idOf('per', 9), organisation: id, epoch: 1 };
    const more = { at: hourOf(at + 1), salt: '0a'.repeat(32) };
    links.push(linked(links.at(-1)?.chain, said, { ...by, ...more }));
  }
  const { name, parent } = facts;
  return {
    id,
    head: links.at(-1)?.chain,
    headers: links.map(({ entry }) => entry.header),
    bodies: links.map(({ entry: { body, header } }) => {
      return { epoch: header.epoch, seq: header.seq, body };
    }),
    organisation: {
      ...{ id, kind: 'school', name, parent },
      ...{ seq: 1, createdAt: hourOf(1) },
    },
    node: undefined,
    people: [{ id: person, isKnown: true, held: membership, links: [] }],
    clients: [],
  };
}

const two = [created, gives('teacher'), gives('teacher', 'librarian')];

/** What is told, and which roles are right. */
function judged(kept: KeptRecord) {
  const { due, torn } = examine(kept, since);
  const [member] = due.members;
  const told = torn.map(({ item, tear }) => `${item} ${tear}`);
  return { told, roles: member?.due?.roles };
}

test.each([
  {
    given: 'a membership as its last entry has it',
    kept: recordOf(two, held(3, 'teacher', 'librarian')),
    told: [],
    roles: ['teacher', 'librarian'],
  },
  {
    given: 'one of before a role was given',
    kept: recordOf(two, held(2, 'teacher')),
    told: ['membership behind'],
    roles: ['teacher', 'librarian'],
  },
  {
    given: 'one of before a role was taken away',
    kept: recordOf([...two, gives('teacher')], held(3, 'teacher', 'librarian')),
    told: ['membership behind'],
    roles: ['teacher'],
  },
  {
    given: 'one with a role that no entry gives',
    kept: recordOf(two, held(4, 'teacher', 'librarian', 'auditor')),
    told: ['membership ahead'],
    roles: ['teacher', 'librarian'],
  },
  {
    given: 'one from which a role was taken that entries still give',
    kept: recordOf(two, held(4, 'teacher')),
    told: ['membership ahead'],
    roles: ['teacher'],
  },
  {
    given: 'none',
    kept: recordOf(two),
    told: ['membership lost'],
    roles: ['teacher', 'librarian'],
  },
])('given $given, then its roles are those that entries prove', (row) => {
  const { kept, roles, told } = row;
  expect(judged(kept)).toEqual({ told, roles });
});

test('given a body that is not that of its header, then it gives nothing', () => {
  const kept = recordOf(two, held(3, 'teacher', 'librarian'));
  const bodies = kept.bodies.map((one) =>
    one.seq === 3 ? { ...one, body: { ...one.body, salt: '0b' } } : one,
  );
  expect(judged({ ...kept, bodies }).roles).toEqual(['teacher']);
});

test('given a member of today whose entry was erased with somebody else, then their roles end, and they stay', () => {
  const kept = recordOf([created, gives('teacher')], held(2, 'teacher'));
  const bodies = kept.bodies.filter(({ seq }) => seq !== 2);
  const found = judged({ ...kept, bodies });
  expect(found).toEqual({ told: ['body lost', 'membership ahead'], roles: [] });
});

test('given a membership that no entry can have told of, then there is none', () => {
  const found = judged(recordOf([created], held(2, 'teacher')));
  expect(found).toEqual({ told: ['membership ahead'], roles: undefined });
});

test('given what two say differently, then the narrower terms count', () => {
  const music = {
    learningStage: 'xy:learning-stage/primary',
    subject: 'xy:subject/music',
  } as const;
  const physics = { ...music, subject: 'xy:subject/physics' } as const;
  const one = {
    roles: ['teacher', 'expert'] as const,
    terms: {
      expert: { from: '2026-01-01', specialities: [music, physics] },
      teacher: { until: '2026-12-31' },
    },
  };
  const other = {
    roles: ['expert', 'auditor'] as const,
    terms: { expert: { from: '2026-02-01', specialities: [physics] } },
  };
  expect(least(one, other)).toEqual({
    roles: ['expert'],
    terms: { expert: { from: '2026-02-01', specialities: [physics] } },
  });
});
