import { describe, expect, test } from 'vitest';
import type { FileService } from '../../../functions/files/service.ts';
import type { Part } from '../../../functions/platform/commit.ts';
import type {
  Person,
  Principal,
} from '../../../functions/platform/contract.ts';
import { fail, ok } from '../../../functions/platform/result.ts';
import type { Case } from '../../../functions/resources/model/move.ts';
import {
  attachFile,
  createResource,
  editResource,
} from '../../../functions/resources/service/drafting.ts';
import {
  exportHistory,
  readHistory,
} from '../../../functions/resources/service/history.ts';
import {
  publishAccepted,
  submitDraft,
  takeBackDraft,
  transferResource,
  withdrawResource,
} from '../../../functions/resources/service/life.ts';
import {
  listVersions,
  locateFile,
  readResource,
  readVersion,
} from '../../../functions/resources/service/reading.ts';
import { resourceService } from '../../../functions/resources/service.ts';
import type { OpenReview } from '../../../functions/resources/view/contract.ts';
import type { ReviewDesk } from '../../../functions/review/service.ts';
import type { SealService } from '../../../functions/seals/service.ts';
import {
  author,
  bureau,
  cases,
  edition,
  file,
  idOf,
  librarian,
  person,
  review,
  school,
  visitor,
} from './case.ts';
import { shelfOf } from './shelf.ts';

const teacher = person(author, 'teacher');
const stranger = person(idOf('per', 9), 'teacher');
const student = person(idOf('per', 8), 'student');
const inCharge = person(librarian, 'librarian', bureau);
const unsealed: SealService = {
  cover: async (_, places) => ({ seals: places.map(() => null), proofs: [] }),
  evidence: async () => ({ seals: [], keys: [] }),
};
const etag = ({ head }: Case) => `"${head.epoch}-${head.seq}"`;
const part: Part = { write: {} };

/** A desk that remembers what it was told. */
function deskOf() {
  const told: (OpenReview | string)[] = [];
  const desk: ReviewDesk = {
    opened: (one) => {
      told.push(one);
      return [part];
    },
    moved: ({ id }, holder) => {
      told.push(`${id} to ${holder}`);
      return [part];
    },
    ended: ({ id }, outcome) => {
      told.push(`${id} ${outcome}`);
      return [part];
    },
    waiting: async () => undefined,
  };
  return { desk, told };
}

describe('given a command, then the first thing wrong is what is answered', () => {
  const edited = { metadata: { title: '换一个题目' } };
  test.each([
    {
      name: 'an unknown id',
      found: cases.draft(),
      who: teacher,
      id: idOf('res', 404),
      error: { code: 'unknown' },
    },
    {
      name: 'a draft that is not theirs to see',
      found: cases.draft(),
      who: stranger,
      error: { code: 'unknown' },
    },
    {
      name: 'what they could read before it was withdrawn',
      found: cases.withdrawn(),
      who: stranger,
      error: { code: 'withdrawn', kind: 'error', holder: school },
    },
    {
      name: 'what they may read only, with an old ETag too',
      found: cases.published(),
      who: stranger,
      ifMatch: '"0-0"',
      error: { code: 'forbidden', rule: 'contributors-only' },
    },
    {
      name: 'an old ETag, and a state that does not allow it',
      found: cases.published(),
      who: teacher,
      ifMatch: '"1-1"',
      error: { code: 'changed' },
    },
    {
      name: 'a state that does not allow it',
      found: cases.published(),
      who: teacher,
      error: {
        code: 'state',
        state: 'published',
        possible: [
          'revise',
          'withdraw',
          'transfer',
          'relate',
          'unrelate',
          're-review',
        ],
      },
    },
    {
      name: 'a Region that was succeeded',
      found: { ...cases.draft(), head: { ...cases.draft().head, epoch: 2 } },
      who: teacher,
      error: { code: 'unavailable' },
    },
  ])('$name', async ({ found, who, error, ...given }) => {
    const { needs, moves } = shelfOf(found);
    const { id = found.head.id, ifMatch = etag(found) } = given;
    const wish = { id, ifMatch, principal: who };
    const edit = await editResource(needs, wish, edited);
    expect(edit).toMatchObject({ ok: false, error });
    expect(moves).toEqual([]);
  });

  test('and when nothing is wrong, then its move is committed', async () => {
    const found = cases.draft();
    const { needs, moves } = shelfOf(found);
    const { id } = found.head;
    const wish = { id, ifMatch: etag(found), principal: teacher };
    const edit = await editResource(needs, wish, edited);
    expect(edit).toMatchObject({
      value: { shown: { version: 1, edition: edited.metadata } },
    });
    expect(moves[0]?.entry.body).toMatchObject({
      actor: author,
      organisation: school,
    });
  });
});

describe('given a new resource', () => {
  const fresh = {
    holder: school,
    visibility: 'district',
    audience: 'everyone',
    metadata: { title: '浮力' },
  } as const;
  const newId = () => idOf('res', 5);

  test('then a teacher opens it for their school', async () => {
    const { needs } = shelfOf(cases.draft());
    const made = await createResource({ ...needs, newId }, teacher, fresh);
    expect(made).toMatchObject({
      value: { head: { id: newId(), contributors: [author], seq: 1 } },
    });
  });

  test.each([
    { name: 'a student', who: student, holder: school },
    {
      name: 'a teacher for another organisation',
      who: teacher,
      holder: bureau,
    },
  ])('then $name may not', async ({ who, holder }) => {
    const { needs } = shelfOf(cases.draft());
    const made = createResource({ ...needs, newId }, who, { ...fresh, holder });
    expect(await made).toEqual({
      ok: false,
      error: { code: 'forbidden', rule: 'contributing-role-needed' },
    });
  });
});

describe('given a file to attach', () => {
  const other = { ...file, id: 'e'.repeat(64) };
  const upload = idOf('upl', 1);
  const attaching = (ready: FileService['ready']) => {
    const found = cases.draft();
    const { needs, extras } = shelfOf(found);
    const files = { ready, referenceParts: () => [part] };
    const wish = {
      id: found.head.id,
      ifMatch: etag(found),
      principal: teacher,
    };
    const asked = { file: other.id, upload };
    const done = attachFile({ ...needs, files }, wish, asked);
    return done.then((result) => ({ result, extras: extras() }));
  };

  test('then a ready upload is attached, with its reference', async () => {
    const { result, extras } = await attaching(async () => ok(other));
    const files = [file, other];
    expect(result).toMatchObject({ value: { shown: { edition: { files } } } });
    expect(extras).toBe(1);
  });

  test.each([
    { rule: 'upload-unknown', ready: fail({ code: 'unknown' }) },
    {
      rule: 'upload-not-ready',
      ready: fail({ code: 'state', state: 'awaiting' }),
    },
    { rule: 'upload-of-another-file', ready: ok(file) },
  ] as const)('then $rule is named', async ({ rule, ready }) => {
    const { result } = await attaching(async () => ready);
    expect(result).toMatchObject({
      error: { code: 'rule-broken', errors: [{ pointer: '/upload', rule }] },
    });
  });
});

describe('given a step that opens or ends a review', () => {
  const newReviewId = () => review;
  const wishOn = (found: Case, principal = teacher) => ({
    id: found.head.id,
    ifMatch: etag(found),
    principal,
  });

  test('then submitting opens it with what the queue shows', async () => {
    const found = cases.draft();
    const { needs, extras } = shelfOf(found);
    const { desk, told } = deskOf();
    const more = { reviews: desk, newReviewId };
    await submitDraft({ ...needs, ...more }, wishOn(found));
    expect(told).toEqual([
      {
        id: review,
        resourceId: found.head.id,
        version: 1,
        title: edition.title,
        holder: school,
        submittedBy: author,
        openedAt: '2026-09-02T08:00:00.000Z',
      },
    ]);
    expect(extras()).toBe(1);
  });

  test('then a draft that lacks something opens none', async () => {
    const found = { ...cases.draft(), edition: { ...edition, files: [] } };
    const { desk, told } = deskOf();
    const needs = { ...shelfOf(found).needs, reviews: desk, newReviewId };
    expect(await submitDraft(needs, wishOn(found))).toMatchObject({
      error: { code: 'rule-broken' },
    });
    expect(told).toEqual([]);
  });

  test('then taking back ends it', async () => {
    const found = cases['in-review']();
    const { desk, told } = deskOf();
    const needs = { ...shelfOf(found).needs, reviews: desk };
    await takeBackDraft(needs, wishOn(found));
    expect(told).toEqual([`${review} taken-back`]);
  });

  test('then withdrawing ends one that is open, not one that was decided', async () => {
    const why = { kind: 'error', reason: '公式有误' } as const;
    for (const state of ['in-review', 'accepted'] as const) {
      const { published } = cases.published().head;
      const { head } = cases[state]();
      const found = {
        head: { ...head, ...(published && { published }) },
        edition,
      };
      const { desk, told } = deskOf();
      const needs = { ...shelfOf(found).needs, reviews: desk };
      const wish = wishOn(found, inCharge);
      expect(await withdrawResource(needs, wish, why)).toMatchObject({
        ok: true,
      });
      expect(told).toEqual(
        state === 'in-review' ? [`${review} withdrawn`] : [],
      );
    }
  });
});

describe('given someone who once contributed', () => {
  test.each(['contributors', 'former'] as const)(
    'then as one of the %s they do not publish it',
    async (list) => {
      const { head } = cases.accepted();
      const people = [...(head[list] ?? []), librarian];
      const found = { head: { ...head, [list]: people }, edition };
      const { needs, moves } = shelfOf(found);
      const wish = { id: head.id, ifMatch: etag(found), principal: inCharge };
      expect(await publishAccepted(needs, wish)).toEqual({
        ok: false,
        error: { code: 'forbidden', rule: 'own-contribution' },
      });
      expect(moves).toEqual([]);
    },
  );
});

describe('given a reader', () => {
  const { head } = cases.published();
  const superseded = { version: 1, edition: { ...edition, title: '第一版' } };
  const published = head.published && { ...head.published, version: 2 };
  const found = {
    head: { ...head, latest: 3, draft: 3, ...(published && { published }) },
    edition: { ...edition, title: '草稿' },
  };
  const { needs } = shelfOf(found, [superseded]);
  const asked = { id: head.id, principal: student as Principal };

  test('then they get the published version, also while a draft is open', async () => {
    const read = await readResource(needs, asked);
    expect(read).toMatchObject({ value: { shown: { version: 2 } } });
  });

  test('then superseded versions are theirs to read, drafts are not', async () => {
    expect(await readVersion(needs, { ...asked, version: 1 })).toMatchObject({
      value: { state: 'superseded', edition: { title: '第一版' } },
    });
    for (const version of [3, 4]) {
      expect(await readVersion(needs, { ...asked, version })).toMatchObject({
        error: { code: 'unknown' },
      });
    }
  });

  test('then the list of versions holds no draft', async () => {
    const page = { limit: 20, after: undefined };
    const list = await listVersions(needs, { ...asked, ...page });
    const versions = list.ok && list.value.items.map(({ version }) => version);
    expect(versions).toEqual([1]);
  });

  test('then files of what they may read have an address, others none', async () => {
    const files = {
      contentUrl: async ({ id }: { id: string }) => `url of ${id}`,
    };
    const locate = (more: object) =>
      locateFile({ ...needs, files }, { ...asked, file: file.id, ...more });
    expect(await locate({})).toEqual(ok({ url: `url of ${file.id}` }));
    expect(await locate({ version: 1 })).toMatchObject({ ok: true });
    const unknown = fail({ code: 'unknown' });
    expect(await locate({ version: 3 })).toEqual(unknown);
    expect(await locate({ file: 'e'.repeat(64) })).toEqual(unknown);
  });

  test('then the record of a withdrawn resource stays open, of a draft not', async () => {
    const record = (one: Case) =>
      readHistory(
        { ...shelfOf(one).needs, seals: unsealed },
        {
          id: head.id,
          principal: student,
          limit: 20,
          after: undefined,
        },
      );
    expect(await record(cases.withdrawn())).toMatchObject({ ok: true });
    expect(await record(cases.draft())).toEqual(fail({ code: 'unknown' }));
  });

  test('then an export has no entry that came after its end', async () => {
    const one = cases.published();
    const { needs } = shelfOf(one);
    const entry = ({ epoch, seq }: { epoch: number; seq: number }) => ({
      header: {
        resource: head.id,
        epoch,
        seq,
        time: '2026-09-02T08:00:00.000Z',
        action: 'edit' as const,
        version: 1,
        previous: null,
        bodyHash: 'a'.repeat(64),
      },
    });
    const later = { ...one.head, seq: one.head.seq + 1 };
    const history = async () => ({ items: [entry(one.head), entry(later)] });
    const exported = await exportHistory(
      { reads: { ...needs.reads, history }, seals: unsealed },
      { id: head.id, principal: student, after: undefined },
    );
    const { epoch, seq, lastHash: hash } = one.head;
    expect(exported).toMatchObject({
      ok: true,
      value: {
        part: {
          chain: { kind: 'resource', id: head.id },
          last: { epoch, seq, hash },
          entries: [{ header: { epoch, seq } }],
        },
      },
    });
  });
});

test('given ids to look at, then only those that one sees are readable', async () => {
  const { needs } = shelfOf(cases.published());
  const { id } = cases.published().head;
  const { readable } = resourceService(needs);
  const ids = [id, idOf('res', 404)];
  expect(await readable(ids, stranger)).toEqual([id]);
  expect(await readable(ids, visitor)).toEqual([]);
});

describe('given contributors that are named', () => {
  const [known, unknown] = [idOf('per', 5), idOf('per', 6)];
  const naming = async (contributors: string[]) => {
    const found = cases.draft();
    const { needs } = shelfOf(found);
    const { id } = found.head;
    const wish = { id, ifMatch: etag(found), principal: teacher };
    const asked: string[] = [];
    const named = {
      known: async (people: readonly string[]) => {
        asked.push(...people);
        return new Set([known]);
      },
    };
    const edit = editResource({ ...needs, named }, wish, { contributors });
    return { result: await edit, asked };
  };

  test('then those whom the district knows become contributors', async () => {
    const { result, asked } = await naming([author, known]);
    expect(result).toMatchObject({
      value: { head: { contributors: [author, known] } },
    });
    expect(asked).toEqual([known]);
  });

  test('then nobody does when one of them is unknown, who is named', async () => {
    const { result } = await naming([author, known, unknown]);
    const breach = { pointer: '/contributors/2', rule: 'contributor-unknown' };
    expect(result).toMatchObject({
      error: { errors: [{ ...breach, person: unknown }] },
    });
  });
});

describe('given a resource that is to be transferred', () => {
  const transferring = async (who: Person, holder: string) => {
    const found = cases['in-review']();
    const { needs, moves, extras } = shelfOf(found);
    const { desk, told } = deskOf();
    const { id } = found.head;
    const wish = { id, ifMatch: etag(found), principal: who };
    const all = { ...needs, reviews: desk };
    const result = await transferResource(all, wish, { holder });
    return { result, moves, told, extras: extras() };
  };

  test('then who manages both holders does it, and its review follows', async () => {
    const { result, told, extras } = await transferring(inCharge, bureau);
    expect(result).toMatchObject({ value: { head: { holder: bureau } } });
    expect(told).toEqual([`${review} to ${bureau}`]);
    expect(extras).toBe(2);
  });

  test('then who manages only the present one does not', async () => {
    const own = person(librarian, 'librarian');
    const { result, moves } = await transferring(own, bureau);
    expect(result).toEqual({
      ok: false,
      error: { code: 'forbidden', rule: 'librarians-only' },
    });
    expect(moves).toEqual([]);
  });
});
