import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { directoryNeeds } from '../../../functions/identity/directory.ts';

const folders = [
  'bin',
  'config',
  'functions',
  'lib',
  'local',
  'ops',
  'verify',
] as const;
const sources = new Map(
  globSync(folders.map((one) => `${one}/**/*.{ts,mts,mjs,json,py}`)).map(
    (file) => [file, readFileSync(file, 'utf8')],
  ),
);

/** A text without spaces that is given to something called a password. */
const literal =
  /\w*(?:password|passwd|passphrase|secret)\w*['"]?\s*(?::|=|\?\?|\|\|)\s*(['"`])[\x21-\x7e]{4,}?\1/gi;

/** The demo district's, on a platform that listens on one machine alone. */
const demo = 'local/first-operator.ts';

const where = (pattern: RegExp) =>
  [...sources].flatMap(([file, text]) => (text.match(pattern) ? [file] : []));

test('given all sources, then no password stands in them but the demo’s', () => {
  expect(sources.size).toBeGreaterThan(200);
  for (const folder of folders) {
    const found = [...sources.keys()].some((one) => one.startsWith(folder));
    expect(found, folder).toBe(true);
  }
  expect(where(literal)).toEqual([demo]);
  const inFunctions = where(/demoPassword/).filter(
    (file) => !file.startsWith('local/'),
  );
  expect(inFunctions).toEqual([]);
});

test.each([
  "const password = 'xueyuan-2026';",
  '"TemporaryPassword": "Abcd1234"',
  'password: given.password ?? `changeme`',
  "const secret = env.SECRET || 'topsecret'",
])('given %s, then it would be found', (planted) => {
  expect(planted).toMatch(new RegExp(literal.source, 'i'));
});

describe('given every way to make an account', () => {
  test('then it leads through one place, which is given the password', () => {
    const makes =
      /AdminCreateUserCommand|AdminSetUserPasswordCommand|SignUpCommand/;
    expect(where(makes)).toEqual(['functions/identity/store/accounts.ts']);
  });

  test('then that password is drawn: of the platform’s own, or of a secret', () => {
    const opens = /accounts\s*\.(open|renew)\(/;
    const drawn = [
      'functions/identity/service/first-operator.ts',
      'functions/identity/service/first-passwords.ts',
      'functions/identity/service/new-member.ts',
      'functions/identity/service/reopening.ts',
    ];
    expect(where(opens).toSorted()).toEqual(
      [...drawn, 'functions/identity/service/register.ts'].toSorted(),
    );
    const draws = /(?<!\.)\bpassword\(\)|passwordOf\(/;
    expect(where(draws)).toEqual(expect.arrayContaining(drawn));
  });

  test('then no two drawn are the same', () => {
    const drawn = Array.from({ length: 1_000 }, () =>
      directoryNeeds.password(),
    );
    expect(new Set(drawn).size).toBe(drawn.length);
    for (const one of drawn) expect(one).toMatch(/^([a-z2-9]{4}-?){3}$/);
  });
});
