import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { definitionNumber } from '../../functions/search/model/definition.ts';
import {
  beginReindex,
  ensureIndex,
  fillIndex,
  finishReindex,
  type ReindexNeeds,
} from '../../functions/search/service/reindexing.ts';
import { idOf, publishedHead, withdrawn } from '../unit/search/samples.ts';
import { found, type OwnIndex, ownIndex } from './search-index.ts';

const resources = 100;
const segments = 2;

/** Fills all segments side by side, one page at a time. */
async function fillAll(needs: ReindexNeeds, index: string): Promise<number> {
  const given = Array.from({ length: segments }, async (_, segment) => {
    let sum = 0;
    let after: string | undefined;
    do {
      const stretch = { segment, segments, after };
      const filled = await fillIndex(needs, index, stretch, () => true);
      sum += filled.given;
      after = filled.after;
    } while (after !== undefined);
    return sum;
  });
  return (await Promise.all(given)).reduce((sum, each) => sum + each, 0);
}

async function rebuild({ needs }: OwnIndex) {
  const { index } = await beginReindex(needs);
  const given = await fillAll(needs, index);
  return finishReindex(needs, index, given);
}

async function everything(own: OwnIndex) {
  const held = new Map<string, string>();
  let cursor: Record<string, string> = {};
  for (;;) {
    const page = found(await own.ask({ limit: '100', ...cursor }));
    for (const { id, title } of page.items) held.set(id, title);
    if (page.next === undefined) return held;
    cursor = { cursor: page.next };
  }
}

describe('given an index with a hundred resources', () => {
  let own: OwnIndex;
  beforeEach(async () => {
    own = ownIndex();
    await ensureIndex(own.needs);
    for (let n = 1; n <= resources; n += 1) {
      own.put(publishedHead(n, { title: `浮力第${n}课` }));
    }
    await Promise.all([...own.heads.keys()].map(own.index));
    await own.refreshed();
  });
  afterEach(() => own.drop());

  test('when it is rebuilt while people read and write, then nothing is lost', async () => {
    let isDone = false;
    let round = 0;
    async function writing() {
      while (!isDone) {
        round += 1;
        const n = 1 + (round % resources);
        const title = `压强第${round}稿`;
        const state = round % 7 === 0 ? withdrawn : {};
        const head = publishedHead(n, { title }, { seq: 10 + round, ...state });
        own.put(head);
        await own.index(head.id);
        const added = publishedHead(1_000 + round, { title });
        own.put(added);
        await own.index(added.id);
      }
    }
    const missed: number[] = [];
    async function reading() {
      while (!isDone) {
        const { total } = found(await own.ask({ q: '阿基米德原理' }));
        if (total.value < resources / 2) missed.push(total.value);
      }
    }
    const others = [writing(), writing(), reading()];
    const [first] = await own.indexes.list();
    const ended = await rebuild(own).finally(() => {
      isDone = true;
    });
    await Promise.all(others);
    expect(ended).toMatchObject({
      ok: true,
      value: { dropped: [first?.name] },
    });
    expect(missed).toEqual([]);
    expect(round).toBeGreaterThan(10);
    await own.refreshed();
    const readable = [...own.heads.values()].filter((head) => !head.withdrawn);
    const titles = readable.map((head) => [
      head.id,
      head.published?.edition.title,
    ]);
    const held = [...(await everything(own))];
    expect(held.sort()).toEqual(titles.sort());
    const [only, ...rest] = await own.indexes.list();
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ number: 2, isRead: true, isWritten: true });
    const { held: count } = await own.indexes.count(only?.name ?? '');
    expect(count).toBe(readable.length);
  });

  test('when it is rebuilt, then what a lost event left behind is made good', async () => {
    own.put(publishedHead(1, {}, { seq: 9, ...withdrawn }));
    own.put(publishedHead(2, { title: '大气压' }, { seq: 9 }));
    own.put(publishedHead(500));
    expect(await rebuild(own)).toMatchObject({ ok: true });
    const held = await everything(own);
    expect(held.get(idOf('res', 2))).toBe('大气压');
    expect(held.has(idOf('res', 500))).toBe(true);
    const counted = found(await own.ask({})).total.value;
    expect(counted).toBe(held.size);
  });

  test('when the next index lost something, then readers are not switched to it', async () => {
    const { index } = await beginReindex(own.needs);
    const given = await fillAll(own.needs, index);
    const ended = await finishReindex(own.needs, index, given + 1);
    expect(ended).toEqual({
      ok: false,
      error: { code: 'short', held: given, removed: 0, given: given + 1 },
    });
    const read = (await own.indexes.list()).filter(({ isRead }) => isRead);
    expect(read).toMatchObject([{ number: 1 }]);
  });

  test('when a rebuild was broken off, then the next one fills the same index on', async () => {
    const { index } = await beginReindex(own.needs);
    await fillIndex(own.needs, index, { segment: 0, segments }, () => true);
    expect(await beginReindex(own.needs)).toEqual({ index });
    expect(await rebuild(own)).toMatchObject({ value: { held: resources } });
  });

  test('when it was broken off under another definition, then a new one is made', async () => {
    const old = {
      settings: { number_of_replicas: 0 },
      mappings: { _meta: { definition: definitionNumber + 1 } },
    };
    const name = await own.indexes.make(2, old, ['write']);
    const { index } = await beginReindex(own.needs);
    expect(index).not.toBe(name);
    const left = (await own.indexes.list()).map((each) => each.name);
    expect(left).not.toContain(name);
    expect(await own.store.writeTargets()).toHaveLength(2);
  });

  test('when it was switched to already, then finishing again changes nothing', async () => {
    const { index } = await beginReindex(own.needs);
    const given = await fillAll(own.needs, index);
    await finishReindex(own.needs, index, given);
    const again = await finishReindex(own.needs, index, given);
    expect(again).toMatchObject({ ok: true, value: { dropped: [] } });
  });
});

describe('given an engine that lost everything', () => {
  const own = ownIndex();
  afterEach(() => own.drop());

  test('then searching is unavailable until the index is rebuilt', async () => {
    own.put(publishedHead(1));
    const unavailable = expect.objectContaining({ name: 'Unavailable' });
    await expect(own.ask({})).rejects.toEqual(unavailable);
    await expect(own.index(idOf('res', 1))).rejects.toEqual(unavailable);
    expect(await rebuild(own)).toMatchObject({ value: { held: 1 } });
    expect((await everything(own)).size).toBe(1);
  });
});
