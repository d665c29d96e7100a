import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Manifest } from '../../../functions/operations/export/contract.ts';
import {
  exportNight,
  partBytes,
  type Source,
} from '../../../functions/operations/service/exporting.ts';

const from = { stage: 'dev', region: 'here', epoch: 1 } as const;

/** An export of these sources, with all that was put and said. */
async function exported(sources: readonly Source[]) {
  const objects = new Map<string, Uint8Array>();
  const said: unknown[] = [];
  const line = (_: unknown, facts: unknown) => void said.push(facts);
  const manifest = await exportNight({
    sources,
    put: async (key, body) => void objects.set(key, body),
    from,
    now: () => new Date('2026-11-25T18:00:07Z'),
    log: { info: line, warn: line, error: line },
  });
  const linesOf = (key: string) =>
    gunzipSync(objects.get(key) ?? '')
      .toString()
      .split('\n')
      .filter((one) => one !== '');
  return { linesOf, manifest, objects, said };
}

async function* one(...lines: object[]) {
  yield lines;
}

test('given sources, then each has its objects, and the manifest says what is in them', async () => {
  const { linesOf, manifest, objects } = await exported([
    {
      kind: 'accounts',
      pages: () => one({ username: '王' }, { username: 'b' }),
    },
    { kind: 'search', pages: () => one() },
  ]);
  const [first] = manifest.parts;
  expect(linesOf(first?.key ?? '')).toEqual([
    '{"username":"王"}',
    '{"username":"b"}',
  ]);
  expect(manifest.parts.map(({ key, lines }) => [key, lines])).toEqual([
    ['v1/2026-11-25/180007.000/accounts-1.jsonl.gz', 2],
    ['v1/2026-11-25/180007.000/search-1.jsonl.gz', 0],
  ]);
  for (const { bytes, key, sha256 } of manifest.parts) {
    const body = objects.get(key) ?? new Uint8Array();
    expect(body.byteLength).toBe(bytes);
    expect(createHash('sha256').update(body).digest('hex')).toBe(sha256);
  }
  const kept = objects.get('v1/2026-11-25/180007.000/manifest.json') ?? '';
  expect(Manifest.parse(JSON.parse(Buffer.from(kept).toString()))).toEqual(
    manifest,
  );
  expect([...objects.keys()].at(-1)).toBe(
    'v1/2026-11-25/180007.000/manifest.json',
  );
});

test('given a source that fails, then the others are whole and the manifest says what is missing', async () => {
  async function* failing(): AsyncGenerator<object[]> {
    yield [{ a: 1 }];
    throw new Error('The search engine does not answer.');
  }
  const { manifest, said } = await exported([
    { kind: 'search', pages: failing },
    { kind: 'accounts', pages: () => one({ username: 'a' }) },
  ]);
  expect(manifest.missing).toEqual(['search']);
  expect(manifest.parts.map(({ kind }) => kind)).toEqual(['accounts']);
  expect(JSON.stringify(said)).toContain('does not answer');
});

test('given 300,000 people, then no more is held than a part and a page', async () => {
  const people = 300_000;
  const pageLines = 60;
  const line = (n: number) => ({ username: `u${n}`, subject: 'x'.repeat(100) });
  let given = 0;
  let written = 0;
  let most = 0;
  async function* pages(): AsyncGenerator<object[]> {
    while (given < people) {
      most = Math.max(most, given - written);
      const from = given;
      given += pageLines;
      yield Array.from({ length: pageLines }, (_, at) => line(from + at));
    }
  }
  const manifest = await exportNight({
    sources: [{ kind: 'accounts', pages }],
    put: async (key, body) => {
      if (key.endsWith('.json')) return;
      written += gunzipSync(body).toString().split('\n').length - 1;
    },
    from,
    now: () => new Date(),
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  const lines = manifest.parts.map((part) => part.lines);
  expect(lines.reduce((sum, count) => sum + count, 0)).toBe(people);
  expect(manifest.parts.length).toBeGreaterThan(3);
  const lineBytes = JSON.stringify(line(0)).length;
  expect(most).toBeLessThan(partBytes / lineBytes + pageLines);
});
