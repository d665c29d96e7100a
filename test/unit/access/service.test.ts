import { describe, expect, test } from 'vitest';
import { explain, type Question } from '../../../functions/access/service.ts';
import { placedPerson } from '../../../functions/identity/model/person.ts';
import {
  emptyTree,
  withOrganisation,
} from '../../../functions/identity/model/tree.ts';
import { peopleOf } from '../../../functions/identity/service/people.ts';
import type { KeptMembership } from '../../../functions/identity/store/people.ts';
import type { Person, Role } from '../../../functions/platform/contract.ts';
import type { Head } from '../../../functions/resources/head/contract.ts';
import { resourceService } from '../../../functions/resources/service.ts';
import { author, bureau, cases, idOf, school } from '../resources/case.ts';
import { shelfOf } from '../resources/shelf.ts';

const other = idOf('org', 3);
const tree = [
  { id: bureau, kind: 'bureau', name: '教育局' } as const,
  { id: school, kind: 'school', name: '一小', parent: bureau } as const,
  { id: other, kind: 'school', name: '二小', parent: bureau } as const,
].reduce(withOrganisation, emptyTree);

/** Everyone by what they are; ids are those of the directory below. */
const posts = {
  author: [author, 'teacher', school],
  'former author': [idOf('per', 11), 'librarian', school],
  colleague: [idOf('per', 12), 'teacher', school],
  student: [idOf('per', 13), 'student', school],
  librarian: [idOf('per', 14), 'librarian', school],
  'bureau auditor': [idOf('per', 15), 'auditor', bureau],
  admin: [idOf('per', 16), 'organisation-admin', school],
  operator: [idOf('per', 17), 'operator', bureau],
  stranger: [idOf('per', 18), 'teacher', other],
  'strange librarian': [idOf('per', 19), 'librarian', other],
} as const satisfies Record<string, readonly [string, Role, string]>;
type Who = keyof typeof posts;

function personOf(who: Who): Person {
  const [id, role, organisation] = posts[who];
  return placedPerson(id, [{ organisation, roles: [role] }], tree);
}

/** The librarian's role ends with this day. */
const lastDay = '2026-12-31';
let today = lastDay;

const people = peopleOf({
  directory: { tree: async () => tree },
  now: () => new Date(`${today}T08:00:00.000Z`),
  store: {
    person: async (id) => {
      const found = Object.values(posts).find(([known]) => known === id);
      if (!found) return undefined;
      const [, role, organisation] = found;
      const held: KeptMembership[] = [
        {
          person: id,
          organisation,
          roles: [role],
          terms: { librarian: { until: lastDay } },
          seq: 1,
        },
      ];
      return {
        profile: { id, name: '某人', username: 'who', createdAt: '' },
        held,
      };
    },
  },
});

const draft = cases.draft();
const published = cases.published();
const heads = {
  draft: draft.head,
  published: published.head,
  'in review': {
    ...cases['in-review']().head,
    former: [posts['former author'][0]],
  },
  'for the school': { ...published.head, visibility: 'organisation' },
  withdrawn: cases.withdrawn().head,
} as const satisfies Record<string, Head>;
type Of = keyof typeof heads;

function ask(asker: Who, of: Of, asked: Omit<Question, 'resource'>) {
  const { needs } = shelfOf({ head: heads[of], edition: draft.edition });
  const resources = resourceService(needs);
  return explain({ people, resources }, personOf(asker), {
    ...asked,
    resource: heads[of].id,
  });
}

describe('about oneself', () => {
  test.each([
    {
      who: 'author',
      of: 'draft',
      action: 'edit',
      rule: 'contributor-works-on-own',
      is: true,
    },
    {
      who: 'author',
      of: 'draft',
      action: 'publish',
      rule: 'own-contribution',
      is: false,
    },
    {
      who: 'former author',
      of: 'in review',
      action: 'decide',
      rule: 'own-contribution',
      is: false,
    },
    {
      who: 'librarian',
      of: 'in review',
      action: 'decide',
      rule: 'librarian-manages',
      is: true,
    },
    {
      who: 'stranger',
      of: 'published',
      action: 'read',
      rule: 'district-for-members',
      is: true,
    },
    {
      who: 'stranger',
      of: 'published',
      action: 'edit',
      rule: 'contributors-only',
      is: false,
    },
    {
      who: 'stranger',
      of: 'withdrawn',
      action: 'read',
      rule: 'withdrawn',
      is: false,
    },
  ] as const)(
    '$who, $action $of: $rule',
    async ({ who, of, action, rule, is }) => {
      const [person, role, organisation] = posts[who];
      const through = is && { membership: { organisation, role } };
      expect(await ask(who, of, { action })).toEqual({
        ok: true,
        value: { person, decision: { allowed: is, rule, ...through } },
      });
    },
  );
});

describe('about somebody else', () => {
  test.each([
    {
      asker: 'librarian',
      of: 'draft',
      about: 'colleague',
      action: 'read-work',
      rule: 'record-closed',
    },
    {
      asker: 'bureau auditor',
      of: 'draft',
      about: 'author',
      action: 'submit',
      rule: 'contributor-works-on-own',
    },
    {
      asker: 'admin',
      of: 'published',
      about: 'student',
      action: 'read',
      rule: 'district-for-members',
    },
    {
      asker: 'librarian',
      of: 'in review',
      about: 'former author',
      action: 'decide',
      rule: 'own-contribution',
    },
  ] as const)('$asker asks of $about, $action $of: $rule', async (row) => {
    const [person] = posts[row.about];
    const answer = await ask(row.asker, row.of, { action: row.action, person });
    expect(answer).toMatchObject({
      value: { person, decision: { rule: row.rule } },
    });
  });

  test.each([
    'author',
    'colleague',
    'student',
    'operator',
    'stranger',
    'strange librarian',
  ] as const)('%s may not ask', async (asker) => {
    const [person] = posts.librarian;
    const answer = await ask(asker, 'published', { action: 'read', person });
    const rule = 'keepers-only';
    expect(answer).toEqual({ ok: false, error: { code: 'forbidden', rule } });
  });

  test('a membership that the asker does not look after is not told', async () => {
    const [person, role, organisation] = posts.stranger;
    const asked = { action: 'read', person } as const;
    const rule = 'district-for-members';
    expect(await ask('librarian', 'published', asked)).toEqual({
      ok: true,
      value: { person, decision: { allowed: true, rule } },
    });
    expect(await ask('bureau auditor', 'published', asked)).toMatchObject({
      value: { decision: { rule, membership: { organisation, role } } },
    });
  });

  test('a role that has ended gives nothing', async () => {
    const asked = { action: 'decide', person: posts.librarian[0] } as const;
    const allowed = await ask('bureau auditor', 'in review', asked);
    expect(allowed).toMatchObject({ value: { decision: { allowed: true } } });
    today = '2027-01-01';
    const ended = await ask('bureau auditor', 'in review', asked);
    today = lastDay;
    expect(ended).toMatchObject({ value: { decision: { allowed: false } } });
  });

  test('nobody of that id is unknown, to those who may ask', async () => {
    const asked = { action: 'read', person: idOf('per', 99) } as const;
    const unknown = { ok: false, error: { code: 'unknown' } };
    expect(await ask('librarian', 'published', asked)).toEqual(unknown);
    expect(await ask('student', 'published', asked)).toMatchObject({
      error: { rule: 'keepers-only' },
    });
  });
});

describe('what the asker may not see does not exist', () => {
  test.each([
    { asker: 'colleague', of: 'draft' },
    { asker: 'admin', of: 'draft' },
    { asker: 'operator', of: 'draft' },
    { asker: 'strange librarian', of: 'in review' },
    { asker: 'stranger', of: 'for the school' },
  ] as const)('$asker asks of $of', async ({ asker, of }) => {
    const unknown = { ok: false, error: { code: 'unknown' } };
    const [person] = posts.author;
    for (const action of ['read', 'read-work', 'decide', 'explain'] as const) {
      expect(await ask(asker, of, { action })).toEqual(unknown);
      expect(await ask(asker, of, { action, person })).toEqual(unknown);
    }
  });
});

describe('in an organisation', () => {
  const { needs } = shelfOf(draft);
  const resources = resourceService(needs);
  const askAt = (asker: Who, asked: Question) =>
    explain({ people, resources }, personOf(asker), asked);

  test.each([
    {
      asker: 'colleague',
      action: 'contribute',
      at: school,
      rule: 'contributor-contributes',
    },
    {
      asker: 'colleague',
      action: 'contribute',
      at: other,
      rule: 'contributing-role-needed',
    },
    {
      asker: 'student',
      action: 'upload',
      at: school,
      rule: 'contributing-role-needed',
    },
    {
      asker: 'admin',
      action: 'administer',
      at: school,
      rule: 'administrator-administers',
    },
    {
      asker: 'admin',
      action: 'administer',
      at: bureau,
      rule: 'administrators-only',
    },
  ] as const)('$asker, $action: $rule', async ({ asker, action, at, rule }) => {
    const answer = await askAt(asker, { action, organisation: at });
    expect(answer).toMatchObject({ value: { decision: { rule } } });
  });

  test('an admin asks about others below, and nowhere else', async () => {
    const [person] = posts.student;
    const asked = { action: 'upload', person } as const;
    expect(
      await askAt('admin', { ...asked, organisation: school }),
    ).toMatchObject({ value: { decision: { allowed: false } } });
    expect(
      await askAt('admin', { ...asked, organisation: bureau }),
    ).toMatchObject({ error: { code: 'forbidden', rule: 'keepers-only' } });
  });

  test('one that the tree does not have is unknown', async () => {
    const organisation = idOf('org', 99);
    const answer = await askAt('admin', { action: 'upload', organisation });
    expect(answer).toEqual({ ok: false, error: { code: 'unknown' } });
  });

  test.each([{}, { organisation: school, resource: draft.head.id }])(
    'neither and both are refused: %j',
    async (about) => {
      const answer = await askAt('admin', { action: 'read', ...about });
      const rule = 'resource-or-organisation';
      expect(answer).toMatchObject({ error: { errors: [{ rule }] } });
    },
  );
});
