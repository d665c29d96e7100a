import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { languages } from '../../functions/platform/contract.ts';
import { dashboardsOf } from '../../lib/dashboards.ts';
import {
  anchorsOf,
  linksIn,
  namesIn,
  runbookPages,
  runbookSections,
} from '../support/runbook-pages.ts';
import { kinds } from './runbook-names.ts';
import { all, stageOf } from './synthesised.ts';

const operations = 'docs/operations.md';

/** What operators read when something is wrong, by file. */
const read = [
  ...runbookPages,
  { file: operations, text: readFileSync(operations, 'utf8') },
];

const said = read.flatMap(({ file, text }) =>
  namesIn(text).map((name) => ({ file, name })),
);

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
const pages = runbookPages.map(({ name }) => name);
const headings = read.flatMap(({ text }) => anchorsOf(text));

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
  const links = read.flatMap(({ file, text }) =>
    linksIn(text).map((to) => ({ file, to })),
  );
  expect(links.length).toBeGreaterThan(10);
  const broken = links.filter(({ file, to }) => {
    const [path = '', anchor] = to.split('#');
    const at = path === '' ? file : join(dirname(file), path);
    if (!existsSync(at)) return true;
    const anchors = anchorsOf(readFileSync(at, 'utf8'));
    return anchor !== undefined && !anchors.includes(anchor);
  });
  expect(broken).toEqual([]);
});

/** Questions that dashboards ask, as a language quotes them. */
const quoted = { 'zh-CN': /“([^”]+？)”/g, en: /"([^"]+\?)"/g } as const;
const questions = dashboardsOf(stageOf('prod').stage, 'api').flatMap(
  ({ pictures }) => pictures.map(({ asks }) => asks),
);

test('each picture of a dashboard that they quote is there, in both languages', () => {
  const quotes = runbookSections.flatMap(({ at, language, text }) =>
    [...text.matchAll(quoted[language])].map(([, title]) => ({
      at,
      language,
      title,
      picture: questions.findIndex((asks) => asks[language] === title),
    })),
  );
  expect(quotes.length).toBeGreaterThan(20);
  expect(quotes.filter(({ picture }) => picture === -1)).toEqual([]);
  const [chinese, english] = languages.map((one) =>
    quotes
      .filter(({ language }) => language === one)
      .map(({ at, picture }) => `${at} ${picture}`)
      .toSorted(),
  );
  expect(chinese).toEqual(english);
});
