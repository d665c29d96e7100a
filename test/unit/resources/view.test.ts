import { describe, expect, test } from 'vitest';
import type { Principal } from '../../../functions/platform/contract.ts';
import { Head } from '../../../functions/resources/head/contract.ts';
import { discard } from '../../../functions/resources/model/drafting.ts';
import {
  actionsNow,
  actionsOnVersion,
  represent,
  sightOf,
  stateOfVersion,
  workItem,
} from '../../../functions/resources/model/view.ts';
import { Resource } from '../../../functions/resources/view/contract.ts';
import {
  author,
  bureau,
  by,
  cases,
  done,
  edition,
  idOf,
  librarian,
  person,
  school,
  visitor,
} from './case.ts';

const people = {
  'a visitor': visitor,
  'a teacher of the school': person(idOf('per', 7), 'teacher'),
  'a student of the school': person(idOf('per', 8), 'student'),
  'its author': person(author, 'teacher'),
  'the bureau’s librarian': person(librarian, 'librarian', bureau),
} as const satisfies Record<string, Principal>;

const published = cases.published().head;
const heads = {
  draft: cases.draft().head,
  'in review': cases['in-review']().head,
  'published for the district': published,
  'published for everyone': { ...published, visibility: 'public' },
  'for teachers': { ...published, audience: 'teachers' },
  withdrawn: { ...cases.withdrawn().head, visibility: 'public' },
  'discarded for good': done(discard(cases.draft(), by())).head,
} as const satisfies Record<string, Head>;

const columns = Object.keys(people) as (keyof typeof people)[];
const table: [keyof typeof heads, string[]][] = [
  ['draft', ['unknown', 'unknown', 'unknown', 'work', 'work']],
  ['in review', ['unknown', 'unknown', 'unknown', 'work', 'work']],
  [
    'published for the district',
    ['unknown', 'published', 'published', 'work', 'work'],
  ],
  [
    'published for everyone',
    ['published', 'published', 'published', 'work', 'work'],
  ],
  ['for teachers', ['unknown', 'published', 'unknown', 'work', 'work']],
  ['withdrawn', ['withdrawn', 'withdrawn', 'withdrawn', 'work', 'work']],
  [
    'discarded for good',
    ['unknown', 'unknown', 'unknown', 'unknown', 'unknown'],
  ],
];

describe.each(table)('given a resource that is %s', (name, row) => {
  const head = heads[name];
  test('then its head is as the contract has it', () => {
    expect(Head.parse(head)).toEqual(head);
  });

  test.each(columns.map((who, at) => ({ who, sight: row[at] })))(
    'then to $who it is $sight',
    ({ who, sight }) => {
      const seen = sightOf(head, people[who]);
      expect(seen.ok ? seen.value : seen.error.code).toBe(sight);
      if (!seen.ok) return;
      const resource = represent(head, { version: 1, edition }, people[who]);
      expect(Resource.parse(resource)).toEqual(resource);
      expect(resource.work !== undefined).toBe(sight === 'work');
    },
  );
});

test('given a withdrawn resource, then its tombstone says when, why and whose', () => {
  expect(sightOf(heads.withdrawn, visitor)).toEqual({
    ok: false,
    error: { code: 'withdrawn', at: by().at, kind: 'error', holder: school },
  });
});

describe('given what somebody may do now', () => {
  const reading = ['read-work', 'read-history', 'read-review'];
  const theAuthor = people['its author'];
  const theLibrarian = people['the bureau’s librarian'];
  test.each([
    {
      name: 'draft',
      head: heads.draft,
      who: theAuthor,
      may: ['edit', 'submit'],
    },
    {
      name: 'in review',
      head: heads['in review'],
      who: theAuthor,
      may: ['edit', 'take-back'],
    },
    {
      name: 'in review, to its librarian',
      head: heads['in review'],
      who: theLibrarian,
      may: ['assign', 'decide', 'transfer'],
    },
    {
      name: 'in review, to a librarian who once contributed',
      head: { ...heads['in review'], former: [librarian] },
      who: theLibrarian,
      may: ['transfer'],
    },
    {
      name: 'accepted, to its librarian',
      head: cases.accepted().head,
      who: theLibrarian,
      may: ['publish', 'transfer'],
    },
    {
      name: 'withdrawn, to its librarian',
      head: heads.withdrawn,
      who: theLibrarian,
      may: ['restore'],
    },
  ])('$name: $may', ({ head, who, may }) => {
    const actions = actionsNow(head, who).filter(
      (one) => one !== 'read' && one !== 'explain',
    );
    expect(actions.sort()).toEqual([...reading, ...may].sort());
  });
});

describe('given the versions of a resource, then each names what is done to it', () => {
  test.each([
    { state: 'draft', who: 'its author', may: ['edit', 'submit'] },
    { state: 'in-review', who: 'its author', may: ['take-back'] },
    {
      state: 'in-review',
      who: 'the bureau’s librarian',
      may: ['decide', 'assign'],
    },
    { state: 'published', who: 'its author', may: [] },
    { state: 'superseded', who: 'the bureau’s librarian', may: [] },
  ] as const)('a $state one, $who: $may', ({ state, who, may }) => {
    const head = state === 'draft' ? heads.draft : heads['in review'];
    expect(actionsOnVersion(head, state, people[who])).toEqual(may);
  });
});

test.each([
  { name: 'draft', head: heads.draft, state: 'draft' },
  { name: 'in review', head: heads['in review'], state: 'in-review' },
  { name: 'accepted', head: cases.accepted().head, state: 'accepted' },
  { name: 'refused', head: cases.closed().head, state: 'rejected' },
  { name: 'published', head: published, state: undefined },
  { name: 'withdrawn', head: heads.withdrawn, state: undefined },
  { name: 'discarded', head: heads['discarded for good'], state: undefined },
])(
  'given a resource that is $name, then as work it is $state',
  ({ head, state }) => {
    expect(workItem(head)?.state).toBe(state);
    if (state) expect(workItem(head)?.title).toBe(edition.title);
  },
);

test('given a version that was published before this one, then it is superseded', () => {
  const head = { ...published, latest: 3 };
  expect(stateOfVersion(head, 1)).toBe('published');
  expect(stateOfVersion(head, 2)).toBe('superseded');
  expect(stateOfVersion(head, 3, 'rejected')).toBe('rejected');
});
