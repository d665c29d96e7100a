import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { historyOf, key, signingKey } from './history.ts';

const folder = mkdtempSync(join(tmpdir(), 'xueyuan-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

// Alone: nothing of this repository stands beside it.
copyFileSync('verify/verify.mjs', join(folder, 'verify.mjs'));

const file = (name: string, content: string | object) => {
  const characters =
    typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(join(folder, name), characters);
  return name;
};

function verify(...asked: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['verify.mjs', ...asked],
    { cwd: folder, encoding: 'utf8', env: { LANG: 'en_GB.UTF-8' } },
  );
  expect(stderr).toBe('');
  return { status, stdout };
}

const step = {
  action: 'edit',
  raises: false,
  actor: '教师',
  salt: '00',
  isErased: false,
  others: 2,
  between: 1,
} as const;
const history = historyOf([
  step,
  { ...step, isErased: true },
  { ...step, others: null },
]);
const good = file('good.json', history);
const bad = file('bad.json', {
  ...history,
  entries: history.entries.toSpliced(1, 1),
});

describe('given the verifier alone in a folder', () => {
  test('then a good history ends with 0 and says what waits', () => {
    const { status, stdout } = verify(good);
    expect(status).toBe(0);
    expect(stdout).toContain('Sealed: 1-1…1-2.');
    expect(stdout).toContain('Not yet sealed: 1-3.');
    expect(stdout).toContain('Nothing is wrong.');
    expect(stdout).toContain(`the keys in the file itself (${key.id})`);
  });

  test('then a bad one ends with 1 and says where, in either language', () => {
    expect(verify(bad)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining(
        'Entries 2 to 2 (epoch 1 or older) are missing',
      ),
    });
    expect(verify('--language', 'zh-CN', bad)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('缺少第 2 至 2 条'),
    });
  });

  test.each([
    { name: 'no file', asked: [], says: 'Usage' },
    { name: 'an unknown option', asked: ['--nothing', good], says: 'Usage' },
    {
      name: 'an unknown language',
      asked: ['--language', 'xx', good],
      says: 'Usage',
    },
    {
      name: 'a file that is not there',
      asked: ['none.json'],
      says: 'cannot be read',
    },
    {
      name: 'what is not JSON',
      asked: [file('not.json', '{')],
      says: 'cannot be read',
    },
    {
      name: 'another JSON',
      asked: [file('other.json', {})],
      says: 'no export',
    },
    {
      name: 'no key',
      asked: ['--key', file('no-key.json', {}), good],
      says: 'no public key',
    },
  ])('then $name ends with 2 and says why', ({ asked, says }) => {
    const { status, stdout } = verify(...asked);
    expect(status).toBe(2);
    expect(stdout).toContain(says);
  });

  const pem = key.publicKey.export({ format: 'pem', type: 'spki' }).toString();
  test.each([
    { form: 'PEM', given: file('key.pem', pem) },
    { form: 'a JSON web key', given: file('key.json', key.jwk) },
    {
      form: 'the answer of the API',
      given: file('keys.json', { items: [{ id: key.id, jwk: key.jwk, pem }] }),
    },
  ])('then the right key is trusted, given as $form', ({ given }) => {
    const { status, stdout } = verify('--key', given, good);
    expect(status).toBe(0);
    expect(stdout).toContain(`the keys that you gave (${key.id})`);
  });

  test('then a file signed by another key than the given is refused', () => {
    const stranger = file('stranger.json', signingKey().jwk);
    const { status, stdout } = verify('--key', stranger, good);
    expect(status).toBe(1);
    expect(stdout).toContain('is not among those that count');
  });

  test('then each entry is told on request, and all of it as JSON', () => {
    expect(verify('--all', good).stdout).toContain('1-1 sealed 1-2\n');
    const { stdout } = verify('--json', bad);
    expect(JSON.parse(stdout)).toMatchObject({
      faults: [{ code: 'missing', from: 2, to: 2 }],
    });
  });
});
