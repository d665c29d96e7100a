import { describe, expect, test } from 'vitest';
import {
  differencesOf,
  eventAbout,
  filesOf,
  type Known,
} from '../../../functions/operations/model.ts';
import type { Head } from '../../../functions/resources/head/contract.ts';

const id = 'res_01J8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8Z';
const hash = 'a'.repeat(64);
const file = 'f'.repeat(64);
const place = { epoch: 1, seq: 4 };
const head = {
  id,
  ...place,
  lastHash: hash,
  published: { version: 1, edition: { files: [{ id: file }] } },
} as unknown as Head;
const withdrawn = { ...head, withdrawn: { kind: 'error' } } as Head;
const { published: _, ...draft } = head;

/** All four places agree; each test spoils one. */
const agreed: Known = {
  head,
  found: place,
  last: { ...place, hash },
  missing: [],
};

test('given places that agree, then nothing differs', () => {
  expect(differencesOf(id, agreed)).toEqual([]);
});

describe('given one place that says something else', () => {
  test.each([
    { kind: 'index-missing', spoilt: { found: undefined } },
    { kind: 'index-behind', spoilt: { found: { epoch: 1, seq: 3 } } },
    { kind: 'index-behind', spoilt: { found: { epoch: 0, seq: 9 } } },
    { kind: 'index-withdrawn', spoilt: { head: withdrawn } },
    { kind: 'index-unknown', spoilt: { head: draft as Head } },
    { kind: 'index-unknown', spoilt: { head: undefined } },
    { kind: 'history-behind', spoilt: { last: undefined } },
    { kind: 'history-behind', spoilt: { last: { epoch: 1, seq: 3, hash } } },
    { kind: 'history-ahead', spoilt: { last: { epoch: 1, seq: 5, hash } } },
    { kind: 'history-ahead', spoilt: { last: { epoch: 2, seq: 1, hash } } },
    { kind: 'history-differs', spoilt: { last: { ...place, hash: file } } },
  ])('then $spoilt is $kind', ({ kind, spoilt }) => {
    expect(differencesOf(id, { ...agreed, ...spoilt })).toEqual([{ kind, id }]);
  });

  test('then a file without bytes is named', () => {
    const known = { ...agreed, missing: [file] };
    const kind = 'file-missing';
    expect(differencesOf(id, known)).toEqual([{ kind, id, file }]);
  });
});

describe('given what readers cannot find', () => {
  test.each([
    { of: 'a draft', head: draft as Head },
    { of: 'a withdrawn resource', head: withdrawn },
  ])('then $of is rightly not in the index', ({ head }) => {
    const known = { ...agreed, head, found: undefined };
    expect(differencesOf(id, known)).toEqual([]);
    expect(filesOf(head)).toEqual([]);
  });

  test('then an index that is ahead of the head that was read is right', () => {
    const known = { ...agreed, found: { epoch: 1, seq: 5 } };
    expect(differencesOf(id, known)).toEqual([]);
  });
});

test('the event of an entry is what the relay sends of it', () => {
  const time = '2026-09-01T08:00:00.000Z';
  const header = { ...place, resource: id, version: 1, time };
  const links = { previous: hash, bodyHash: hash, action: 'publish' } as const;
  expect(eventAbout({ ...header, ...links })).toEqual({
    type: 'resource.published',
    detail: { resourceId: id, ...place, step: 'publish', version: 1, time },
  });
});
