import { describe, expect, test } from 'vitest';
import type { Head } from '../../../functions/resources/head/contract.ts';
import type { Change } from '../../../functions/search/model/document.ts';
import {
  type HolderNeeds,
  indexHolders,
  indexResource,
} from '../../../functions/search/service/indexing.ts';
import type { Written } from '../../../functions/search/store.ts';
import { file, idOf, publishedHead, withdrawn } from './samples.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** An index in memory that answers each round's writes as it is told to. */
function world(head: Head | undefined, answers: Written[][] = [['taken']]) {
  const asked: string[] = [];
  const written: { index: string; change: Change }[] = [];
  let round = 0;
  const needs: HolderNeeds = {
    store: {
      writeTargets: async () => {
        asked.push('targets');
        return (answers[round] ?? []).map((_, at) => `resources-${at + 1}`);
      },
      write: async (writes) => {
        written.push(...writes);
        return answers[round++] ?? [];
      },
    },
    readHead: async () => {
      asked.push('head');
      return head;
    },
    textOf: async (id) => {
      asked.push(`text ${id.slice(0, 1)}`);
      return id.startsWith('f') ? '浮力' : undefined;
    },
    resourcesWith: async (_, after) =>
      after === undefined
        ? { resources: [idOf('res', 1), idOf('res', 2)], next: '2' }
        : { resources: [idOf('res', 3)] },
    log: silent,
  };
  return { needs, asked, written };
}

describe('given a resource that changed', () => {
  test('then where to write is asked before its head is read', async () => {
    const { needs, asked, written } = world(publishedHead(1));
    await indexResource(needs, idOf('res', 1));
    expect(asked).toEqual(['targets', 'head']);
    expect(written).toMatchObject([{ change: { kind: 'put' } }]);
  });

  test('while the index is rebuilt, then both are written to', async () => {
    const both = world(publishedHead(1), [['taken', 'late']]);
    await indexResource(both.needs, idOf('res', 1));
    const indexes = both.written.map(({ index }) => index);
    expect(indexes).toEqual(['resources-1', 'resources-2']);
  });

  test('when the old index goes meanwhile, then it is written anew', async () => {
    const gone = world(publishedHead(1), [['index-gone', 'taken'], ['taken']]);
    await indexResource(gone.needs, idOf('res', 1));
    expect(gone.asked).toEqual(['targets', 'head', 'targets', 'head']);
  });

  test('when indexes keep going, then it gives up for the queue to try', async () => {
    const gone = world(publishedHead(1), [['index-gone'], ['index-gone']]);
    const ended = indexResource(gone.needs, idOf('res', 1));
    await expect(ended).rejects.toThrow(idOf('res', 1));
  });

  test.each([
    ['unknown', undefined],
    ['a draft', publishedHead(1, {}, { published: undefined })],
  ])('when it is %s, then nothing is written', async (_, head) => {
    const { needs, written } = world(head);
    await indexResource(needs, idOf('res', 1));
    expect(written).toEqual([]);
  });

  test('when it is withdrawn, then none of its texts is read', async () => {
    const head = publishedHead(1, { files: [file] }, withdrawn);
    const { needs, asked, written } = world(head);
    await indexResource(needs, head.id);
    expect(asked).toEqual(['targets', 'head']);
    expect(written).toMatchObject([{ change: { kind: 'remove' } }]);
  });

  test('when it has files, then what was read of them is in it', async () => {
    const files = [file, { ...file, id: 'e'.repeat(64) }];
    const { needs, asked, written } = world(publishedHead(1, { files }));
    await indexResource(needs, idOf('res', 1));
    expect(asked).toEqual(['targets', 'head', 'text f', 'text e']);
    expect(written).toMatchObject([{ change: { document: { text: '浮力' } } }]);
  });
});

test('given a file that was read, then every resource that holds it is indexed', async () => {
  const answers: Written[][] = [['taken'], ['taken'], ['taken']];
  const { needs, written } = world(publishedHead(1), answers);
  await indexHolders(needs, file.id);
  expect(written).toHaveLength(3);
});
