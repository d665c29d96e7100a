import { expect, test } from 'vitest';
import { languages } from '../../../functions/platform/contract.ts';
import { opening, parts } from '../../../local/docs/runbooks/section.ts';
import {
  linksIn,
  namesIn,
  type RunbookPage,
  runbookPages,
  runbookSections,
} from '../../support/runbook-pages.ts';

const [chinese, english] = languages.map((language) =>
  runbookPages.filter((page) => page.language === language),
) as [RunbookPage[], RunbookPage[]];

test('given runbooks, each page stands in both languages', () => {
  expect(english.length).toBeGreaterThan(20);
  expect(chinese.map(({ name }) => name).toSorted()).toEqual(
    english.map(({ name }) => name).toSorted(),
  );
});

const pairs = english.map((page) => {
  const twin = chinese.find(({ name }) => name === page.name);
  return { page: page.name, here: page, there: twin ?? page };
});

test.each(pairs)('$page has the same sections in both', ({ here, there }) => {
  expect(there.language).not.toBe(here.language);
  expect(there.sections.map(({ anchor }) => anchor)).toEqual(
    here.sections.map(({ anchor }) => anchor),
  );
});

const texts = pairs.flatMap(({ page, here, there }) => [
  { at: page, en: here.before, zh: there.before },
  ...here.sections.map(({ anchor, text }, index) => ({
    at: `${page}#${anchor}`,
    en: text,
    zh: there.sections[index]?.text ?? '',
  })),
]);

test.each(texts)('$at names the same things in both', ({ en, zh }) => {
  expect(distinct(namesIn(zh))).toEqual(distinct(namesIn(en)));
});

test.each(texts)('$at leads to the same places in both', ({ at, en, zh }) => {
  // Chinese pages are one folder deeper; each page leads to its twin.
  const [name = ''] = at.split('#');
  const there = linksIn(zh).map((to) => to.replace('../../', '../'));
  const here = linksIn(en).map((to) =>
    to === `zh-CN/${name}.md` ? `../${name}.md` : to,
  );
  expect(distinct(there)).toEqual(distinct(here));
});

test.each(texts)('$at names the same numbers in both', ({ en, zh }) => {
  expect(distinct(numbersIn(zh))).toEqual(distinct(numbersIn(en)));
});

test.each(runbookSections.filter(({ name }) => name !== 'README'))(
  '$file: $anchor has all six parts, each with words',
  ({ language, text }) => {
    const [before = '', after = ''] = opening[language].split('{part}');
    const found = text
      .split('\n\n')
      .filter((line) => line.startsWith(before))
      .map((line) => line.slice(before.length).split(after));
    const names = Object.values(parts).map((part) => part[language]);
    expect(found.map(([name]) => name)).toEqual(names);
    for (const [, ...says] of found) {
      expect(says.join(after).trim()).toMatch(/\S.*[.?。？]$/s);
    }
  },
);

test('Chinese is Chinese, and English is not', () => {
  for (const { en, zh } of texts) {
    expect(zh).toMatch(/\p{Script=Han}.*[。；：]/su);
    expect(en.replace('[中文]', '')).not.toMatch(/\p{Script=Han}/u);
  }
});

function distinct(list: readonly string[]): string[] {
  return [...new Set(list)].toSorted();
}

/** Figures in running text; those of names are in the names. */
function numbersIn(text: string): string[] {
  const prose = text
    .replace(/^```.*?^```$/gms, '')
    .replace(/`[^`\n]+`/g, '')
    .replace(/\]\([^)]+\)/g, ']');
  return prose.match(/\d+(?:[.,]\d+)*/g) ?? [];
}
