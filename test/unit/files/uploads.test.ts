import { describe, expect, test } from 'vitest';
import { logs } from '../../../functions/files/contract.ts';
import {
  type Arrived,
  announce,
  disposition,
  type StoredUpload,
} from '../../../functions/files/model.ts';
import { readFile } from '../../../functions/files/reading/read.ts';
import {
  completeUpload,
  discardUpload,
  readUpload,
  type UploadNeeds,
} from '../../../functions/files/uploads.ts';
import type { Part } from '../../../functions/platform/commit.ts';
import type { Person } from '../../../functions/platform/contract.ts';
import type { Log } from '../../../functions/platform/log.ts';
import { fail, ok } from '../../../functions/platform/result.ts';

const now = new Date('2026-09-01T08:00:00.000Z');
const person: Person = {
  kind: 'person',
  id: 'per_01J8XW5ZJ9QH6M3K2T4V7B8N0D',
  memberships: [],
  inert: [],
  reads: new Set(),
  manages: {},
};
const id = 'upl_01J8XW5ZJ9QH6M3K2T4V7B8N0C';
const sha256 = 'a'.repeat(64);
const beginning = new TextEncoder().encode('浮力');
const came: Arrived = { sizeBytes: 6, sha256, beginning };

function awaiting(): StoredUpload {
  const said = {
    name: '浮力.txt',
    mediaType: 'text/plain',
    sizeBytes: came.sizeBytes,
    sha256,
  } as const;
  const owner = person.id;
  const opened = announce({ id, owner, said, now, limitBytes: 100 });
  if (!opened.ok) throw new Error('The builder must give a valid upload.');
  return opened.value;
}

/** A part that names what it would write. */
const part = (name: string): Part => ({
  write: { Put: { TableName: name, Item: {} } },
});
const namesOf = (parts: readonly Part<{ code: string }>[]) =>
  parts.map(({ write }) => write.Put?.TableName);

/** A world in which one upload awaits its completion and all goes well. */
function world() {
  const seen = {
    upload: awaiting() as StoredUpload | undefined,
    fileKnown: false,
    came: came as Arrived | undefined,
    written: [] as unknown[],
    asked: [] as string[],
    logged: [] as string[],
  };
  const told = ({ code }: { code: string }) => void seen.logged.push(code);
  const log: Log = { info: told, warn: told, error: told };
  const needs: UploadNeeds = {
    records: {
      upload: async () => seen.upload,
      newUpload: () => part('new upload'),
      settledUpload: (settled) => part(settled.state),
      noUpload: () => part('no upload'),
      file: async () =>
        seen.fileKnown
          ? { id: sha256, mediaType: 'text/plain', sizeBytes: 6, storedAt: '' }
          : undefined,
      newFile: () => part('new file'),
      references: async () => ({ resources: ['res_1', 'res_2'] }),
    },
    objects: {
      putRequest: async () => ({
        method: 'PUT',
        url: 'https://example.org/',
        headers: {},
        expiresAt: now.toISOString(),
      }),
      arrived: async () => seen.came,
      promote: async () => void seen.asked.push('promote'),
      removeArrived: async () => void seen.asked.push('remove'),
    },
    sniff: async () => ({ signature: undefined, text: '浮力' }),
    visible: async (ids) => ids.slice(1),
    commit: async (value, parts) => {
      seen.written.push(namesOf(parts));
      return ok(value);
    },
    now: () => now,
    log,
  };
  return { seen, needs };
}
const asked = { id, uploader: person };

describe('given an upload that awaits its completion', () => {
  test('when its bytes are right, then upload and file are written at once', async () => {
    const { seen, needs } = world();
    const done = await completeUpload(needs, asked);
    const upload = { state: 'ready', alreadyStored: false };
    expect(done).toMatchObject({ value: { upload, duplicates: [] } });
    expect(seen.written).toEqual([['ready', 'new file']]);
    expect(seen.asked).toEqual(['promote', 'remove']);
    expect(seen.logged).toEqual([logs.ready.code]);
  });

  test('when the file is known, then only the upload is written and readable duplicates named', async () => {
    const { seen, needs } = world();
    seen.fileKnown = true;
    const done = await completeUpload(needs, asked);
    const upload = { state: 'ready', alreadyStored: true };
    expect(done).toMatchObject({ value: { upload, duplicates: ['res_2'] } });
    expect(seen.written).toEqual([['ready']]);
  });

  test('when its bytes are wrong, then it is refused, told and never promoted', async () => {
    const { seen, needs } = world();
    seen.came = { ...came, sizeBytes: 7 };
    const done = await completeUpload(needs, asked);
    const refusal = { rule: 'file-bytes-changed', declared: 'text/plain' };
    const upload = { state: 'refused', refusal };
    expect(done).toMatchObject({ value: { upload } });
    expect(seen.written).toEqual([['refused']]);
    expect(seen.asked).toEqual(['remove']);
    expect(seen.logged).toEqual([logs.refused.code]);
  });

  test('when the same bytes were recorded meanwhile, then it tries again and knows them', async () => {
    const { seen, needs } = world();
    const commit: UploadNeeds['commit'] = async (value, parts) => {
      seen.written.push(namesOf(parts));
      if (seen.fileKnown) return ok(value);
      seen.fileKnown = true;
      return fail({ code: 'changed' });
    };
    const done = await completeUpload({ ...needs, commit }, asked);
    const upload = { state: 'ready', alreadyStored: true };
    expect(done).toMatchObject({ value: { upload } });
    expect(seen.written).toEqual([['ready', 'new file'], ['ready']]);
  });

  test('when it loses every race, then it gives up and stays completable', async () => {
    const { seen, needs } = world();
    const commit: UploadNeeds['commit'] = async () => {
      seen.written.push('lost');
      return fail({ code: 'changed' });
    };
    const done = await completeUpload({ ...needs, commit }, asked);
    expect(done).toEqual({ ok: false, error: { code: 'changed' } });
    expect(seen.written).toHaveLength(3);
    expect(seen.asked).not.toContain('remove');
  });

  test('when another completion was faster, then its outcome is the answer', async () => {
    const { seen, needs } = world();
    const objects = {
      ...needs.objects,
      arrived: async () => {
        seen.upload = { ...awaiting(), state: 'ready', alreadyStored: false };
        return undefined;
      },
    };
    const done = await completeUpload({ ...needs, objects }, asked);
    expect(done).toMatchObject({ value: { upload: { state: 'ready' } } });
  });

  test('when it was discarded meanwhile, then there is no such upload', async () => {
    const { seen, needs } = world();
    const commit: UploadNeeds['commit'] = async () => {
      seen.upload = undefined;
      return fail({ code: 'changed' });
    };
    const done = await completeUpload({ ...needs, commit }, asked);
    expect(done).toEqual({ ok: false, error: { code: 'unknown' } });
  });

  test('when intake cannot be cleared, then the operator is told and it is ready', async () => {
    const { seen, needs } = world();
    const removeArrived = () => Promise.reject(new Error('S3 sulks'));
    const objects = { ...needs.objects, removeArrived };
    const done = await completeUpload({ ...needs, objects }, asked);
    expect(done).toMatchObject({ value: { upload: { state: 'ready' } } });
    expect(seen.logged).toEqual([logs.ready.code, logs.leftOver.code]);
  });

  test('when it is read, then it has a fresh address', async () => {
    const { needs } = world();
    const read = await readUpload(needs, asked);
    expect(read).toMatchObject({ value: { put: { method: 'PUT' } } });
  });

  test('when it is discarded, then its bytes go too', async () => {
    const { seen, needs } = world();
    expect(await discardUpload(needs, asked)).toEqual(ok(undefined));
    expect(seen.written).toEqual([['no upload']]);
    expect(seen.asked).toEqual(['remove']);
  });
});

test('given an upload that is ready, when it is discarded, then S3 is not asked', async () => {
  const { seen, needs } = world();
  seen.upload = { ...awaiting(), state: 'ready' };
  expect((await discardUpload(needs, asked)).ok).toBe(true);
  expect(seen.asked).toEqual([]);
});

describe('given a PDF that is larger than is read', () => {
  test('then no byte of it is fetched and its size is the reason', async () => {
    const written: unknown[] = [];
    const stored = {
      id: sha256,
      mediaType: 'application/pdf',
      sizeBytes: 101,
      storedAt: now.toISOString(),
    } as const;
    const { needs } = world();
    await readFile(
      {
        records: {
          file: async () => stored,
          keepText: async () => void written.push('text'),
          keepUnread: async (file) => void written.push(file.unread),
        },
        objects: {
          content: () => Promise.reject(new Error('fetched')),
          keepText: () => Promise.reject(new Error('kept')),
        },
        readText: async () => ok({ text: 'a', isCut: false }),
        mostBytes: { plain: 1, html: 1, svg: 1, pdf: 100 },
        now: () => now,
        log: needs.log,
      },
      sha256,
    );
    expect(written).toEqual(['size']);
  });
});

test.each([
  ['notes (2).txt', 'notes (2).txt', 'notes%20%282%29.txt'],
  ['浮力.pdf', '_.pdf', '%E6%B5%AE%E5%8A%9B.pdf'],
  ['a"b\\c%41.txt', 'a_b_c_41.txt', 'a%22b%5Cc%2541.txt'],
  ["it's*.txt", "it's*.txt", 'it%27s%2A.txt'],
  ['é😀.txt', '_.txt', '%C3%A9%F0%9F%98%80.txt'],
])(
  'given the name %s, then it is saved as %s or %s',
  (name, plain, encoded) => {
    expect(disposition(name)).toBe(
      `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
    );
  },
);
