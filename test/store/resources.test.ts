import '../support/environment.ts';
import { describe, expect, test } from 'vitest';
import { measured } from '../../cost/measured.ts';
import {
  costSoFar,
  itemBytes,
  resetCost,
} from '../../functions/platform/cost.ts';
import { Head } from '../../functions/resources/head/contract.ts';
import { resources } from '../../functions/resources/resources.ts';
import {
  createResource,
  editResource,
} from '../../functions/resources/service/drafting.ts';
import { readHistory } from '../../functions/resources/service/history.ts';
import {
  submitDraft,
  takeBackDraft,
} from '../../functions/resources/service/life.ts';
import {
  listVersions,
  readResource,
  readVersion,
} from '../../functions/resources/service/reading.ts';
import { readWork } from '../../functions/resources/service/work.ts';
import { resourceReads } from '../../functions/resources/store/reads.ts';
import { Version } from '../../functions/resources/view/contract.ts';
import { faultsOf } from '../support/chain.ts';
import { edition } from '../unit/resources/case.ts';
import { draft, got, needs, people, submitted, wish } from './catalogue.ts';
import { decided } from './decided.ts';

const visitor = { kind: 'visitor' } as const;
const { files: _, ...metadata } = edition;

describe('given a resource that went through its life', async () => {
  const who = people();
  const { teacher, librarian } = who;
  const first = await decided(await submitted(who), librarian, {
    outcome: 'request-changes',
    reason: '请注明实验器材',
  });
  const again = got(await submitDraft(needs, wish(first, teacher)));
  const published = await decided(again, librarian, { outcome: 'accept' });
  const { id } = published.head;

  test('then its head is read as it was written', async () => {
    const head = await resourceReads.head(id, { consistent: true });
    expect(head).toEqual(published.head);
    expect(Head.parse(head)).toEqual(head);
  });

  test('then its stored record has no fault', async () => {
    const history = readHistory(needs, {
      id,
      principal: teacher,
      limit: 100,
      after: undefined,
    });
    const { items } = got(await history);
    expect(items.map(({ header }) => header.action)).toEqual([
      'create',
      'edit',
      'submit',
      'request-changes',
      'submit',
      'publish',
    ]);
    expect(items.every(({ body }) => body !== undefined)).toBe(true);
    expect(faultsOf(items, published.head.lastHash)).toEqual([]);
  });

  test('then the record comes in pages, to visitors without bodies', async () => {
    const asked = { id, principal: visitor, limit: 4 };
    const page = got(await readHistory(needs, { ...asked, after: undefined }));
    expect(page.items.map(({ header }) => header.seq)).toEqual([1, 2, 3, 4]);
    expect(page.items.every(({ body }) => body === undefined)).toBe(true);
    const rest = got(await readHistory(needs, { ...asked, after: page.next }));
    expect(rest.items.map(({ header }) => header.seq)).toEqual([5, 6]);
    expect(rest.next).toBeUndefined();
  });

  test('then a visitor reads it by one request, at half a unit per 4 KB', async () => {
    resetCost();
    const read = got(await readResource(needs, { id, principal: visitor }));
    const blocks = Math.ceil((itemBytes({ head: read.head }) + 100) / 4_096);
    expect(costSoFar()).toEqual({ rru: blocks / 2, wru: 0, s3: 0 });
    expect(costSoFar()).toEqual(measured.reading.visitor);
    expect(read.shown.edition).toEqual(published.head.published?.edition);
  });

  test('then who is signed in reads it as it is now, at one unit', async () => {
    resetCost();
    got(await readResource(needs, { id, principal: librarian }));
    expect(costSoFar()).toEqual(measured.reading.signedIn);
  });

  test('then readers list version 2 alone, its author both', async () => {
    const asked = { id, limit: 10, after: undefined };
    const toVisitor = await listVersions(needs, {
      ...asked,
      principal: visitor,
    });
    expect(got(toVisitor).items).toMatchObject([
      { resourceId: id, version: 2, state: 'published' },
    ]);
    const toAuthor = await listVersions(needs, {
      ...asked,
      principal: teacher,
    });
    expect(got(toAuthor).items.map(({ state }) => state)).toEqual([
      'published',
      'changes-requested',
    ]);
  });

  test('then versions come in pages, newest first', async () => {
    const asked = { id, limit: 1, principal: teacher };
    const page = got(await listVersions(needs, { ...asked, after: undefined }));
    const rest = got(await listVersions(needs, { ...asked, after: page.next }));
    const versions = [...page.items, ...rest.items];
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
  });

  test('then version 1 is its author’s to read, and unknown to visitors', async () => {
    const asked = { id, version: 1 };
    const toAuthor = await readVersion(needs, { ...asked, principal: teacher });
    expect(Version.parse(got(toAuthor)).state).toBe('changes-requested');
    const toVisitor = readVersion(needs, { ...asked, principal: visitor });
    expect(await toVisitor).toMatchObject({ error: { code: 'unknown' } });
  });
});

describe('given 50 submissions of one draft at once', async () => {
  const who = people();
  const found = await draft(who);
  const all = await Promise.all(
    Array.from({ length: 50 }, () =>
      submitDraft(needs, wish(found, who.teacher)),
    ),
  );

  test('then exactly one wins and the others are told to read again', () => {
    expect(all.filter(({ ok }) => ok).length).toBe(1);
    const codes = all.flatMap((one) => (one.ok ? [] : [one.error.code]));
    expect(new Set(codes)).toEqual(new Set(['changed']));
  });

  test('then there is one entry of it in the record, and one review', async () => {
    const { head } = found;
    const { items } = await resourceReads.history(
      head.id,
      { limit: 100, after: undefined },
      { withBodies: false },
    );
    const actions = items.map(({ header }) => header.action);
    expect(actions).toEqual(['create', 'edit', 'submit']);
    const waiting = await needs.reviews.waiting(who.librarian, 100);
    expect(waiting?.filter((one) => one.resourceId === head.id).length).toBe(1);
  });
});

describe('given unfinished work', () => {
  test('then it is listed to each contributor until it is published', async () => {
    const who = people();
    const { teacher, colleague, librarian } = who;
    const found = await draft(who, '合写的教案');
    const contributors = [teacher.id, colleague.id];
    const shared = got(
      await editResource(needs, wish(found, teacher), { contributors }),
    );
    const page = { limit: 10, after: undefined };
    const { items, toReview } = await readWork(needs, colleague, page);
    expect(items).toMatchObject([{ title: '合写的教案', state: 'draft' }]);
    expect(toReview).toBeUndefined();

    const inReview = got(await submitDraft(needs, wish(shared, colleague)));
    const theirs = await readWork(needs, librarian, page);
    expect(theirs.toReview).toMatchObject([{ title: '合写的教案' }]);

    await decided(inReview, librarian, { outcome: 'accept' });
    expect((await readWork(needs, teacher, page)).items).toEqual([]);
    expect((await readWork(needs, colleague, page)).items).toEqual([]);
  });

  test('then it comes in pages, newest first', async () => {
    const who = people();
    const drafts = [await draft(who), await draft(who), await draft(who)];
    const ids = drafts.map(({ head }) => head.id).reverse();
    const first = await readWork(needs, who.teacher, {
      limit: 2,
      after: undefined,
    });
    const rest = await readWork(needs, who.teacher, {
      limit: 2,
      after: first.next,
    });
    const listed = [...first.items, ...rest.items];
    expect(listed.map(({ resourceId }) => resourceId)).toEqual(ids);
    expect(rest.next).toBeUndefined();
  });
});

test('given more heads than a batch takes, then all come back', async () => {
  const who = people();
  const fresh = {
    holder: who.school,
    visibility: 'private',
    audience: 'everyone',
    metadata,
  } as const;
  const made = await Promise.all(
    Array.from({ length: 105 }, () =>
      createResource(needs, who.teacher, fresh),
    ),
  );
  const ids = made.map((one) => got(one).head.id);
  const heads = await resources.readHeads([...ids, ...ids, 'res_nobody']);
  expect(new Set(heads.keys())).toEqual(new Set(ids));
});

test('given a Region with an older epoch, then it moves nothing', async () => {
  const who = people();
  const found = await draft(who);
  const { head } = got(
    await submitDraft({ ...needs, epoch: 2 }, wish(found, who.teacher)),
  );
  expect(head).toMatchObject({ epoch: 2, seq: 3 });
  const late = takeBackDraft(needs, wish({ head }, who.teacher));
  expect(await late).toEqual({ ok: false, error: { code: 'unavailable' } });
});
