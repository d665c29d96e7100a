import { describe, expect, test } from 'vitest';
import type { Edition } from '../../../functions/resources/edition/contract.ts';
import {
  erasedTexts,
  studentWork,
} from '../../../functions/resources/edition/contract.ts';
import {
  erase,
  type Holding,
  isTheirsAlone,
} from '../../../functions/resources/model/erasure.ts';
import {
  possibleSteps,
  standingOf,
} from '../../../functions/resources/model/life.ts';
import { isUnfinished } from '../../../functions/resources/model/view.ts';
import {
  author,
  byLibrarian,
  cases,
  created,
  edition,
  idOf,
  librarian,
} from './case.ts';

const student = idOf('per', 7);
const classmate = idOf('per', 8);
type Creators = NonNullable<Edition['creators']>;
const writer = (person: string) =>
  ({ name: '林小满', role: 'author', person }) as const;

/** A published resource whose one version has these creators. */
function published(creators: Creators, type = studentWork): Holding {
  const { head } = cases.published();
  const made = { ...edition, creators, type } as Edition;
  if (!head.published) throw new Error('Nothing is published.');
  return {
    head: { ...head, published: { ...head.published, edition: made } },
    versions: [{ version: 1, edition: made }],
  };
}

describe('given student work, then whose alone it is', () => {
  const outsider = { name: '外校同学', role: 'author' } as const;
  const gone = {
    name: erasedTexts.name,
    role: 'author',
    erased: true,
  } as const;
  test.each([
    { by: 'the student', creators: [writer(student)], alone: true },
    {
      by: 'the student, with an adviser',
      creators: [
        writer(student),
        { ...writer(idOf('per', 9)), role: 'adviser' as const },
      ],
      alone: true,
    },
    { by: 'nobody', creators: [], alone: false },
    { by: 'a name alone', creators: [outsider], alone: false },
    {
      by: 'two students',
      creators: [writer(student), writer(classmate)],
      alone: false,
    },
    {
      by: 'one and a name',
      creators: [writer(student), outsider],
      alone: false,
    },
    {
      by: 'one and one erased before',
      creators: [writer(student), gone],
      alone: true,
    },
  ])('by $by: $alone', ({ creators, alone }) => {
    expect(isTheirsAlone(published(creators), student)).toBe(alone);
  });
});

test('given other work with the same creator, then it is not theirs alone', () => {
  const lesson = published([writer(student)], 'xy:resource-type/lesson-plan');
  expect(isTheirsAlone(lesson, student)).toBe(false);
});

test('given a draft of one contributor, then it is theirs until it is published or shared', () => {
  const versions = [{ version: 1, edition }];
  const { head } = created();
  expect(isTheirsAlone({ head, versions }, author)).toBe(true);
  expect(isTheirsAlone({ head, versions }, librarian)).toBe(false);
  const shared = { ...head, former: [classmate] };
  expect(isTheirsAlone({ head: shared, versions }, author)).toBe(false);
  const out = cases.published();
  expect(isTheirsAlone({ head: out.head, versions }, author)).toBe(false);
});

describe('given published work of one student, when they are erased', () => {
  const holding = published([writer(student)]);
  const done = erase(holding, student, byLibrarian);

  test('then readers meet a tombstone that nobody can take away', () => {
    const { head } = done?.move ?? holding;
    expect(head.withdrawn).toMatchObject({ kind: 'erased' });
    expect(standingOf(head)).toBe('withdrawn');
    expect(possibleSteps(head)).toEqual([]);
    expect(isUnfinished(head)).toBe(false);
  });

  test('then nothing of the work is left in head or versions', () => {
    const text = JSON.stringify(done);
    for (const word of ['林小满', student, edition.title, 'f'.repeat(64)]) {
      // What was before is in the move too; it is written nowhere.
      const { before: _, ...move } = done?.move ?? {};
      const written = JSON.stringify({ ...done, move });
      expect(text).toContain(edition.title);
      expect(written).not.toContain(word);
    }
    expect(done?.after).toEqual([{ version: 1, dropped: true }]);
  });

  test('then the record says that content was erased, and not of whom', () => {
    const { header, body } = done?.move.entry ?? {};
    expect(header).toMatchObject({ action: 'redact', version: 1 });
    expect(body?.facts).toMatchObject({ erased: 'content' });
    expect(JSON.stringify(body)).not.toContain(student);
  });
});

describe('given work of two students, when one is erased', () => {
  const holding = published([writer(student), writer(classmate)]);
  const done = erase(holding, student, byLibrarian);

  test('then it stays published, with one name in place of the other', () => {
    const { head } = done?.move ?? {};
    expect(head?.withdrawn).toBeUndefined();
    expect(head?.published?.edition).toEqual({
      ...holding.head.published?.edition,
      creators: [
        { name: erasedTexts.name, role: 'author', erased: true },
        writer(classmate),
      ],
    });
    expect(JSON.stringify(done?.after)).not.toContain(student);
    expect(done?.after).toHaveLength(1);
  });

  test('then doing it again finds nothing to do', () => {
    const again: Holding = {
      head: done?.move.head ?? holding.head,
      versions: (done?.after ?? []).flatMap((one) =>
        'edition' in one ? [one] : [],
      ),
    };
    expect(again.versions).toHaveLength(1);
    expect(erase(again, student, byLibrarian)).toBeUndefined();
  });
});

test('given an open draft, then it moves with the head, in one transaction', () => {
  const versions = [{ version: 1, edition }];
  const done = erase({ head: created().head, versions }, author, byLibrarian);
  expect(done?.move.versions).toEqual([{ version: 1, dropped: true }]);
  expect(done?.after).toEqual([]);
  expect(done?.move.head.draft).toBeUndefined();
});

test('given somebody who is named nowhere, then nothing is done', () => {
  const holding = published([writer(classmate)]);
  expect(erase(holding, student, byLibrarian)).toBeUndefined();
});
