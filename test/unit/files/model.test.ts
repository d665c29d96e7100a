import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../../../functions/files/contract.ts';
import {
  kinds,
  type MediaType,
  mediaTypes,
} from '../../../functions/files/kinds/contract.ts';
import {
  announce,
  breachesOfName,
  checkArrival,
  isExpired,
  kindOf,
  type StoredUpload,
  tidyName,
} from '../../../functions/files/model.ts';

const now = new Date('2026-09-01T08:00:00.000Z');
const said = {
  name: '浮力.pdf',
  mediaType: 'application/pdf',
  sizeBytes: 1_000,
  sha256: 'a'.repeat(64),
} as const;
const asked = {
  id: 'upl_01J8XW5ZJ9QH6M3K2T4V7B8N0C',
  owner: 'per_01J8XW5ZJ9QH6M3K2T4V7B8N0D',
  said,
  now,
  limitBytes: 10_000,
};

function opened(): StoredUpload {
  const upload = announce(asked);
  if (!upload.ok) throw new Error('The builder must give a valid upload.');
  return upload.value;
}

describe('given the table of kinds', () => {
  test('then each kind names its endings in lower case, each ending once', () => {
    const endings = Object.values(kinds).flatMap((kind) => [...kind.endings]);
    expect(endings.length).toBeGreaterThan(30);
    expect(new Set(endings).size).toBe(endings.length);
    expect(endings).toEqual(endings.map((ending) => ending.toLowerCase()));
  });
});

describe('given a file name', () => {
  test.each<{ name: string; mediaType: MediaType; rules: string[] }>([
    { name: '浮力.pdf', mediaType: 'application/pdf', rules: [] },
    { name: 'LESSON.PDF', mediaType: 'application/pdf', rules: [] },
    { name: '第1课.教案.txt', mediaType: 'text/plain', rules: [] },
    { name: "teacher's notes (2).md", mediaType: 'text/markdown', rules: [] },
    {
      name: '../etc/passwd.txt',
      mediaType: 'text/plain',
      rules: ['file-name-unsafe'],
    },
    {
      name: 'C:\\课件.txt',
      mediaType: 'text/plain',
      rules: ['file-name-unsafe'],
    },
    {
      name: 'a\nb.txt',
      mediaType: 'text/plain',
      rules: ['file-name-unsafe'],
    },
    {
      name: 'a\u0000.txt',
      mediaType: 'text/plain',
      rules: ['file-name-unsafe'],
    },
    {
      name: '\u202egnp.txt',
      mediaType: 'text/plain',
      rules: ['file-name-unsafe'],
    },
    {
      name: 'half\ud800.txt',
      mediaType: 'text/plain',
      rules: ['file-name-unsafe'],
    },
    {
      name: 'setup.exe',
      mediaType: 'text/plain',
      rules: ['file-name-ending'],
    },
    { name: 'notes', mediaType: 'text/plain', rules: ['file-name-ending'] },
    { name: '.txt', mediaType: 'text/plain', rules: ['file-name-ending'] },
    {
      name: 'notes.txt.',
      mediaType: 'text/plain',
      rules: ['file-name-ending'],
    },
    {
      name: `${'课'.repeat(84)}.txt`,
      mediaType: 'text/plain',
      rules: ['file-name-long'],
    },
    { name: `${'课'.repeat(83)}.txt`, mediaType: 'text/plain', rules: [] },
  ])('when it is $name of $mediaType, then it breaks $rules', (row) => {
    const broken = breachesOfName(row.name, row.mediaType);
    expect(broken.map(({ rule }) => rule)).toEqual(row.rules);
  });

  test('when it comes decomposed or with space around, then it is kept composed', () => {
    expect(tidyName('  re\u0301sume\u0301.pdf ')).toBe('r\u00e9sum\u00e9.pdf');
  });

  test('whatever it is, then it is judged, and the facts can be shown', () => {
    const anyName = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(
        anyName,
        fc.constantFrom(...mediaTypes),
        (name, mediaType) => {
          for (const breach of breachesOfName(tidyName(name), mediaType)) {
            expect(String(breach.name ?? '')).not.toMatch(/[\p{Cc}/\\]/u);
          }
        },
      ),
    );
  });
});

describe('given a file that is announced', () => {
  test('when all is well, then the upload awaits its bytes for two days', () => {
    const upload = opened();
    expect(upload).toMatchObject({ ...said, state: 'awaiting' });
    const end = new Date('2026-09-03T08:00:00.000Z');
    expect(upload.expiresAt * 1_000).toBe(end.getTime());
    expect(isExpired(upload, new Date(end.getTime() - 1_000))).toBe(false);
    expect(isExpired(upload, end)).toBe(true);
  });

  test('when it is as large as the limit, then it is taken', () => {
    const sizeBytes = asked.limitBytes;
    expect(announce({ ...asked, said: { ...said, sizeBytes } }).ok).toBe(true);
  });

  test('when name and size are wrong, then both are named with their facts', () => {
    const wrong = { ...said, name: 'a/b.exe', sizeBytes: 10_001 };
    const ending = { mediaType: 'application/pdf', endings: ['.pdf'] };
    expect(announce({ ...asked, said: wrong })).toEqual({
      ok: false,
      error: {
        code: 'rule-broken',
        errors: [
          { pointer: '/name', rule: 'file-name-unsafe' },
          {
            pointer: '/name',
            rule: 'file-name-ending',
            name: 'a·b.exe',
            ...ending,
          },
          {
            pointer: '/sizeBytes',
            rule: 'file-large',
            sizeBytes: 10_001,
            limitBytes: 10_000,
          },
        ],
      },
    });
  });

  test('then its name never passes the limit of the names of readers', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (stem) => {
        const named = announce({
          ...asked,
          said: { ...said, name: `${stem}.pdf` },
        });
        if (!named.ok) return;
        const bytes = Buffer.byteLength(named.value.name);
        expect(bytes).toBeLessThanOrEqual(limits.nameBytes);
      }),
    );
  });
});

describe('given an object that came', () => {
  const same = { sizeBytes: said.sizeBytes, sha256: said.sha256 };

  test('when size and checksum are those announced, then nothing is amiss', () => {
    expect(checkArrival(opened(), same)).toBeUndefined();
  });

  test.each([
    { what: 'a byte less', arrived: { ...same, sizeBytes: 999 } },
    { what: 'other bytes', arrived: { ...same, sha256: 'b'.repeat(64) } },
    { what: 'no checksum', arrived: { ...same, sha256: undefined } },
  ])('when it has $what, then it is refused', ({ arrived }) => {
    const refused = { rule: 'file-bytes-changed', declared: said.mediaType };
    expect(checkArrival(opened(), arrived)).toEqual(refused);
  });
});

test('given a kind that text is had from, then it is text or PDF', () => {
  const readable = mediaTypes.filter((type) => kindOf(type).text !== 'none');
  expect(readable).toContain('application/pdf');
  for (const type of readable) {
    const { recognition } = kindOf(type);
    expect(recognition.by === 'text' || type === 'application/pdf').toBe(true);
  }
});
