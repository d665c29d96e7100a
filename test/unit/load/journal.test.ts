import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openJournal } from '../../../local/journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'xueyuan-journal-'));
afterAll(() => rmSync(folder, { recursive: true }));
const here = 'https://issuer.example/here';

describe('given a journal that was written and left', () => {
  const file = join(folder, 'deep', 'journal.ndjson');
  const first = openJournal(file, here);
  first.note({ key: 'a', made: 'res_1', isDone: false });
  first.note({ key: 'a', made: 'res_1', isDone: true });
  first.note({ key: 'b', made: 'res_2', isDone: false });

  test('then opened again it knows the last of each', () => {
    const again = openJournal(file, here);
    expect(again.entry('a')).toEqual({
      key: 'a',
      made: 'res_1',
      isDone: true,
    });
    expect(again.entry('b')).toMatchObject({ made: 'res_2', isDone: false });
    expect(again.entry('c')).toBeUndefined();
  });

  test('then it says nothing of another platform', () => {
    const other = openJournal(file, 'https://issuer.example/other');
    expect(other.entry('a')).toBeUndefined();
  });

  test('then a line cut off by a kill harms no other', () => {
    appendFileSync(file, '{"key":"c","made":"res_3","isDo');
    const after = openJournal(file, here);
    expect(after.entry('c')).toBeUndefined();
    after.note({ key: 'd', made: 'res_4', isDone: true });
    const last = openJournal(file, here);
    expect(last.entry('d')).toMatchObject({ made: 'res_4' });
    expect(last.entry('a')).toMatchObject({ isDone: true });
  });
});
