import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { Metadata } from '../../../functions/resources/edition/contract.ts';
import { breachesOf } from '../../../functions/resources/model/submittable.ts';
import {
  bytesOf,
  contributionOf,
  phraseOf,
  readTexts,
} from '../../../local/load/texts.ts';

const folder = mkdtempSync(join(tmpdir(), 'xueyuan-texts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const text = {
  id: '样例-1',
  title: '样例',
  creator: '佚名',
  dynasty: '今',
  collection: '样例集',
  text: '一二三四五，六七八九十。\n甲乙丙丁戊己庚，辛壬癸。',
};
const holder = 'org_01J8ZQ0000000000000000000A';

async function all(file: string, count: number) {
  const found = [];
  for await (const one of readTexts(file, count)) found.push(one);
  return found;
}

describe('given a file of texts', () => {
  const lines = [1, 2, 3].map((id) =>
    JSON.stringify({ ...text, id: `样例-${id}`, notes: 'left out' }),
  );
  const plain = join(folder, 'texts.ndjson');
  const packed = join(folder, 'texts.ndjson.gz');
  writeFileSync(plain, `${lines.join('\n')}\n`);
  writeFileSync(packed, gzipSync(`${lines.join('\n')}\n`));

  test.each([plain, packed])('then %s gives as many as asked', async (file) => {
    expect((await all(file, 2)).map(({ id }) => id)).toEqual([
      '样例-1',
      '样例-2',
    ]);
    expect(await all(file, 100)).toHaveLength(3);
    expect((await all(file, 1))[0]).toEqual(text);
  });

  test('then a line that is no text is named', async () => {
    const broken = join(folder, 'broken.ndjson');
    writeFileSync(broken, `${lines[0]}\n{"id": "2"}\n`);
    await expect(all(broken, 5)).rejects.toThrow('line 2');
  });

  test('then a file that is not there is said at once', async () => {
    await expect(all(join(folder, 'none.gz'), 1)).rejects.toThrow('ENOENT');
  });
});

test('any text may be submitted, whatever its title and creator', () => {
  const any = fc.record({
    title: fc.string({ unit: 'grapheme', maxLength: 400 }),
    creator: fc.string({ unit: 'grapheme', maxLength: 200 }),
    dynasty: fc.string({ unit: 'grapheme', maxLength: 8 }),
    collection: fc.string({ unit: 'grapheme', maxLength: 20 }),
  });
  fc.assert(
    fc.property(any, (change) => {
      const made = contributionOf({ ...text, ...change }, holder);
      const read = Metadata.safeParse(made.metadata);
      expect(read.error?.issues ?? []).toEqual([]);
      const [file] = made.files;
      expect(Buffer.byteLength(file?.name ?? '')).toBeLessThan(255);
      expect(file?.name).toMatch(/^[^/\\]+\.txt$/);
      const id = '0'.repeat(64);
      const held = { id, name: 'a.txt', mediaType: 'text/plain', sizeBytes: 1 };
      expect(breachesOf({ ...made.metadata, files: [held] })).toEqual([]);
    }),
  );
});

test('two texts of the same words are two files', () => {
  const again = { ...text, id: '样例-2' };
  expect(bytesOf(text).equals(bytesOf(again))).toBe(false);
});

test('a phrase is the longest run without a mark, if it is long enough', () => {
  expect(phraseOf(text)).toBe('甲乙丙丁戊己庚');
  expect(phraseOf({ ...text, text: '一，二。三' })).toBeUndefined();
  const long = { ...text, text: '字'.repeat(30) };
  expect(phraseOf(long)).toBe('字'.repeat(12));
});
