import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { kinds } from './runbook-names.ts';
import { all } from './synthesised.ts';

/** What operators read when something is wrong. */
const files = [...globSync('docs/runbooks/*.md'), 'docs/operations.md'];

type Said = { readonly file: string; readonly name: string };

/** All that stands as code in running text, and each line for a shell. */
const said: Said[] = files.flatMap((file) => {
  const text = readFileSync(file, 'utf8');
  const shell = [...text.matchAll(/^```sh\n(.*?)^```$/gms)]
    .flatMap(([, lines = '']) => lines.trim().split('\n'))
    .flatMap((line) => line.split(' && '));
  const spans = text.replace(/^```.*?^```$/gms, '').matchAll(/`([^`\n]+)`/g);
  return [...shell, ...[...spans].map(([, span = '']) => span)].map((name) => ({
    file,
    name,
  }));
});

const judged = said.map((one) => ({
  ...one,
  kind: kinds.find(({ like }) => like.test(one.name)),
}));

test.each(kinds.filter(({ kind }) => kind !== 'other'))(
  'runbooks name something of the kind "$kind"',
  (kind) => {
    const names = judged.filter((one) => one.kind === kind);
    expect(names.length).toBeGreaterThan(0);
  },
);

test('each command, log, query, route, code, path and key in them exists', async () => {
  const faults = await Promise.all(
    judged.map(async ({ file, name, kind }) => {
      const fault = await kind?.judge(name);
      return fault === undefined ? [] : [`${file}: \`${name}\`: ${fault}`];
    }),
  );
  expect([...new Set(faults.flat())]).toEqual([]);
});

/** Names of alarms begin with the name of their page. */
const pages = globSync('docs/runbooks/*.md').map((file) =>
  file.slice('docs/runbooks/'.length, -'.md'.length),
);
const headings = files.flatMap(headingsOf);

function headingsOf(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/^##+ (.+)$/gm);
  return [...found].map(([, heading = '']) => heading);
}

test('each alarm that they name has its section', () => {
  const stacks = new Set(all('prod').map(({ stack }) => stack));
  const alarms = said.filter(
    ({ name }) =>
      /^[a-z]+(-[a-z]+)+$/.test(name) &&
      pages.some((page) => name.startsWith(`${page}-`)) &&
      !stacks.has(name),
  );
  expect(alarms.length).toBeGreaterThan(10);
  const missing = alarms.filter(({ name }) => !headings.includes(name));
  expect(missing).toEqual([]);
});

test('each link in them leads somewhere', () => {
  const links = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(
      ([, to = '']) => ({ file, to }),
    ),
  );
  expect(links.length).toBeGreaterThan(10);
  const broken = links.filter(({ file, to }) => {
    const [path = '', anchor] = to.split('#');
    const at = path === '' ? file : join(dirname(file), path);
    if (!existsSync(at)) return true;
    const slugs = headingsOf(at).map(slug);
    return anchor !== undefined && !slugs.includes(anchor);
  });
  expect(broken).toEqual([]);
});

function slug(heading: string): string {
  return heading.toLowerCase().replaceAll(' ', '-').replaceAll("'", '');
}
